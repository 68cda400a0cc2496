"""The rules that Slack holds blocks and views to, as one small grammar."""
