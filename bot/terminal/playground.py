"""`rolecall playground`: the local workspace in the browser."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import typer

from bot.app import play
from bot.knowledge.problems import KnowledgeError
from bot.server.logs import set_up_logging
from bot.settings import SettingsError

_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


def run_playground(port: int, knowledge: Path | None) -> None:
    """Serve the workspace until interrupted; a taken port or an unusable folder ends the command with 1."""
    for name in _PROXIES:  # slack_sdk would send what goes to this very machine through them
        os.environ.pop(name, None)
    set_up_logging("WARNING", "text")
    typer.echo("Reading the knowledge base...")
    try:
        asyncio.run(
            play(port, knowledge, lambda url: typer.echo(f"Your workspace is at {url} (Ctrl+C ends it)"))
        )
    except KeyboardInterrupt:
        typer.echo("\nGoodbye.")
    except OSError as error:
        typer.echo(f"PORT {port} cannot be used ({error.strerror}): choose another", err=True)
        raise typer.Exit(1) from None
    except (KnowledgeError, SettingsError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def _say_where(url: str) -> None:
    typer.echo(f"Your workspace is at {url} (Ctrl+C ends it)")
