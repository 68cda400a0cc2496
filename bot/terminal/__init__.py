"""The rolecall command."""
