"""What goes between the process that serves and the one that draws: a length, then so many bytes."""

from __future__ import annotations

import struct

LENGTH = struct.Struct(">I")
DRAWN = b"+"
"""The first byte of an answer that is a picture."""
FAILED = b"-"
"""The first byte of an answer that says why there is none."""


def framed(message: bytes) -> bytes:
    """Return a message with its length before it."""
    return LENGTH.pack(len(message)) + message
