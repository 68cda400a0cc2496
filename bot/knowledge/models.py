"""What is known, as frozen values: the shape of every YAML file in `knowledge/`."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A lower-case name with dashes, unique within its kind: `data-engineer`."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""A name or an alias."""

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
"""What somebody may type: a few words, or a story with a question in it."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
"""One sentence or two."""

Citation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(:\d+(-\d+)?)?$")]
"""A source id, with the line or lines of the document where that is known: `002:190`, `001:33-35`."""

Flag = Annotated[bool, Strict()]
"""True or false as YAML has them, no text or number that looks like it."""

LATER = ConfigDict(defer_build=True)
"""For what is checked when it is first needed: a start that takes kept knowledge checks nothing."""


class Model(BaseModel):
    """Frozen, and strict about keys: a misspelt one is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, **LATER)


class Cited(Model):
    """Anything that rests on sources, or says that it is the project's own judgement."""

    sources: tuple[Citation, ...] = ()
    ours: Flag = False
    """True where no source speaks and the project judges; cards mark it."""

    @cached_property
    def source_ids(self) -> tuple[str, ...]:
        """The cited sources without their lines, each once, in order of mention."""
        return tuple(dict.fromkeys(citation.partition(":")[0] for citation in self.sources))


class Statement(Cited):
    """One sentence of knowledge in our own words."""

    text: Prose


class Source(Model):
    """A document that statements rest on, with how far to trust it."""

    id: Id
    title: Line
    author: Line | None = None
    published: Line | None = None
    what: Prose
    """What kind of document it is."""
    trust: Prose
    """How far to trust it, and why."""


class Duty(Statement):
    """One responsibility of a role: a short bold title and what it means."""

    title: Line
    topic: Id | None = None


class Named(Cited):
    """A tool, skill or concept that a role uses or needs."""

    id: Id
    note: Line | None = None
    """How the source qualifies it: "basics", "a hard skill for them"."""


class Handover(Statement):
    """What one role brings to another."""

    data: Flag = False
    """True where it is data, or what carries data; the map of the data flow follows these."""


class Collaboration(Model):
    """How a role works with another: told once, on the role that the sources describe."""

    role: Id
    summary: Statement
    before: tuple[Statement, ...] = ()
    during: tuple[Statement, ...] = ()
    after: tuple[Statement, ...] = ()
    brings: tuple[Handover, ...] = ()
    """What the role on whose page this stands brings."""
    receives: tuple[Handover, ...] = ()
    """What the other one brings."""


class Axis(StrEnum):
    """The ten axes of the skill plot, the same for each role."""

    SQL_AND_DATABASES = "sql-and-databases"
    PROGRAMMING = "programming"
    PIPELINES = "pipelines"
    DATA_MODELLING = "data-modelling"
    CLOUD_AND_INFRASTRUCTURE = "cloud-and-infrastructure"
    OPERATIONS = "operations"
    STATISTICS = "statistics"
    MACHINE_LEARNING = "machine-learning"
    VISUALISATION = "visualisation"
    COMMUNICATION = "communication"


class SkillLevel(Model):
    """Our own estimate on one axis, 1 (little) to 5 (their craft)."""

    level: Annotated[int, Field(strict=True, ge=1, le=5)]
    rests_on: tuple[Citation, ...] = ()
    """Where the sources speak of it; empty means that none does."""


class Role(Model):
    """A job, or a partner of whom the sources say little."""

    id: Id
    name: Line
    plural: Line
    partner: Flag = False
    aliases: tuple[Line, ...] = ()
    purpose: Statement
    """One line that says what the role is for, fit to follow its name."""
    little_known: Prose | None = None
    """For partners: what the sources leave unsaid."""
    duties: tuple[Duty, ...] = ()
    tasks: tuple[Statement, ...] = ()
    goals: tuple[Statement, ...] = ()
    facts: tuple[Statement, ...] = ()
    """Definitions, boundaries and remarks that are neither duty nor task."""
    questions: tuple[Statement, ...] = ()
    """Questions that the role answers."""
    skills: tuple[Named, ...] = ()
    tools: tuple[Named, ...] = ()
    works_with: tuple[Collaboration, ...] = ()
    skill_levels: dict[Axis, SkillLevel] = Field(default_factory=dict)

    @cached_property
    def support(self) -> Counter[str]:
        """How many statements about the role itself rest on each source, by its id; do not change it."""
        told: tuple[tuple[Cited, ...], ...] = (
            (self.purpose,),
            self.duties,
            self.tasks,
            self.goals,
            self.facts,
            self.questions,
            self.skills,
            self.tools,
        )
        return Counter(source for group in told for each in group for source in each.source_ids)


class Part(StrEnum):
    """A role's part in a topic (RACI)."""

    RESPONSIBLE = "responsible"
    ACCOUNTABLE = "accountable"
    CONSULTED = "consulted"
    INFORMED = "informed"


class Stake(Statement):
    """One role's part in one topic; `text` says what it does there, as a clause after the role's name."""

    role: Id
    part: Part
    partial: Flag = False
    """True where the sources give it only in part, jointly, or as a skill."""


class Topic(Model):
    """An area or task that somebody owns."""

    id: Id
    title: Line
    """As it stands in a sentence: "Data quality", "Pipeline schedules"."""
    group: Line
    aliases: tuple[Line, ...] = ()
    """Other names for it, found anywhere in a question."""
    phrases: tuple[Phrase, ...]
    """Ten or so ways in which people ask for it, by situation."""
    stakes: tuple[Stake, ...]
    """Best supported first."""
    others_informed: tuple[Line, ...] = ()
    """Parties that are no role here: "management", "end users"."""
    note: Statement | None = None
    """Where the sources differ, or what they leave open."""


class Entry(Cited):
    """A tool or a skill."""

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    text: Prose | None = None
    """What it is, as far as the sources say."""


class Concept(Model):
    """What belongs to no single role: an idea, the team, why there are roles."""

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    statements: tuple[Statement, ...]
    roles: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = ()


class Step(Statement):
    """One step of a walkthrough."""

    title: Line
    roles: tuple[Id, ...]
    ordered: Flag = True
    """False where the source does not say when it happens."""
    general: Flag = False
    """True for a general duty that is not part of the story."""


class Walkthrough(Model):
    """A project or a way of working told step by step."""

    id: Id
    title: Line
    summary: Statement
    aliases: tuple[Line, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    roles: tuple[Id, ...] = ()
    """Set where it tells how these roles work together; empty for the whole team's example."""
    steps: tuple[Step, ...]


class PlanStep(Model):
    """One message of an onboarding plan."""

    id: Id
    day: Annotated[int, Field(strict=True, ge=0, le=90)]
    title: Line
    text: Prose
    show: Line
    """What to draw: `role`, `works-with`, `owns-first`, `walkthrough:<id>`, or `question:<text>`."""


class Plan(Model):
    """What a newcomer is shown, and when; `role` empty means any role."""

    id: Id
    title: Line
    roles: tuple[Id, ...] = ()
    steps: tuple[PlanStep, ...]


class Faq(Cited):
    """An entry of a question-and-answer pack; sources are optional here."""

    id: Id
    questions: tuple[Phrase, ...]
    answer: Annotated[str, StringConstraints(min_length=1, max_length=2900, strip_whitespace=True)]
    roles: tuple[Id, ...] = ()


class Synonyms(Model):
    """Words that mean nearly the same when people ask; the matcher reads each as evidence of the others."""

    id: Id
    words: tuple[Line, ...]


class Outside(Model):
    """An area that people also ask about and that nothing here covers: facilities, pay, sales."""

    id: Id
    title: Line
    phrases: tuple[Phrase, ...]
