"""Runs an ASGI app on uvicorn until the process is told to end, and then lets it end in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.server.ending import HANDING_BACK, REQUESTS
from bot.server.heads import BoundedHttp

_ENDS = (signal.SIGINT, signal.SIGTERM)


def _nothing() -> None:
    """Do nothing."""


class _Server(uvicorn.Server):
    """Uvicorn, but it does not raise the signal anew at its end: that would kill what is to be drained."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], None] = _nothing) -> None:
        super().__init__(config)
        self._told = told

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop serving at the first signal."""
        loop = asyncio.get_running_loop()
        for end in _ENDS:
            loop.add_signal_handler(end, self._end, end)
        try:
            yield
        finally:
            for end in _ENDS:
                loop.remove_signal_handler(end)

    def _end(self, end: signal.Signals) -> None:
        self._told()
        self.handle_exit(end, None)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is under way; what takes too long is cancelled, and waited for as it hands back."""
        await super().shutdown(sockets)
        if self.server_state.tasks:
            await asyncio.wait(set(self.server_state.tasks), timeout=HANDING_BACK)


def configured(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """Return how we run uvicorn; it picks uvloop by itself where it is installed."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=REQUESTS,
        http=BoundedHttp,
    )


class _Beside(uvicorn.Server):
    """A server that is ended by the one beside which it runs."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the other."""
        yield


async def listen(
    config: uvicorn.Config,
    *listeners: socket.socket,
    beside: uvicorn.Config | None = None,
    told: Callable[[], None] = _nothing,
) -> None:
    """Serve until SIGINT or SIGTERM; requests that are under way are finished.

    With `listeners`, sockets that are bound already, the configured address is not used. What `beside`
    configures is served meanwhile. `told` is called at the signal.
    """
    async with contextlib.AsyncExitStack() as stack:
        if beside:
            await stack.enter_async_context(_served(beside))
        await _Server(config, told).serve(sockets=list(listeners) or None)


@contextlib.asynccontextmanager
async def _served(config: uvicorn.Config) -> AsyncIterator[None]:
    server = _Beside(config)
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        config.timeout_graceful_shutdown = 1  # the other has waited already
        server.should_exit = True
        await serving
