"""A program in the place of the process that draws: quick, and it does as the test says.

It writes down each start and each drawing it was asked for, as lines of a file, and always answers with the
same small PNG.
"""

from __future__ import annotations

import base64
import os
import signal
import struct
import sys
from pathlib import Path

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTjtMwAAAABJRU5ErkJggg=="
)


def main(log: Path, *does: str) -> None:
    """Answer what is asked; `dies` ends the first start at the first drawing, `hangs` never answers."""
    first = not log.exists()
    with log.open("a") as lines:
        lines.write(f"started with {' '.join(sorted(os.environ))}\n")
    while length := sys.stdin.buffer.read(4):
        asked = sys.stdin.buffer.read(struct.unpack(">I", length)[0])
        with log.open("a") as lines:
            lines.write(f"drew {len(asked)}\n")
        if "dies" in does and first:
            sys.stdout.buffer.write(b"\0\0")
            sys.stdout.buffer.flush()
            os._exit(3)
        if "hangs" in does:
            signal.pause()
        sys.stdout.buffer.write(struct.pack(">I", len(PNG) + 1) + b"+" + PNG)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
