"""What can be said: one frozen class a kind of answer, with all that its card needs to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.known_here import AssetAnswer, PeopleAnswer
from bot.answers.told import Item, Lacking, Told
from bot.answers.workspace import NOBODY, Here
from bot.knowledge.models import (
    Concept,
    Entry,
    Faq,
    Role,
    Source,
    Stake,
    Statement,
    Step,
    Topic,
    Walkthrough,
)
from bot.matching.reading import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAnswer(Told):
    """What a role is and does."""

    kind = Kind.ROLE
    role: Role
    partners: tuple[Role, ...]
    tools: tuple[Item, ...]
    skills: tuple[Item, ...]
    others: tuple[Role, ...]
    """The roles that it can be compared with."""
    here: Here = NOBODY
    covered_by: tuple[Role, ...] | None = None
    """Who covers for it where the workspace does not have it; None where it has."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A role with its stake in a topic."""

    role: Role
    stake: Stake


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipAnswer(Told):
    """Who owns a topic, and who else has a stake in it."""

    kind = Kind.OWNERSHIP
    subject: Topic
    owners: tuple[Holder, ...]
    """Responsible before accountable, in full before in part."""
    others: tuple[Holder, ...]
    """Consulted and informed."""
    here: Here = NOBODY
    covered_by: tuple[Role, ...] | None = None
    """Who covers for the first owner where the workspace does not have that role."""
    absent: Lacking = ()
    """Which of the others with a stake the workspace does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CraftAnswer(Told):
    """What a role must know and what it works with; the two kinds differ in what comes first."""

    role: Role
    tools: tuple[Item, ...]
    skills: tuple[Item, ...]
    here: Here = NOBODY
    covered_by: tuple[Role, ...] | None = None
    """As for `RoleAnswer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsAnswer(CraftAnswer):
    """What a role must know."""

    kind = Kind.SKILLS


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsAnswer(CraftAnswer):
    """What a role works with."""

    kind = Kind.TOOLS


@dataclass(frozen=True, slots=True)
class User:
    """A role that uses or knows some of the things asked about."""

    role: Role
    uses: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertiseAnswer(Told):
    """Who uses or knows certain tools and skills."""

    kind = Kind.EXPERTISE
    items: tuple[Entry, ...]
    names: tuple[str, ...]
    """The items' names within a sentence."""
    tools_only: bool
    """True where all of them are tools, which are used; skills are known."""
    users: tuple[User, ...]
    """Those who use all of the items first, best supported first."""
    absent: Lacking = ()
    """Which of them the workspace does not have."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A role that another one works with, and how in a sentence."""

    role: Role
    summary: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersAnswer(Told):
    """Who one role works with."""

    kind = Kind.COLLABORATION
    role: Role
    partners: tuple[Partner, ...]
    here: Here = NOBODY
    covered_by: tuple[Role, ...] | None = None
    """As for `RoleAnswer`."""
    absent: Lacking = ()
    """Which of the partners the workspace does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationAnswer(Told):
    """How two roles work together, seen from the first one asked about."""

    kind = Kind.COLLABORATION
    pair: tuple[Role, Role]
    summaries: tuple[Statement, ...]
    """Empty where the sources say nothing of the two."""
    brings: tuple[Statement, ...] = ()
    receives: tuple[Statement, ...] = ()
    before: tuple[Statement, ...] = ()
    during: tuple[Statement, ...] = ()
    after: tuple[Statement, ...] = ()
    common_partners: tuple[Role, ...] = ()
    common_topics: tuple[Topic, ...] = ()
    walkthrough: Walkthrough | None = None
    """The story that tells how these two work together, where there is one."""
    absent: Lacking = ()
    """Which of the two the workspace does not have."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One side of a comparison: what all of the roles have, and what only each of them has."""

    shared: tuple[str, ...]
    only: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonAnswer(Told):
    """What two or three roles share and what only one of them has."""

    kind = Kind.COMPARISON
    compared: tuple[Role, ...]
    duties: Aspect
    topics: Aspect
    tools: Aspect
    skills: Aspect
    support: tuple[int, ...]
    """How many sources speak of each role."""
    others: tuple[Role, ...]
    """The roles that could be added."""
    absent: Lacking = ()
    """Those that the workspace does not have, each with the roles that cover for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnswer(Told):
    """Which roles there are."""

    kind = Kind.LIST
    described: tuple[Role, ...]
    partners: tuple[Role, ...]
    absent: tuple[Role, ...] = ()
    """Those that the workspace does not have."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a walkthrough with the roles that take it."""

    step: Step
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkthroughAnswer(Told):
    """A project or a way of working, step by step."""

    kind = Kind.WALKTHROUGH
    story: Walkthrough
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswer(Told):
    """What can be asked; the examples are its offers."""

    kind = Kind.HELP


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutAnswer(Told):
    """What belongs to no single role: a concept, the team, why there are roles."""

    kind = Kind.ABOUT
    concept: Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer(Told):
    """What a source is and how far to trust it."""

    kind = Kind.ABOUT
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqAnswer(Told):
    """An entry of a question-and-answer pack."""

    kind = Kind.FAQ
    entry: Faq
    entry_roles: tuple[Role, ...] = ()

    @property
    def faq(self) -> str | None:
        """The entry's id."""
        return self.entry.id


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAnswer(Told):
    """What is not known, with the nearest things that are."""

    kind = Kind.UNKNOWN
    question: str = ""
    """What was asked, cleaned, where somebody can be told once it is known; empty elsewhere."""
    needs_subject: bool = False
    unmatched: str = ""
    """The path that was asked for, of which no file of the workspace speaks."""
    unassigned: Role | None = None
    """The role whose people were asked for, where the workspace names nobody."""
    known_roles: tuple[Role, ...] = ()
    """What to pick from where only the subject is missing."""


Answer = (
    RoleAnswer
    | OwnershipAnswer
    | SkillsAnswer
    | ToolsAnswer
    | ExpertiseAnswer
    | PartnersAnswer
    | CollaborationAnswer
    | ComparisonAnswer
    | ListAnswer
    | WalkthroughAnswer
    | HelpAnswer
    | AboutAnswer
    | SourceAnswer
    | FaqAnswer
    | PeopleAnswer
    | AssetAnswer
    | UnknownAnswer
)
