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
from bot.settings import SettingsError

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


@contextlib.contextmanager
def bound(host: str, port: int, name: str = "PORT") -> Iterator[list[socket.socket]]:
    """Yield sockets that have the port at each address of the host, and do not listen yet.

    Raise SettingsError where it cannot be had; `name` is the setting that names it.
    """
    with contextlib.ExitStack() as stack:
        listeners = []
        try:
            for family, kind, protocol, _, place in dict.fromkeys(
                socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            ):
                # asyncio sends small answers at once only where the protocol is named; else each waits 40 ms.
                listener = stack.enter_context(socket.socket(family, kind, protocol))
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(place)
                listeners.append(listener)
        except OSError as error:
            raise _unusable(name, port, host, error) from None
        yield listeners


def open_to_all(listeners: list[socket.socket], name: str = "PORT") -> None:
    """Listen on sockets from `bound`; raise SettingsError where another process that bound them was first."""
    for each in listeners:
        try:
            each.listen()
        except OSError as error:
            host, port, *_ = each.getsockname()
            raise _unusable(name, port, host, error) from None


def _unusable(name: str, port: int, host: str, error: OSError) -> SettingsError:
    return SettingsError(f"{name} {port} at HOST {host} cannot be used ({error.strerror}): choose others")


def configured(app: ASGIApp) -> uvicorn.Config:
    """Return how we run uvicorn; it picks uvloop by itself where it is installed."""
    return uvicorn.Config(
        app,
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
    listeners: list[socket.socket],
    *,
    beside: tuple[uvicorn.Config, list[socket.socket]] | None = None,
    told: Callable[[], None] = _nothing,
) -> None:
    """Serve on sockets from `bound` until SIGINT or SIGTERM; requests that are under way are finished.

    What `beside` configures is served meanwhile on others. `told` is called at the signal.
    Raise SettingsError where another process listens there by now.
    """
    open_to_all(listeners)
    if beside:
        open_to_all(beside[1], "METRICS_PORT")
    async with contextlib.AsyncExitStack() as stack:
        if beside:
            await stack.enter_async_context(_served(*beside))
        await _Server(config, told).serve(listeners)


@contextlib.asynccontextmanager
async def _served(config: uvicorn.Config, listeners: list[socket.socket]) -> AsyncIterator[None]:
    server = _Beside(config)
    serving = asyncio.create_task(server.serve(listeners))
    try:
        yield
    finally:
        config.timeout_graceful_shutdown = 1  # the other has waited already
        server.should_exit = True
        await serving
