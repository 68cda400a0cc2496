"""`rolecall mcp`: the same answers for agents, by the Model Context Protocol and without any of Slack."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from bot import __version__
from bot.answers.answerer import Answerer
from bot.knowledge.shelves import default_folder
from bot.server.beside import Beside
from bot.server.ending import Ending
from bot.server.logs import set_up_logging
from bot.server.running import bound, listen, open_to_all
from bot.settings import SettingsError
from bot.terminal.ask import load_answerer, report, subject, timed

_INSTRUCTIONS = """\
Tells who does what in a data organisation: roles, what they own, their skills and tools, who works with whom.
The answer to read is `text`, with its `sources`. `kind` is "unknown" where nothing is known: then say so, or
ask one of the `suggestions`. `confidence` is the probability that the answer is right."""

_READS_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ALLOWED = 3000

Question = Annotated[str, Field(max_length=_ALLOWED, description="In plain English: who owns data quality?")]
Context = Annotated[
    str | None,
    Field(max_length=_ALLOWED, description="What the question follows up on, by id or name: data-engineer"),
]
RoleName = Annotated[str, Field(max_length=_ALLOWED, description="An id, a name or an alias: MLE")]
TopicName = Annotated[str, Field(max_length=_ALLOWED, description="An area or a task: data quality")]


def mcp_server(answerer: Answerer, folder: Path | None = None) -> MCPServer[None]:
    """Return a server whose tools answer as `rolecall ask --json` does; it takes up edits of the folder."""

    @contextlib.asynccontextmanager
    async def following(_: MCPServer[None]) -> AsyncIterator[None]:
        edits = partial(answerer.follow, folder or default_folder())
        async with Beside().running("edits", edits, Ending()):
            yield

    server = MCPServer(
        "rolecall",
        title="Rolecall",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        lifespan=following,
    )
    for tool in _tools(answerer):
        server.add_tool(tool, annotations=_READS_ONLY)
    return server


def _tools(answerer: Answerer) -> tuple[Callable[..., Any], ...]:
    # Asynchronous, although nothing waits: an answer takes less time than handing it to a thread.
    async def ask(question: Question, context: Context = None) -> dict[str, Any]:
        """Answer a question about who does what around data."""
        now = answerer.current
        about = subject(now, context) if context else None
        if context and about is None:
            raise ToolError(f"nothing here is called {context!r}")
        return report(timed(now, question, about))

    async def role(role: RoleName) -> dict[str, Any]:
        """Tell what a role is for, what it answers for, and whom and what it works with."""
        return report(timed(answerer.current, f"what does a {role} do?", None))

    async def who_owns(topic: TopicName) -> dict[str, Any]:
        """Tell which roles own an area or a task, best supported first, and who else has a part in it."""
        return report(timed(answerer.current, f"who owns {topic}?", None))

    return ask, role, who_owns


def run_mcp(folder: Path | None, address: tuple[str, int] | None) -> None:
    """Serve one agent on stdin and stdout until it leaves, or many by HTTP until the process is told to end.

    A knowledge base or an address that cannot be used ends the command with 1.
    """
    set_up_logging("WARNING", "text")
    server = mcp_server(load_answerer(folder), folder)
    with contextlib.suppress(KeyboardInterrupt):
        if address is not None:
            asyncio.run(_serve_http(server, *address))
            return
        if sys.stdin.isatty():
            typer.echo("Waiting for an agent on stdin (Ctrl+C ends it)", err=True)
        server.run("stdio")


async def _serve_http(server: MCPServer[None], host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    # The tools remember nothing between two calls, so that any process may answer any of them.
    app = server.streamable_http_app(host=host, stateless_http=True, json_response=True)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    try:
        with bound(host, port) as listeners:
            open_to_all(listeners)  # before the address is told: who comes at once waits
            typer.echo(
                f"Agents reach it at http://{shown}:{listeners[0].getsockname()[1]}/mcp (Ctrl+C ends it)"
            )
            await listen(config, listeners)
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
