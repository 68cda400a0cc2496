"""Who owns what, read from where a team already keeps it: text in, values out, no Slack and no storage."""
