"""What the app does with payloads that are nearly right."""
