"""What is known: the knowledge base, its loading and its checks."""
