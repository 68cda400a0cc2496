"""`rolecall serve`: run against Slack."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import sys
from pathlib import Path

import typer

from bot.answers.answerer import Answerer
from bot.app import Mode, Rolecall
from bot.knowledge.problems import KnowledgeError
from bot.memory import keep_small
from bot.server.ending import end_in_time
from bot.server.logs import set_up_logging
from bot.server.running import bound, configured, listen
from bot.server.web import counts_app
from bot.settings import Settings, SettingsError, read_settings

log = logging.getLogger(__name__)


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


def serve(settings: Settings, mode: Mode) -> None:
    """Serve Slack until the process is told to end; raise SettingsError or KnowledgeError before that."""
    keep_small()
    needed = {"http": "slack_signing_secret", "socket": "slack_app_token"}
    own = mode == "socket" or not settings.installable
    settings.require(*(("slack_bot_token",) if own else ()), needed[mode])
    port, none = settings.metrics_port, contextlib.nullcontext(list[socket.socket]())
    with (
        bound(settings.host, settings.port) as listeners,
        bound(settings.host, port, "METRICS_PORT") if port else none as counts,
    ):
        _listen(settings, mode, listeners, counts)


def _listen(
    settings: Settings, mode: Mode, listeners: list[socket.socket], counts: list[socket.socket]
) -> None:
    rolecall = Rolecall(settings, Answerer.from_folder(settings.rolecall_knowledge, warm=False))
    config = configured(rolecall.web)
    beside = (configured(counts_app(rolecall.metrics)), counts) if counts else None
    # What is there now stays: to look through it for garbage, again and again, would be a pause for requests.
    gc.freeze()
    gc.enable()
    # Edited knowledge is taken up in a thread: an answer waits a millisecond at a time for it, not five.
    sys.setswitchinterval(0.001)

    async def run() -> None:
        async with rolecall.running(mode):

            def told() -> None:
                rolecall.ending.begin()
                end_in_time()

            log.info("listens at HOST %s, PORT %d", settings.host, listeners[0].getsockname()[1])
            await listen(config, listeners, beside=beside, told=told)

    # Not closed: that would wait for what has been given up, such as a statement that a lock holds up.
    asyncio.Runner(loop_factory=config.get_loop_factory()).run(run())
