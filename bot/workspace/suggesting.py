"""Which user group and which channel may be a role's, going by their names; people correct the guess."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.models import Role
from bot.matching.text import clean, words

_BEGINNING = 5
"""Letters in which two forms of a word agree: engineer and engineering, analyst and analytics."""


def suggested(role: Role, named: Mapping[str, str]) -> str | None:
    """Return the id of the thing whose name says the role and least beside it; None where none says it."""
    names = [words(clean(name)) for name in (role.name, *role.aliases)]
    fitting = []
    for id_, name in named.items():
        said = words(clean(name.replace("-", " ").replace("_", " ")))
        if any(_within(wanted, said) for wanted in names):
            fitting.append((len(said), name, id_))
    return min(fitting)[2] if fitting else None


def _within(wanted: list[str], said: list[str]) -> bool:
    """Whether every word of a name is there, in some form, so that "help" or "team" may stand beside it."""
    return bool(wanted) and all(any(_same(word, other) for other in said) for word in wanted)


def _same(word: str, other: str) -> bool:
    long = min(len(word), len(other)) >= _BEGINNING
    return word == other or (long and word[:_BEGINNING] == other[:_BEGINNING])
