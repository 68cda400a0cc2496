"""What becomes of questions when Slack, the database or the process itself fails, found out by doing it."""
