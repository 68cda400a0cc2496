"""What is asked: a question in, a reading out."""
