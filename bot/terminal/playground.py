"""`rolecall playground`: the local workspace in the browser."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.knowledge.problems import KnowledgeError
from bot.manifest import manifest
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.server.logs import set_up_logging
from bot.settings import SettingsError, read_settings
from bot.storage.address import MEMORY

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


async def play(port: int, folder: Path | None, started: Callable[[str], None]) -> None:
    """Serve the local workspace with the app in it until cancelled; `started` gets its address.

    Raise OSError where the port is taken, KnowledgeError or SettingsError for what cannot be used.
    """
    with listen(port) as listener:
        answerer = await asyncio.to_thread(Answerer.from_folder, folder)
        workspace = seeded(manifest())
        workspace.explain = lambda question: asdict(answerer.current.read(question))
        known = workspace.credentials
        settings = read_settings(
            _env_file=None,
            slack_bot_token=SecretStr(known.bot_token),
            slack_signing_secret=SecretStr(known.signing_secret),
            slack_api_url=f"{address(listener)}/api/",
            rolecall_knowledge=folder,
            database_url=SecretStr(MEMORY),
        )
        clock = workspace.clock
        rolecall = Rolecall(settings, answerer, clock=clock.moment, sleep=clock.sleep)
        playground = build_playground(workspace, rolecall.web)
        async with serving(playground, listener) as url:
            started(url)
            await asyncio.Event().wait()
