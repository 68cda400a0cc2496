"""Events in once, replies out once."""
