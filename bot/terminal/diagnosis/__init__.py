"""What `rolecall doctor` looks at, one module a part."""
