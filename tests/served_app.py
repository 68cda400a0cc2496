"""The real app, served into the local workspace that plays Slack for every test."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import payloads
from card_rules import misnamed
from knowledge_fixture import tiny_knowledge
from pydantic import SecretStr
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.blocks import elements_of, every_block
from bot.playground.clock import Clock
from bot.playground.in_process import AsgiTransport
from bot.playground.interaction import press_on_message
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.transport import Delivery, Reply, Transport
from bot.playground.workspace import PATIENCE, Workspace
from bot.settings import Settings

START = 1_795_176_000.0
Way = Literal["http", "socket"]
way: Way = "http"
"""How the app is reached by tests that do not say; the fixture `both_ways` changes it."""
SECOND_STEP = """\
  - title: Count
    text: The orders of each article are counted.
    roles: [data-analyst]
    sources: ['001:6']
"""
_FOLDER = tempfile.TemporaryDirectory(prefix="rolecall-knowledge-")


@cache
def folder() -> Path:
    """Return a small knowledge folder, the same for all tests of a process; its story has two steps."""
    written = tiny_knowledge(Path(_FOLDER.name))
    with (written / "walkthroughs" / "example.yaml").open("a", encoding="utf-8") as story:
        story.write(SECOND_STEP)
    return written


@cache
def answerer() -> Answerer:
    """Return what knows that folder; its index is made once."""
    return Answerer.from_folder(folder())


def settings(workspace: Workspace, url: str, **fields: Any) -> Settings:
    """Return settings that lead to the local workspace."""
    known = workspace.credentials
    given: dict[str, Any] = {
        "slack_bot_token": SecretStr(known.bot_token),
        "slack_signing_secret": SecretStr(known.signing_secret),
        "slack_app_token": SecretStr(known.app_token),
        "slack_api_url": f"{url}/api/",
        "rolecall_knowledge": folder(),
        "database_url": SecretStr("sqlite:///:memory:"),
        "rolecall_pace": 0,
        **fields,
    }
    return Settings(_env_file=None, **given)


@dataclass
class Served:
    """The app and the workspace that it is in."""

    app: Rolecall
    workspace: Workspace
    transport: Transport

    def way_to(self, app: Rolecall) -> AsgiTransport:
        """Return the way to another app in the same workspace."""
        return AsgiTransport(app.web, self.workspace.credentials.signing_secret)

    async def send(self, delivery: Delivery, **headers: str) -> Reply:
        """Deliver something signed, and wait until the app is done with it."""
        async with asyncio.timeout(10):  # what nobody hears is never acknowledged over a socket
            reply = await self.transport.send(delivery, headers)
        await self.quiet()
        return reply

    def place(self, channel: str, ts: str) -> None:
        """Put a message of Nia's there without telling the app, so that it can be answered in a thread."""
        said = {"type": "message", "user": "UNIA", "text": "who owns it?", "ts": ts}
        self.workspace.messages[channel][ts] = said

    async def quiet(self) -> None:
        """Wait until nothing is under way, neither in the workspace nor in the app."""
        await self.workspace.settled()
        assert await self.app.background.drain(PATIENCE) == 0, "still at work; the log says on what"
        await self.workspace.settled()

    def posts(self) -> list[dict[str, Any]]:
        """Return what the app posted with chat.postMessage."""
        return [dict(entry.request) for entry in self.workspace.calls("chat.postMessage")]

    def responses(self) -> list[dict[str, Any]]:
        """Return what the app sent to response URLs."""
        return [dict(entry.request) for entry in self.workspace.calls("response_url")]

    def whispers(self) -> list[dict[str, Any]]:
        """Return what the app showed to one person with chat.postEphemeral."""
        return [dict(entry.request) for entry in self.workspace.calls("chat.postEphemeral")]

    def private(self, user: str = "UNIA") -> list[dict[str, Any]]:
        """Return the ephemeral messages that somebody sees, oldest first."""
        return list(self.workspace.ephemeral[user].values())

    def answers(self) -> list[dict[str, Any]]:
        """Return the app's messages that everybody may see, in every channel."""
        everywhere = [each for sent in self.workspace.messages.values() for each in sent.values()]
        return [each for each in everywhere if each["user"] == self.workspace.bot]

    def seen(self, channel: str = "CHELP") -> list[dict[str, Any]]:
        """Return the messages of a channel, oldest first."""
        return list(self.workspace.messages[channel].values())

    async def press(self, message: dict[str, Any], label: str, user: str = "UNIA", value: Any = None) -> None:
        """Press the button that says `label`, or choose `value` from the menu that does."""
        channel = message.get("channel") or self._channel_of(message)
        block_id, pressed = _pressed(message, label)
        thumb = pressed.get(_THUMBS.get(label, ""))
        at = (block_id, pressed["action_id"])
        value = thumb["value"] if thumb else value
        press_on_message(self.workspace, user, (channel, message["ts"]), at, value)
        await self.quiet()

    def _channel_of(self, message: dict[str, Any]) -> str:
        return next(c for c, sent in self.workspace.messages.items() if message["ts"] in sent)


class InItsTime(AsyncRateLimitErrorRetryHandler):
    """Tries again as the app does, but what Slack asks it to wait passes in the workspace's time."""

    def __init__(self, clock: Clock, max_retry_count: int = 3) -> None:
        super().__init__(max_retry_count)
        self._clock = clock

    async def prepare_for_next_attempt_async(
        self, *, state: RetryState, response: HttpResponse | None = None, **_: Any
    ) -> None:
        """Move the workspace's clock on, unless it runs by itself."""
        assert response is not None
        asked = {name.lower(): values for name, values in response.headers.items()}["retry-after"]
        await self._clock.advance(int(asked[0]))
        state.next_attempt_requested = True
        state.increment_current_attempt()


_THUMBS = {"Helpful": "positive_button", "Not helpful": "negative_button"}


def labels(message: dict[str, Any]) -> list[str]:
    """Return what the buttons and menus of a message say."""
    found = [each for block in every_block(message["blocks"]) for each in elements_of(block)]
    return [label for each in found for label in _labels(each)]


def element(message: dict[str, Any], label: str) -> tuple[str, str]:
    """Return the block_id and action_id of the button or menu that says this."""
    block_id, found = _pressed(message, label)
    return block_id, found["action_id"]


def _pressed(message: dict[str, Any], label: str) -> tuple[str, dict[str, Any]]:
    for block in every_block(message["blocks"]):
        for each in elements_of(block):
            if label in _labels(each):
                return block["block_id"], dict(each)
    raise AssertionError(f"{label!r} is not among {labels(message)}")


def _labels(element: Any) -> list[str]:
    if element["type"] == "feedback_buttons":
        return [element[name]["text"]["text"] for name in _THUMBS.values()]
    return [(element.get("text") or element["placeholder"])["text"]]


@asynccontextmanager
async def served(
    knows: Answerer | None = None,
    *,
    given: Mapping[str, Any] | None = None,
    timed: bool = False,
    by: Way | None = None,
    retries: int = 3,
    **options: Any,
) -> AsyncIterator[Served]:
    """Serve the app into a workspace whose clock moves only when it is told to; `given` are settings.

    What Slack turns away for now is tried again `retries` times, once its time has come in the workspace.

    Where it is `timed`, the app lives in the workspace's time too. It is reached as the test says, by HTTP
    where neither does.
    """
    if type(knows) is Answerer and "rolecall_knowledge" not in (given or {}):
        # What is shipped stays so: it is followed, and belongs to other tests too.
        knows, given = Answerer(knows.current), {"rolecall_knowledge": None, **(given or {})}
    reach = {"http": _by_http, "socket": _by_socket}[by or way]
    if reach is _by_socket:
        given = {"slack_signing_secret": None, **(given or {})}
    workspace = seeded(manifest(), clock=Clock(START, running=False))
    options = {"client_options": {"retry_handlers": [InItsTime(workspace.clock, retries)]}, **options}
    if timed:
        options = {"clock": workspace.clock.moment, "sleep": workspace.clock.sleep, **options}
    with listen() as listener:
        known = settings(workspace, address(listener), **(given or {}))
        app = Rolecall(known, knows or answerer(), **options)
        async with reach(app, workspace, listener) as transport:
            hall = Served(app, workspace, transport)
            for channel in ("CHELP", "DNIA"):
                hall.place(channel, payloads.TS)
            yield hall
        assert misnamed([entry.request for entry in workspace.calls()]) == []


@asynccontextmanager
async def _by_http(app: Rolecall, workspace: Workspace, listener: socket.socket) -> AsyncIterator[Transport]:
    async with serving(build_playground(workspace, app.web), listener):
        transport = AsgiTransport(app.web, workspace.credentials.signing_secret)
        yield transport
        await transport.close()


@asynccontextmanager
async def _by_socket(
    app: Rolecall, workspace: Workspace, listener: socket.socket
) -> AsyncIterator[Transport]:
    """Let the app connect; it has no address then, and nothing can be sent to it directly."""
    async with serving(build_playground(workspace, None), listener), app.running("socket"):
        assert workspace.sockets is not None
        async with asyncio.timeout(10):
            while not workspace.sockets.connections:  # noqa: ASYNC110 - nothing tells of the connection
                await asyncio.sleep(0)
        yield workspace.sockets
