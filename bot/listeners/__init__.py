"""One module a Slack surface; they translate and do nothing else."""
