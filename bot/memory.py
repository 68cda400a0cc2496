"""What the allocator does by itself with memory that is free again, and what it is told to do."""

from __future__ import annotations

import contextlib
import ctypes

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Of glibc's malloc.h."""
_LARGE = 128 * 1024


def keep_small() -> None:
    """Let large pieces go back when they are free, and threads share one place for small ones.

    Otherwise each reload of the knowledge, made in whichever thread, leaves holes that nothing fits into.
    Where the C library is not glibc, nothing is done.
    """
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Give free memory back; some milliseconds, during which other threads go on."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
