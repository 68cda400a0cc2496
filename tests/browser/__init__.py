"""What a browser shows of the local workspace."""
