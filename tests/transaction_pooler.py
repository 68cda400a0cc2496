"""A pooler as unkind as PgBouncer in transaction mode: each transaction runs on another connection.

It speaks just enough of PostgreSQL's protocol for connections without a password.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator

_SSL_REQUEST = 80877103
_READY, _KEY_DATA = b"Z", b"K"
_IDLE = b"I"
_NOBODY = _KEY_DATA + (12).to_bytes(4, "big") + bytes(8)

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Pooler:
    """Two connections to a server for each client, used in turns."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self.transactions = 0
        self.clients: set[asyncio.Task[None]] = set()

    def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until it leaves."""
        self.clients.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened = [writer]
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            greeting = await _startup(reader)
            if int.from_bytes(greeting[4:8], "big") == _SSL_REQUEST:
                writer.write(b"N")
                greeting = await _startup(reader)
            backends = [await asyncio.open_connection(*self._server) for _ in range(2)]
            opened += [backend for _, backend in backends]
            for backend in backends:
                backend[1].write(greeting)
                # Whoever pools must name a process of its own, as it cannot know which will answer.
                *answers, ready = [said for said in await _answers(backend[0]) if said[:1] != _KEY_DATA]
            writer.write(b"".join([*answers, _NOBODY, ready]))
            await self._relay((reader, writer), itertools.cycle(backends))
        for stream in opened:
            stream.close()
            with contextlib.suppress(ConnectionError):
                await stream.wait_closed()

    async def _relay(self, client: Ends, backends: Iterator[Ends]) -> None:
        reader, writer = client
        for backend in backends:
            self.transactions += 1
            asking = asyncio.create_task(_pass_on(reader, backend[1]))
            answer = b""
            while not (answer[:1] == _READY and answer[5:] == _IDLE):
                answer = await _message(backend[0])
                writer.write(answer)
            # Nothing was awaited since the last answer was written, so the client has not gone on yet.
            asking.cancel()


async def _startup(reader: asyncio.StreamReader) -> bytes:
    size = await reader.readexactly(4)
    return size + await reader.readexactly(int.from_bytes(size, "big") - 4)


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(5)
    return head + await reader.readexactly(int.from_bytes(head[1:], "big") - 4)


async def _answers(reader: asyncio.StreamReader) -> list[bytes]:
    """Return all that a server says until it is ready for more."""
    answers: list[bytes] = []
    while not answers or answers[-1][:1] != _READY:
        answers.append(await _message(reader))
    return answers


async def _pass_on(reader: asyncio.StreamReader, backend: asyncio.StreamWriter) -> None:
    try:
        while True:
            backend.write(await _message(reader))
    except (asyncio.IncompleteReadError, ConnectionError):
        backend.close()


@contextlib.asynccontextmanager
async def pooling(host: str, port: int) -> AsyncIterator[tuple[Pooler, int]]:
    """Stand before a server; gives the pooler and its port."""
    pooler = Pooler(host, port)
    server = await asyncio.start_server(pooler.welcome, "127.0.0.1", 0)
    async with server:
        yield pooler, server.sockets[0].getsockname()[1]
    await asyncio.gather(*pooler.clients)
