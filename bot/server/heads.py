"""Reads HTTP as uvicorn does, but no head without end: the guard comes after it, and reads only bodies."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST = 1 << 16
"""Bytes of a head, and of trailers or whatever else tells the app nothing; Slack's heads have one KB."""
SLOWEST = 10.0
"""Seconds for a head, and for the rest of a request that was answered before its end."""


class BoundedHttp(HttpToolsProtocol):
    """A connection that is closed where a head is too large or too slow."""

    _unread = 0
    """Bytes since the app was last told something."""
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; of much, a piece at a time, so that none that is too large is kept whole."""
        if len(data) > LONGEST:
            for start in range(0, len(data), LONGEST):
                if not self.transport.is_closing():
                    self.data_received(data[start : start + LONGEST])
            return
        self._unread += len(data)
        super().data_received(data)
        if self._unread and not self.transport.is_closing():
            self._bound()

    def on_headers_complete(self) -> None:
        """Begin with a request."""
        self._unread = 0
        self._wait_no_more()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Hand a part of a body on."""
        self._unread = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        """Go on to the next request; where the app did not read all of this one, what is left has to end."""
        if self.cycle.more_body and self._closing is None:
            self._wait()
        super().on_response_complete()

    def _bound(self) -> None:
        if self._unread >= LONGEST:
            self.send_400_response("The head is too large.")
        elif self._closing is None:
            self._wait()

    def _wait(self) -> None:
        self._closing = self.loop.call_later(SLOWEST, self._late)

    def _wait_no_more(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _late(self) -> None:
        self._closing = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
