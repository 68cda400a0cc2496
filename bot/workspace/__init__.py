"""What one workspace adds: who fills a role there, its own answers, settings, rights and gaps."""
