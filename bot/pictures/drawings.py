"""What is to be drawn, as frozen values that travel to the process that draws: all words, but no places."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.knowledge.models import LATER, Part


class Value(BaseModel):
    """Frozen and strict about keys: both ends of the pipe are ours and of one version."""

    model_config = ConfigDict(frozen=True, extra="forbid", **LATER)


class Titled(Value):
    """What every drawing carries."""

    title: str
    lead: str = ""
    """A line under the title."""
    caption: str = ""
    """The small print at the bottom: how to read it, and what it rests on."""
    alt: str
    """The content in a sentence or two, for those who don't see it."""


class Estimate(Value):
    """A level on one axis, and whether any source speaks of it."""

    level: int
    sourced: bool


class Profile(Value):
    """The levels of one role, in the order of the axes."""

    name: str
    estimates: tuple[Estimate, ...]


class SkillPlot(Titled):
    """Skill levels of one role, or of several on top of each other."""

    kind: Literal["skills"] = "skills"
    axes: tuple[str, ...]
    top: int
    """The highest level."""
    profiles: tuple[Profile, ...]


class Station(Value):
    """Where data stops on its way: who, and what they bring or get."""

    name: str
    note: str


class Onward(Value):
    """Somebody who gets data from a consumer, by the consumer's position."""

    giver: int
    station: Station


class FlowMap(Titled):
    """The way of the data from producers through one role to consumers."""

    kind: Literal["flow"] = "flow"
    producers: tuple[Station, ...]
    hub: str
    duties: tuple[str, ...]
    """What the one in the middle does with the data."""
    consumers: tuple[Station, ...]
    onward: tuple[Onward, ...] = ()
    helpers: tuple[Station, ...] = ()
    """Who works with the hub on it without handing data over."""
    helping: str
    """The heading above them."""


class Neighbour(Value):
    """A role that works with the one in the middle."""

    name: str
    partner: bool
    """True where the sources say little of it."""
    sources: int
    """How many sources tell of the two together."""


class Network(Titled):
    """Who works with whom around a role; neighbours stand in the order in which they are placed."""

    kind: Literal["works-with"] = "works-with"
    middle: str
    neighbours: tuple[Neighbour, ...]
    links: tuple[tuple[int, int], ...]
    """Neighbours that work with each other, by their positions."""


class Few(Value):
    """Some names, and how many more there are."""

    names: tuple[str, ...]
    more: int = 0


class Contrast(Value):
    """One aspect of two roles: what only the first has, what both have, what only the second has."""

    label: str
    first: Few
    both: Few
    second: Few


class Comparison(Titled):
    """What two roles share and what only one of them has."""

    kind: Literal["compare"] = "compare"
    heads: tuple[str, str, str]
    """The headings of the three columns."""
    purposes: tuple[str, str]
    contrasts: tuple[Contrast, ...]


class Mark(Value):
    """A role's part in a topic."""

    part: Part
    partial: bool


class MatrixRow(Value):
    """A topic with the parts of each column's role in it."""

    title: str
    cells: tuple[tuple[Mark, ...], ...]


class Panel(Value):
    """The topics of one group; only roles that have a part in one of them are columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class Matrix(Titled):
    """Topics by role, group by group."""

    kind: Literal["raci"] = "raci"
    panels: tuple[Panel, ...]


class Standing(StrEnum):
    """How a step stands in its story."""

    ORDERED = "ordered"
    UNORDERED = "unordered"
    GENERAL = "general"


class LaneStep(Value):
    """A step with the lanes of those who take it, by position."""

    title: str
    standing: Standing
    lanes: tuple[int, ...]


class Lanes(Titled):
    """A story as lanes by role, its steps from top to bottom."""

    kind: Literal["example"] = "example"
    roles: tuple[str, ...]
    steps: tuple[LaneStep, ...]


Drawing = SkillPlot | FlowMap | Network | Comparison | Matrix | Lanes

READ: TypeAdapter[Drawing] = TypeAdapter(Annotated[Drawing, Field(discriminator="kind")], config=LATER)
"""Reads a drawing from JSON."""
