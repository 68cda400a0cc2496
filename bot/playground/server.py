"""Puts the playground together and serves it: the page, its API, Slack's Web API, files and response URLs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

import bot.playground.web_api  # noqa: F401 - enters the methods
from bot.playground.consent import Consent
from bot.playground.courier import Courier
from bot.playground.hooks import respond
from bot.playground.in_process import AsgiTransport, alive
from bot.playground.page_api import PageApi
from bot.playground.safety import Guard
from bot.playground.sockets import Sockets
from bot.playground.tickets import Expired
from bot.playground.transport import HttpTransport
from bot.playground.web_api.dispatch import LostAnswer, WebApi
from bot.playground.web_api.method import ApiError
from bot.playground.workspace import Workspace


def connect(workspace: Workspace, app: ASGIApp | str | Sockets) -> None:
    """Say how the workspace reaches the app: by a call, at an address, or over its own connections."""
    secret = workspace.credentials.signing_secret
    if isinstance(app, Sockets):
        workspace.sockets = app
        workspace.courier = Courier(workspace, app)
    elif isinstance(app, str):
        workspace.courier = Courier(workspace, HttpTransport(app, secret))
    else:
        workspace.courier = Courier(workspace, AsgiTransport(app, secret))


def build_playground(
    workspace: Workspace, app: ASGIApp | str | None = None, *, also: Sequence[Workspace] = ()
) -> Starlette:
    """Return the playground as one ASGI app.

    `app` is Rolecall: an ASGI callable, the address it listens at, or None where it connects by Socket
    Mode. Other workspaces may share the Web API; the page shows the first.
    """
    workspaces = (workspace, *also)
    sockets = Sockets(workspace)
    for each in workspaces:
        connect(each, sockets if app is None else app)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if app is None:
                await sockets.start()
            for each in workspaces:
                stack.push_async_callback(each.courier.transport.close)
                stack.push_async_callback(each.close)
            yield

    doors = _Doors(workspaces)
    routes = [
        Route("/api/{method}", WebApi(workspaces).answer, methods=["GET", "POST"]),
        Route("/oauth/v2/authorize", Consent(workspaces).ask),
        Route("/hook/{team}/{key}", doors.hook, methods=["POST"]),
        Route("/upload/{team}/{file}", doors.upload, methods=["POST"]),
        Route("/files/{file}/{name}", doors.file),
        *PageApi(workspace).routes(),
    ]
    playground = Starlette(routes=routes, middleware=[Middleware(Guard)], lifespan=lifespan)
    playground.state.workspaces = workspaces
    playground.state.app = app
    return playground


class _Doors:
    """The addresses that Slack hands out: response URLs, uploads and files."""

    def __init__(self, workspaces: Sequence[Workspace]) -> None:
        self._workspaces: Mapping[str, Workspace] = {each.team: each for each in workspaces}

    async def hook(self, request: Request) -> Response:
        """Take an answer to a response URL."""
        workspace = self._workspaces.get(request.path_params["team"])
        if workspace is None:
            return PlainTextResponse("invalid_url", 404)
        try:
            body = await request.json()
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        entry = workspace.journal.open(workspace.clock.now(), "from_app", "response_url", body)
        began = time.perf_counter()
        await workspace.clock.sleep(workspace.faults.slow_ms / 1000)
        entry.fault = workspace.faults.of_call("response_url")
        answer, status = self._respond(workspace, request.path_params["key"], body, entry.fault)
        workspace.journal.close(entry, answer, status, (time.perf_counter() - began) * 1000)
        if entry.fault == "lose_answer":
            return LostAnswer()
        headers = {"retry-after": "1"} if status == 429 else {}  # noqa: PLR2004 - too many requests
        return PlainTextResponse(answer, status, headers)

    def _respond(self, workspace: Workspace, key: str, body: object, fault: str) -> tuple[str, int]:
        if fault == "rate_limit":
            return "ratelimited", 429
        if fault == "server_error":
            return "internal_error", 500
        if not isinstance(body, dict):
            return "invalid_payload", 400
        try:
            respond(workspace, workspace.tickets.use(key, workspace.clock.now()), body)
        except Expired as expired:
            return expired.code, 404
        except ApiError as refusal:
            told = refusal.as_json().get("response_metadata", {}).get("messages", [])
            return "\n".join([refusal.code, *told]), 400
        return "ok", 200

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file that was promised."""
        workspace = self._workspaces.get(request.path_params["team"])
        file = workspace.files.get(request.path_params["file"]) if workspace else None
        if file is None or file.completed is not None:
            return PlainTextResponse("invalid upload url", 404)
        content = await request.body()
        if len(content) != file.length:
            return PlainTextResponse("the size is not the promised one", 400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def file(self, request: Request) -> Response:
        """Serve an upload; pictures are shown, anything else is downloaded.

        What people handed in is for the app alone, by its token; Slack shows others a page to sign in.
        """
        for workspace in self._workspaces.values():
            file = workspace.files.get(request.path_params["file"])
            if file is not None and file.content is not None and file.completed is not None:
                if file.by and not _may_read(workspace, request):
                    return HTMLResponse("<!DOCTYPE html><title>Sign in</title><h1>Sign in to Slack</h1>")
                shown = "inline" if file.mimetype.startswith("image/") else "attachment"
                return Response(file.content, 200, {"content-disposition": shown}, file.mimetype)
        return JSONResponse({"ok": False, "error": "file_not_found"}, 404)


def _may_read(workspace: Workspace, request: Request) -> bool:
    """Whether the app asks for a file with a token that may read files."""
    known = f"Bearer {workspace.credentials.bot_token}"
    return request.headers.get("authorization") == known and "files:read" in workspace.granted


def listen(port: int = 0) -> socket.socket:
    """Return a socket bound to this machine only; port 0 takes any that is free."""
    # asyncio sends small answers at once only where the protocol is named; else each waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Return where a bound socket is reached."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@asynccontextmanager
async def serving(playground: Starlette, listener: socket.socket) -> AsyncIterator[str]:
    """Serve the playground on a socket from `listen`, in this event loop; yields its address."""
    for workspace in playground.state.workspaces:
        workspace.url = address(listener)
    async with listening(playground, listener):
        try:
            async with AsyncExitStack() as stack:
                # Not before: an app that calls the Web API as it starts must find it.
                if callable(playground.state.app):
                    await stack.enter_async_context(alive(playground.state.app))
                yield address(listener)
        finally:
            for workspace in playground.state.workspaces:
                workspace.feed.close()


@asynccontextmanager
async def listening(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    """Serve anything on a socket from `listen`, in this event loop."""
    # Who calls lets go of an idle connection first: one that ends as it is used may have lost something.
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", timeout_keep_alive=60)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    # By hand: `serve` takes the process's signals, and looks ten times a second whether to end.
    await server.startup(sockets=[listener])
    try:
        yield
    finally:
        await _end(server)


async def _end(server: uvicorn.Server) -> None:
    """Let go of the connections, answers first, for a second at most; uvicorn's own way takes a pause."""
    for each in server.servers:
        each.close()
    for connection in [*server.server_state.connections]:
        connection.shutdown()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            state = server.server_state
            while state.connections or state.tasks:  # noqa: ASYNC110 - uvicorn says it nowhere else
                await asyncio.sleep(0.001)
    for task in server.server_state.tasks:
        task.cancel()
    await server.lifespan.shutdown()
