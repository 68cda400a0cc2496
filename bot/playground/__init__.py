"""A local workspace in the browser, for which nobody needs a Slack account."""
