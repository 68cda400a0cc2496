"""Whether the settings make up a way for Slack to reach the app."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings import Settings
from bot.terminal.diagnosis.finding import Finding, error, ok, warning

_PART = "settings"


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set, and at what is missing beside it."""
    yield _way(settings)
    installing = (settings.slack_client_id, settings.slack_client_secret)
    if not settings.slack_bot_token and not all(installing):
        copied = "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app"
        yield error(_PART, "SLACK_BOT_TOKEN is missing", copied)
    if any(installing) and not all(installing):
        yield error(
            _PART,
            "of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET one is missing",
            "set both to let other workspaces install the app, or none",
        )
    if all(installing) and not settings.rolecall_encryption_key:
        yield error(
            _PART,
            "without ROLECALL_ENCRYPTION_KEY no workspace's token can be kept",
            "set it to 32 random bytes in URL-safe base64",
        )
    if settings.log_level == "DEBUG":
        yield warning(
            _PART, "LOG_LEVEL is DEBUG, which writes much", "set it to INFO when you have seen enough"
        )


def _way(settings: Settings) -> Finding:
    if settings.slack_signing_secret:
        at = f"HTTP at {settings.host}:{settings.port}"
        also = "; Socket Mode with --socket" if settings.slack_app_token else ""
        return ok(_PART, f"reached by {at}{also}")
    if settings.slack_app_token:
        return ok(_PART, "reached by Socket Mode")
    return error(
        _PART,
        "Slack has no way to reach it",
        "set SLACK_SIGNING_SECRET for HTTP or SLACK_APP_TOKEN for Socket Mode",
    )
