"""What the readers return, and the one way in which they refuse a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.assets import Asset
from bot.knowledge.problems import quoted

LONGEST = 500
"""Letters of one name, path or owner."""

JsonObject = Mapping[str, object]


class BadImport(Exception):  # noqa: N818 - it says what became of the file
    """A file that cannot be imported: where it is wrong, and why; line 0 is the file itself."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")


@dataclass(frozen=True, slots=True)
class Party:
    """A group or person that a file describes, so that owners can be shown by name."""

    reference: str
    name: str
    email: str | None
    members: tuple[str, ...]
    """References of people, for groups."""
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that one file says of ownership, in file order."""

    assets: tuple[Asset, ...] = ()
    parties: tuple[Party, ...] = ()


def decoded(data: bytes, file: str, most: int) -> str:
    """Return a file's text; raise BadImport where it is too large or not UTF-8."""
    if len(data) > most:
        raise BadImport(file, 0, f"the file is larger than {most // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadImport(file, line, "the file is not UTF-8; save it in that encoding") from None


def named(value: object, what: str, file: str, line: int) -> str:
    """Return a value as a name fit to be shown; raise BadImport where it is none."""
    if not isinstance(value, str) or not value.strip():
        raise BadImport(file, line, f"{what} should be a text")
    if len(value) > LONGEST:
        raise BadImport(file, line, f"{what} is longer than {LONGEST} letters")
    if not value.isprintable():
        raise BadImport(file, line, f"{what} holds a sign that cannot be shown: {quoted(value)}")
    return value
