"""Runs an ASGI app on uvicorn until the process is told to end, and then lets it end in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

_ENDS = (signal.SIGINT, signal.SIGTERM)


class _Server(uvicorn.Server):
    """Uvicorn, but it does not raise the signal anew at its end: that would kill what is to be drained."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop serving at the first signal."""
        loop = asyncio.get_running_loop()
        for end in _ENDS:
            loop.add_signal_handler(end, self.handle_exit, end, None)
        try:
            yield
        finally:
            for end in _ENDS:
                loop.remove_signal_handler(end)


def configured(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """Return how we run uvicorn; it picks uvloop and httptools by itself where they are installed."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=10,
    )


class _Beside(uvicorn.Server):
    """A server that is ended by the one beside which it runs."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the other."""
        yield


async def listen(
    config: uvicorn.Config, *listeners: socket.socket, beside: uvicorn.Config | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; requests that are under way are finished.

    With `listeners`, sockets that are bound already, the configured address is not used. What `beside`
    configures is served meanwhile.
    """
    async with contextlib.AsyncExitStack() as stack:
        if beside:
            await stack.enter_async_context(_served(beside))
        await _Server(config).serve(sockets=list(listeners) or None)


@contextlib.asynccontextmanager
async def _served(config: uvicorn.Config) -> AsyncIterator[None]:
    server = _Beside(config)
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await serving
