"""Reads CODEOWNERS, in GitHub's form and with the sections of GitLab's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pathspec.patterns.gitignore import GitIgnorePatternError
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from bot.imports.found import BadImport, Found, decoded, named
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.problems import quoted

SIZE = 3_000_000
"""Bytes; GitHub reads no larger one either."""

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?=\s|$)")
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+")
_OWNER = re.compile(r"@@?[\w.-]+(?:/[\w.-]+)*|[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whose the paths are that match a pattern."""

    section: str
    """Without regard to case, as GitLab joins sections of one name; empty before the first."""
    pattern: str
    """As written."""
    owners: tuple[Owner, ...]
    line: int
    excludes: bool = False
    """A path that matches belongs to nobody in this section, whatever other lines say."""

    def matches(self, path: str) -> bool:
        """Return whether a file's path, from the root of the repository, falls under it."""
        found = _compiled(self.pattern)
        hit = found.match(path.removeprefix("/"))
        # Unlike in .gitignore, a last `/*` means the files of that folder alone, not those of folders in it.
        return hit is not None and not (self.pattern.endswith("/*") and hit.groupdict().get("ps_d"))


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A whole file, in order."""

    file: str
    rules: tuple[Rule, ...]

    def deciding(self, path: str) -> tuple[Rule, ...]:
        """Return the rule that decides on a path in each section that has one: the last that matches."""
        decided: dict[str, Rule] = {}
        for rule in self.rules:
            held = decided.get(rule.section)
            if not (held and held.excludes) and rule.matches(path):
                decided[rule.section] = rule
        return tuple(rule for rule in decided.values() if not rule.excludes)

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return who owns a path, each once; nobody where no rule says so or the last one names nobody."""
        return tuple(dict.fromkeys(owner for rule in self.deciding(path) for owner in rule.owners))

    @property
    def found(self) -> Found:
        """The patterns as assets; of two lines with one pattern in one section the later one counts."""
        assets = {_id(rule): self._asset(rule) for rule in self.rules if not rule.excludes}
        return Found(tuple(sorted(assets.values(), key=lambda asset: asset.line)))

    def _asset(self, rule: Rule) -> Asset:
        name = re.sub(r"\\(.)", r"\1", rule.pattern).strip("/") or rule.pattern
        return Asset(_id(rule), name, AssetKind.PATH, rule.owners, self.file, rule.line)


def read_codeowners(data: bytes, file: str = "CODEOWNERS") -> CodeOwners:
    """Return the rules of a file; raise BadImport at the first line that is none."""
    return CodeOwners(file, tuple(_rules(decoded(data, file, SIZE), file)))


def _rules(text: str, file: str) -> Iterator[Rule]:
    section, standing = "", tuple[Owner, ...]()
    for line, written in enumerate(text.split("\n"), start=1):
        content = written.strip()
        if not content or content.startswith("#"):
            continue
        if header := _SECTION.match(content):
            section = named(header["name"], "the section's name", file, line).casefold()
            standing = _owners(_words(content[header.end() :]), file, line)
            continue
        yield _rule(_words(content), section, standing, file, line)


def _rule(words: list[str], section: str, standing: tuple[Owner, ...], file: str, line: int) -> Rule:
    excludes = words[0].startswith("!")
    pattern = named(words[0].removeprefix("!"), "the pattern", file, line)
    owners = _owners(words[1:], file, line)
    try:
        usable = _compiled(pattern) is not None
    except GitIgnorePatternError:
        usable = False
    if not usable:
        raise BadImport(file, line, f"{quoted(pattern)} is not a pattern of paths")
    if excludes and owners:
        raise BadImport(file, line, "a line with '!' takes paths out and cannot name owners")
    return Rule(section, pattern, () if excludes else owners or standing, line, excludes)


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


def _id(rule: Rule) -> str:
    return f"path:[{rule.section}]{rule.pattern}" if rule.section else f"path:{rule.pattern}"


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # Neither host knows ranges of letters, so that a bracket is a letter of a file's name.
    literal = re.sub(r"\\?\[", r"\\[", pattern)
    regex = GitIgnoreSpecPattern(f"\\{literal}" if literal.startswith("#") else literal).regex
    if not isinstance(regex, re.Pattern):
        raise GitIgnorePatternError
    return regex
