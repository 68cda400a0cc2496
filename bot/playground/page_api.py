"""The page, and what it asks and does: the state, the stream of changes, and each thing that people do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import talking
from bot.playground.assets import answer_asset, write_page
from bot.playground.commands import command
from bot.playground.handing import take
from bot.playground.interaction import press_on_message, press_on_view, shortcut
from bot.playground.showing import show_channel, show_state
from bot.playground.submitting import close, submit
from bot.playground.suggesting import suggest
from bot.playground.talking import Refused
from bot.playground.workspace import Workspace

Body = Mapping[str, Any]
Do = Callable[[Workspace, str, Body], Awaitable[dict[str, Any]]]
_KEEP_ALIVE = 15
"""Real seconds after which a silent stream says that it lives."""


async def _say(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    text, thread = body["text"], body.get("thread_ts")
    said = talking.say(workspace, me, body["channel"], text, thread, broadcast=bool(body.get("broadcast")))
    return {"ts": said["ts"]}


async def _edit(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.edit(workspace, me, body["channel"], body["ts"], body["text"])
    return {}


async def _delete(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.delete(workspace, me, body["channel"], body["ts"])
    return {}


async def _react(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.react(workspace, me, body["channel"], body["ts"], body["name"])
    return {}


async def _command(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    command(workspace, me, body["channel"], body["text"], body.get("thread_ts"))
    return {}


async def _act(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    on, values = body["on"], body.get("values") or {}
    match body["do"]:
        case "press" if "view" in on:
            action = (body["block_id"], body["action_id"])
            press_on_view(workspace, me, on["view"], action, body.get("value"), values)
        case "press":
            action = (body["block_id"], body["action_id"])
            press_on_message(workspace, me, (on["channel"], on["ts"]), action, body.get("value"), values)
        case "submit":
            submit(workspace, me, on["view"], values)
        case "close":
            close(workspace, me, on["view"], everything=bool(body.get("all")))
        case "dismiss":
            talking.dismiss(workspace, me, on["ts"])
        case other:
            raise Refused("invalid_arguments", f"Nobody can do this: {other}")
    return {}


async def _upload(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    return {"file": take(workspace, me, body["name"], body["content"]).id}


async def _suggest(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    return await suggest(workspace, me, body["on"], (body["block_id"], body["action_id"]), body["query"])


async def _join(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.join(workspace, me, body["channel"])
    return {}


async def _leave(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.leave(workspace, me, body["channel"])
    return {}


async def _invite(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.join(workspace, body["user"], body["channel"], me)
    return {}


async def _open_home(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.open_home(workspace, me, "messages" if body.get("tab") == "messages" else "home")
    return {}


async def _open_dm(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    if body["user"] not in workspace.people:
        raise Refused("user_not_found", "There is no such person.")
    channel = workspace.direct(me, body["user"])
    workspace.feed.publish("channel", show_channel(workspace, channel, me), me)
    return {"channel": channel.id}


async def _read(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    talking.mark_read(workspace, me, body["channel"])
    return {}


async def _shortcut(workspace: Workspace, me: str, body: Body) -> dict[str, Any]:
    on = (body["channel"], body["ts"]) if "ts" in body else None
    shortcut(workspace, me, body["callback_id"], on)
    return {}


async def _faults(workspace: Workspace, _me: str, body: Body) -> dict[str, Any]:
    wanted = {name: value for name, value in body.items() if name != "as"}
    try:
        workspace.faults.set(wanted)
    except ValueError as error:
        raise Refused("invalid_arguments", str(error)) from None
    if wanted:
        workspace.feed.publish("faults", workspace.faults.as_json())
    return {"faults": workspace.faults.as_json()}


async def _clock(workspace: Workspace, _me: str, body: Body) -> dict[str, Any]:
    now = workspace.clock.now()
    seconds = body["to"] - now if "to" in body else body["advance"]
    if seconds < 0:
        raise Refused("invalid_arguments", "Time only moves forward.")
    await workspace.clock.advance(seconds)
    workspace.feed.publish("clock", {"time": workspace.clock.now()})
    return {"time": workspace.clock.now()}


DEEDS: Mapping[str, Do] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "command": _command,
    "act": _act,
    "suggest": _suggest,
    "upload": _upload,
    "join": _join,
    "leave": _leave,
    "invite": _invite,
    "open-home": _open_home,
    "open-dm": _open_dm,
    "read": _read,
    "shortcut": _shortcut,
    "faults": _faults,
    "clock": _clock,
}
_FOR_ANYBODY = {"faults", "clock"}


class PageApi:
    """The page and the addresses under /page-api/, for one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> list[Route]:
        """Return them."""
        return [
            Route("/", self._page),
            Route("/page/{version}/{name}", answer_asset),
            Route("/page-api/state", self._state),
            Route("/page-api/stream", self._stream),
            Route("/page-api/inspector", self._inspector),
            Route("/page-api/{deed}", self._do, methods=["POST"]),
        ]

    async def _do(self, request: Request) -> Response:
        deed = DEEDS.get(request.path_params["deed"])
        if deed is None:
            return _refusal("unknown_request", "There is no such request.", 404)
        try:
            body = await request.json()
            me = body.get("as", "")
            if me not in self._acting() and request.path_params["deed"] not in _FOR_ANYBODY:
                return _refusal("user_not_found", "There is nobody of that name to act as.")
            return JSONResponse({"ok": True, **await deed(self._workspace, me, body)})
        except Refused as refused:
            return _refusal(refused.code, str(refused))
        except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
            return _refusal("malformed", f"The request is not of the form that is expected: {error!r}", 400)

    def _acting(self) -> list[str]:
        """Return whom one may act as."""
        return [each.id for each in self._workspace.people.values() if not each.is_bot and not each.deleted]

    def _viewer(self, request: Request) -> str | None:
        acting = self._acting()
        wanted = request.query_params.get("as") or acting[0]
        return wanted if wanted in acting else None

    async def _page(self, _: Request) -> Response:
        return HTMLResponse(write_page(show_state(self._workspace, self._acting()[0])))

    async def _state(self, request: Request) -> Response:
        viewer = self._viewer(request)
        if viewer is None:
            return _refusal("user_not_found", "There is nobody of that name to act as.")
        return JSONResponse({"ok": True, **show_state(self._workspace, viewer)})

    async def _inspector(self, request: Request) -> Response:
        asked = request.query_params
        entries = self._workspace.journal.since(
            _whole(asked.get("after"), 0), _whole(asked.get("limit"), 100)
        )
        return JSONResponse(
            {
                "ok": True,
                "entries": [entry.as_json() for entry in entries],
                "last": self._workspace.journal.last,
            }
        )

    async def _stream(self, request: Request) -> Response:
        viewer = self._viewer(request)
        if viewer is None:
            return _refusal("user_not_found", "There is nobody of that name to act as.")
        after = request.headers.get("last-event-id") or request.query_params.get("after")
        return StreamingResponse(
            self._changes(viewer, _whole(after, 0)),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def _changes(self, viewer: str, seq: int) -> AsyncIterator[str]:
        feed = self._workspace.feed
        while not feed.closed:
            last, fresh = feed.last, feed.since(seq, viewer)
            seq = last
            if fresh is None:
                yield f"id: {seq}\nevent: reset\ndata: {{}}\n\n"
                continue
            for change in fresh:
                yield f"id: {change.seq}\nevent: {change.event}\ndata: {json.dumps(change.data)}\n\n"
            if feed.last > seq:
                continue
            try:
                async with asyncio.timeout(_KEEP_ALIVE):
                    await feed.changed()
            except TimeoutError:
                yield ": still here\n\n"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _refusal(code: str, text: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": code, "message": text}, status)
