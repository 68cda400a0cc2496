"""Reads CODEOWNERS, in GitHub's form and with the sections of GitLab's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from bot.imports.found import BadImport, Found, decoded, named
from bot.knowledge.assets import Asset, AssetKind, Owner, Pattern
from bot.knowledge.problems import quoted
from bot.matching.paths import BadPattern, Paths, compiled

SIZE = 3_000_000
"""Bytes; GitHub reads no larger one either."""

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?=\s|$)")
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+")
_OWNER = re.compile(r"@@?[\w.-]+(?:/[\w.-]+)*|[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A whole file, in order."""

    found: Found
    """The patterns as assets; of two lines with one pattern in one section the later one counts."""

    def deciding(self, path: str) -> tuple[Asset, ...]:
        """Return the line that decides on a path in each section that has one: the last that matches."""
        return Paths(self.found.assets).deciding(path)

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return who owns a path, each once; nobody where no rule says so or the last one names nobody."""
        return tuple(dict.fromkeys(owner for asset in self.deciding(path) for owner in asset.owners))


def read_codeowners(data: bytes, file: str = "CODEOWNERS") -> CodeOwners:
    """Return the rules of a file; raise BadImport at the first line that is none."""
    assets = {asset.id: asset for asset in _lines(decoded(data, file, SIZE), file)}
    return CodeOwners(Found(tuple(sorted(assets.values(), key=lambda asset: asset.line))))


def _lines(text: str, file: str) -> Iterator[Asset]:
    section, standing = "", tuple[Owner, ...]()
    for line, written in enumerate(text.split("\n"), start=1):
        content = written.strip()
        if not content or content.startswith("#"):
            continue
        if header := _SECTION.match(content):
            section = named(header["name"], "the section's name", file, line).casefold()
            standing = _owners(_words(content[header.end() :]), file, line)
            continue
        yield _asset(_words(content), section, standing, file, line)


def _asset(words: list[str], section: str, standing: tuple[Owner, ...], file: str, line: int) -> Asset:
    excludes = words[0].startswith("!")
    if excludes and ".github" in PurePath(file).parts:
        raise BadImport(file, line, "GitHub passes over a line with '!': take it out")
    text = named(words[0].removeprefix("!"), "the pattern", file, line)
    owners = _owners(words[1:], file, line)
    try:
        compiled(text)
    except BadPattern:
        raise BadImport(file, line, f"{quoted(text)} is not a pattern of paths") from None
    if excludes and owners:
        raise BadImport(file, line, "a line with '!' takes paths out and cannot name owners")
    pattern = Pattern(text, section, excludes)
    name = re.sub(r"\\(.)", r"\1", text).strip("/") or text
    owners = () if excludes else owners or standing
    return Asset(_id(pattern), name, AssetKind.PATH, owners, file, line, pattern)


def _words(content: str) -> list[str]:
    """Return the words of a line, up to a comment; a space after a backslash parts none."""
    words = _WORD.findall(content)
    end = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
    return words[:end]


def _owners(words: list[str], file: str, line: int) -> tuple[Owner, ...]:
    return tuple(dict.fromkeys(_owner(word, file, line) for word in words))


def _owner(word: str, file: str, line: int) -> Owner:
    written = named(word, "an owner", file, line)
    if not _OWNER.fullmatch(written):
        raise BadImport(file, line, f"{quoted(written)} is no owner: @name, @group/team or an address")
    return Owner(written, written.casefold())


def _id(pattern: Pattern) -> str:
    section = f"[{pattern.section}]" if pattern.section else ""
    return f"path:{section}{'!' * pattern.excludes}{pattern.text}"
