"""A way between the app and something it needs, which can be shut."""

from __future__ import annotations

import asyncio
import contextlib


class Gate:
    """Passes on connections to an address of this machine while it is open."""

    def __init__(self, port: int) -> None:
        """Lead to a port."""
        self._to, self.port = port, 0
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Let through, at the port it had before."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Refuse new connections, and cut those that are there."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for each in [*self._lines]:
            each.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            ways = [asyncio.ensure_future(_pour(*way)) for way in ((reader, back), (there, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                back.transport.abort()
        except asyncio.CancelledError:
            pass  # shut
        except OSError:
            pass
        finally:
            self._lines.discard(task)
            writer.transport.abort()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
