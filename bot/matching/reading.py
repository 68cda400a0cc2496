"""What the matcher understood of a question: its kind, its subjects, how sure it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PATH = "path"
"""The subject of the evidence that is a path, as it was asked for."""


class Kind(StrEnum):
    """What a question asks for."""

    ROLE = "role"
    OWNERSHIP = "ownership"
    SKILLS = "skills"
    TOOLS = "tools"
    EXPERTISE = "expertise"
    COLLABORATION = "collaboration"
    COMPARISON = "comparison"
    LIST = "list"
    WALKTHROUGH = "walkthrough"
    HELP = "help"
    ABOUT = "about"
    FAQ = "faq"
    PEOPLE = "people"
    ASSET = "asset"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of question with its subjects, by id; small enough to travel in a button's value."""

    kind: Kind
    roles: tuple[str, ...] = ()
    """The roles that the question names, in its order (not those of the answer)."""
    topic: str | None = None
    items: tuple[str, ...] = ()
    """Tools and skills, for `expertise`."""
    entry: str | None = None
    """The concept or source of `about`, the id of a `walkthrough` or of a `faq`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that spoke for the reading: what stood in the question and what it was taken for."""

    words: str
    """As typed."""
    read_as: str
    """The known word or name it was taken for; equal to `words` where nothing was repaired."""
    subject: str
    """What it points to, as `role data-engineer`, `topic data-quality`, `kind skills`."""
    weight: float
    """Its share of the score; comparable within one reading only."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading that was considered."""

    meaning: Meaning
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the matcher understood."""

    question: str
    """The question, cleaned of Slack markup."""
    meaning: Meaning
    confidence: float
    """The probability that the answer is right; for `unknown`, that the question is not covered."""
    needs_subject: bool = False
    """True for a kind without its subject: "and their tools?"; the meaning is then `unknown`."""
    alternatives: tuple[Alternative, ...] = ()
    """Best first; for `unknown` they are the nearest things, to be offered."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind of question."""
        return self.meaning.kind

    @property
    def path(self) -> str:
        """The path that it was read as a question for; empty for none."""
        return next((each.words for each in self.evidence if each.subject == PATH), "")
