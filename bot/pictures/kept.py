"""Keeps pictures that were drawn on disk, a bounded number of them, by a digest of what they show."""

from __future__ import annotations

import os
import tempfile
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from bot.matching import cache
from bot.pictures.drawings import Drawing

_BEGINS, _ENDS = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


class Kept:
    """A folder of pictures; a disk that is full or read-only costs time and no more."""

    def __init__(self, folder: Path | None = None, most: int = 300) -> None:
        self._folder = folder or cache.folder() / "pictures"
        self._most = most

    def get(self, digest: str) -> bytes | None:
        """Return a picture, or None where it isn't there or isn't whole."""
        path = self._path(digest)
        try:
            png = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return png if png.startswith(_BEGINS) and png.endswith(_ENDS) else None

    def put(self, digest: str, png: bytes) -> None:
        """Keep a picture, and drop those that nobody has asked for the longest."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as made:
                made.write(png)
            Path(made.name).rename(self._path(digest))
            kept = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
            for path in kept[: -self._most]:
                path.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.png"


def digest(drawing: Drawing) -> str:
    """Return a hash of all that a picture depends on: what it shows, how we draw it, and with what.

    What it shows comes from the knowledge alone, so knowledge that changed elsewhere draws nothing anew.
    """
    return sha256(f"{_way_of_drawing()} {drawing.model_dump_json()}".encode()).hexdigest()[:32]


@once
def _way_of_drawing() -> str:
    """Return a hash of this package and the version of matplotlib, which need not be imported for that."""
    found = sha256(version("matplotlib").encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
