"""What is said: a reading and the knowledge in, an answer out."""
