"""Decides whose a path is by the lines of CODEOWNERS, of which the last that matches counts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.knowledge.assets import Asset, Pattern

_LINK = re.compile(r"<[^|<>\s]+\|([^<>]*)>")
_TOKEN = re.compile(r"[^\s`\"'<>()|,;]+")
_ENDING = re.compile(r"[^/]*\.[A-Za-z]\w{0,9}")
"""A file's name with what tells its kind."""
_LITERAL = re.compile(r"[*?\\/]+")
_FILE = {"file", "files"}


class BadPattern(ValueError):  # noqa: N818 - it says what the pattern is
    """A pattern that no path can match."""


class Asked(NamedTuple):
    """A path that stands in a question."""

    path: str
    sure: bool
    """Whether it can be nothing but a path."""


@dataclass(frozen=True, slots=True)
class _Line:
    asset: Asset
    pattern: Pattern
    literal: str
    """What stands in every path that matches: to look for it is a hundred times faster than to match."""

    def matches(self, path: str) -> bool:
        return self.literal in path and matches(self.pattern.text, path)

    @property
    def of_everything(self) -> bool:
        return not self.literal


class Paths:
    """The lines of all CODEOWNERS of a workspace."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        """Take those that are patterns; each file's stand in its own order."""
        self._sections: dict[tuple[str, str], list[_Line]] = {}
        self._heads: set[str] = set()
        for asset in assets:
            if asset.pattern is not None:
                line = _Line(asset, asset.pattern, _literal(asset.pattern.text))
                self._sections.setdefault((asset.file, asset.pattern.section), []).append(line)
                self._heads.add(asset.pattern.text.strip("/").partition("/")[0])
        for lines in self._sections.values():
            lines.sort(key=lambda line: line.asset.line, reverse=True)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._sections)

    def deciding(self, path: str) -> tuple[Asset, ...]:
        """Return the line that decides on a path in each file and section that has one.

        A path that ends with a stroke is a folder's. Of several files, those that only speak of everything
        give way: they are of other repositories.
        """
        found = [line for lines in self._sections.values() if (line := _last(lines, path.lstrip("/")))]
        named = {line.asset.file for line in found if not line.of_everything}
        return tuple(line.asset for line in found if not named or line.asset.file in named)

    def of(self, asked: Asked) -> tuple[Asset, ...]:
        """Return what decides on a path as it was asked for: of what has no ending, the folder first."""
        whole = () if _ENDING.fullmatch(asked.path) else self.deciding(f"{asked.path.rstrip('/')}/")
        found = whole or self.deciding(asked.path)
        everything = all(not _literal(each.pattern.text) for each in found if each.pattern)
        return () if everything and not asked.sure else found

    def asked(self, typed: str) -> Asked | None:
        """Return the path in a question; None where nothing looks like one."""
        if not self or not ("/" in typed or "." in typed):
            return None
        tokens = _TOKEN.findall(html.unescape(_LINK.sub(r"\1", typed)))
        for place, token in enumerate(tokens):
            path = token.rstrip(".:?!").removeprefix("./").lstrip("/")
            beside = {word.casefold() for word in tokens[max(place - 1, 0) : place + 2]}
            asked = self._asked(token, path, named_file=not _FILE.isdisjoint(beside))
            if asked:
                return asked
        return None

    def _asked(self, token: str, path: str, *, named_file: bool) -> Asked | None:
        if not path or "//" in path:  # an address
            return None
        ending = bool(_ENDING.fullmatch(path.rpartition("/")[2]))
        if "/" not in path.rstrip("/"):
            likely = (ending and named_file) or (token.startswith("/") or path.endswith("/"))
            return Asked(path, sure=False) if likely else None
        known = path.partition("/")[0] in self._heads
        if ending or known or token.startswith(("/", "./")) or path.endswith("/"):
            return Asked(path, sure=ending)
        return None


def _last(lines: Iterable[_Line], path: str) -> _Line | None:
    """Return the first of a section's lines, from its end, that matches; none where one excludes the path."""
    found: _Line | None = None
    for line in lines:
        if (found is None or line.pattern.excludes) and line.matches(path):
            if line.pattern.excludes:
                return None
            found = line
    return found


def matches(pattern: str, path: str) -> bool:
    """Return whether a path from the root of the repository falls under a pattern; raise BadPattern."""
    hit = compiled(pattern).match(path)
    # Unlike in .gitignore, a last `/*` means the files of that folder alone, not those of folders in it.
    return hit is not None and not (pattern.endswith("/*") and hit.groupdict().get("ps_d"))


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return what a pattern means; raise BadPattern."""
    from pathspec.patterns.gitignore import GitIgnorePatternError  # who asks for no path need not wait for it
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    # Neither host knows ranges of letters, so that a bracket is a letter of a file's name.
    literal = re.sub(r"\\?\[", r"\\[", pattern)
    try:
        regex = GitIgnoreSpecPattern(f"\\{literal}" if literal[:1] in {"#", "!"} else literal).regex
    except GitIgnorePatternError:
        raise BadPattern(pattern) from None
    if not isinstance(regex, re.Pattern):
        raise BadPattern(pattern)
    return regex


def _literal(pattern: str) -> str:
    return max(_LITERAL.split(pattern), key=len)
