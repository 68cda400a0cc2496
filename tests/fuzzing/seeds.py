"""Writes the valid payloads as files, for atheris to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

from fuzzing.valid import VALID


def main() -> None:
    """Write each into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, make in enumerate(VALID.values()):
        body, kind = make(number).encode()
        wrapped = body.startswith(b"payload=")
        shape = (b"\x01" if "json" in kind else b"\x02") if wrapped or "json" in kind else b"\x00"
        (folder / f"{number:02}").write_bytes(shape + body.removeprefix(b"payload="))


if __name__ == "__main__":
    main()
