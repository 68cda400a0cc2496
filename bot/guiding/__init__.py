"""Leads newcomers through Slack: does what the onboarding room decides, each thing once."""
