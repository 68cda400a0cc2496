"""Sends plans to the real app, and says what is wrong with what it did."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr
from served_app import answerer, settings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.types import Message

from bot.app import Rolecall
from bot.cards.referring import REFER
from bot.playground.transport import sign
from fuzzing.changing import Plan, packed
from fuzzing.slack import RecordingSlack, only_absent

SECRET = "fuzzing"
FINE = frozenset({200, 400, 401, 404, 413})
"""What may be answered; 404 is Bolt's for what no listener hears."""
_BY_THE_CLOCK = 2
_POSTS = ("chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage")


class _Errors(logging.Handler):
    """Keeps what is logged as an error; apart, that something is not there."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        self.absent: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        absent = record.exc_info is not None and only_absent(record.exc_info[1])
        (self.absent if absent else self.lines).append(self.format(record))

    def take(self, plan: Plan) -> list[str]:
        """Return what is the app's fault, and forget all; only what is changed may name what is not there."""
        changed = plan.changes or plan.packing != "whole"
        faults = self.lines if changed else [*self.lines, *self.absent]
        self.lines, self.absent = [], []
        return faults


class Sender:
    """The app, a Slack that it posts to, and counts of what became of what was sent."""

    def __init__(self, app: Rolecall, slack: RecordingSlack, port: int) -> None:
        self.app, self.slack, self.port = app, slack, port
        self.statuses: Counter[int] = Counter()
        self.reached: Counter[str] = Counter()
        self.listeners: tuple[str, ...] = ()
        self.sent = self.signed = 0
        self._errors, self._heard = _Errors(), list[Mapping[str, Any]]()
        self._watch()

    def _watch(self) -> None:
        names = []
        for listener in self.app.bolt._async_listeners:
            name = f"{listener.ack_function.__module__.rpartition('.')[2]}.{listener.ack_function.__name__}"
            names.append(name)
            listener.ack_function = self._noting(name, listener.ack_function)
        self.listeners = tuple(names)
        dispatch = self.app.bolt.async_dispatch

        async def noting(request: AsyncBoltRequest) -> BoltResponse:
            self._heard.append(request.body)
            return await dispatch(request)

        self.app.bolt.async_dispatch = noting  # type: ignore[method-assign, assignment]

    def _noting(self, name: str, function: Any) -> Any:
        async def noted(**given: Any) -> Any:
            self.reached[name] += 1
            return await function(**given)

        return noted

    async def send(self, plan: Plan) -> list[str]:
        """Send one plan; return what is wrong with what came of it."""
        self.sent += 1
        self.signed += plan.signing == "valid"
        await self.slack.begin(self.sent)
        body, kind = packed(plan, self.sent, self.port)
        before = asyncio.all_tasks()
        status = await self._post(body, _headers(plan, body, kind))
        while await self._busy():
            pass
        self.statuses[status] += 1
        faults = [f"answered with {status}"] if status not in FINE else []
        if plan.signing != "valid" and status not in {401, 413}:
            faults.append(f"let in with {status} though it was not signed")
        faults += self._errors.take(plan)
        faults += self._misplaced()
        if await self._left(before):
            faults.append("left work behind")
        self._heard.clear()
        return faults

    async def _busy(self) -> bool:
        tasks = set(self.app.background._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=10)
        return bool(tasks)

    async def _left(self, before: set[asyncio.Task[Any]]) -> bool:
        """Return whether there is more to do than before; what the app does by the clock is two at most."""
        begun = asyncio.all_tasks() - before - self.slack.place._tasks
        if len(begun) > _BY_THE_CLOCK:
            _, begun = await asyncio.wait(begun, timeout=5)
        return len(begun) > _BY_THE_CLOCK

    def _misplaced(self) -> Iterator[str]:
        """Yield each message that went elsewhere than where it was asked for."""
        places = set(self.slack.allowed({each for body in self._heard for each in _places(body)}))
        hooks = {str(body.get("response_url", "")).rpartition("/")[2] for body in self._heard}
        for name, sent in self.slack.calls:
            if name in _POSTS and sent.get("channel") not in places:
                yield f"{name} went to {sent.get('channel')!r}"
            if name == "chat.postEphemeral" and sent.get("user") not in places:
                yield f"shown to {sent.get('user')!r}"
            if name.startswith("/hook/") and name.rpartition("/")[2] not in hooks:
                yield f"responded to {name}"
            if name in _POSTS and not (sent.get("text") and sent.get("blocks")):
                yield f"{name} without text or blocks"

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        parts = [body[start : start + 65_536] for start in range(0, len(body), 65_536)] or [b""]
        unread: list[Message] = [
            {"type": "http.request", "body": part, "more_body": number < len(parts) - 1}
            for number, part in enumerate(parts)
        ]
        told: list[Message] = []

        async def receive() -> Message:
            return unread.pop(0)

        async def send(message: Message) -> None:
            told.append(message)

        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/slack/events",
            "raw_path": b"/slack/events",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        await self.app.web(scope, receive, send)
        status: int = told[0]["status"]
        return status

    def __enter__(self) -> Sender:
        """Begin to notice errors."""
        logging.getLogger().addHandler(self._errors)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._errors.lines.append(str(context)))
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the log as it was."""
        logging.getLogger().removeHandler(self._errors)


def _places(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield where an answer to a payload may go: where it came from or its form says, and to who sent it."""
    event, view = body.get("event"), body.get("view")
    if isinstance(view, Mapping) and view.get("callback_id") == REFER:
        yield "CHELP"  # where this workspace is asked, as whoever hands the form in was shown
    for part in (body, event, body.get("container")):
        if isinstance(part, Mapping):
            for name in ("channel", "channel_id", "user", "user_id"):
                found = part.get(name)
                found = found.get("id") if isinstance(found, Mapping) else found
                if isinstance(found, str) and found:
                    yield found


def _headers(plan: Plan, body: bytes, kind: str) -> dict[str, str]:
    at = int(time.time()) - (600 if plan.signing == "old" else 0)
    signature = sign("guessed" if plan.signing == "wrong" else SECRET, body, at)
    return {
        "content-type": kind,
        "content-length": str(len(body)),
        "x-slack-request-timestamp": str(at),
        **({} if plan.signing == "none" else {"x-slack-signature": signature}),
    }


@asynccontextmanager
async def sender() -> AsyncIterator[Sender]:
    """Serve the app to the local workspace, and let it live in its time."""
    slack = RecordingSlack()
    clock = slack.place.clock
    # In memory, all would be gone with the connection that a read which took too long leaves behind.
    with tempfile.TemporaryDirectory(prefix="rolecall-fuzzing-") as kept:
        async with slack.serving() as url:
            database = SecretStr(f"sqlite:///{kept}/kept.sqlite3")
            known = settings(slack.place, url, slack_signing_secret=SecretStr(SECRET), database_url=database)
            app = Rolecall(known, answerer(), clock=clock.moment, sleep=clock.sleep)
            async with app.running():
                with Sender(app, slack, int(url.rpartition(":")[2])) as ready:
                    yield ready
