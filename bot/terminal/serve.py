"""`rolecall serve`: run against Slack."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.app import Mode, serve
from bot.knowledge.problems import KnowledgeError
from bot.server.logs import set_up_logging
from bot.settings import Settings, SettingsError, read_settings


def serve_slack(mode: Mode | None, knowledge: Path | None = None) -> None:
    """Serve until told to end; a setting or a knowledge base that cannot be used ends the command with 1."""
    try:
        settings = read_settings()
        if knowledge is not None:
            settings = settings.model_copy(update={"rolecall_knowledge": knowledge})
        set_up_logging(settings.log_level, settings.log_format)
        serve(settings, mode or _fitting(settings))
    except (SettingsError, KnowledgeError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def _fitting(settings: Settings) -> Mode:
    """Return Socket Mode where only its token is set."""
    return "socket" if settings.slack_app_token and not settings.slack_signing_secret else "http"
