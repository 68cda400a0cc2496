"""Charts and maps as PNG: knowledge becomes a small description here, and a child process draws it."""
