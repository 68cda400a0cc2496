"""The Home: a search, the roles, who works with whom, what one asked lately, and what needs looking after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack
from slack_sdk.models.views import View

from bot.answers.questions import Offer, capitalised, plural
from bot.cards.assigning import ASSIGN
from bot.cards.blocks import LABEL, actions, ask, bullets, pick, section, small_print
from bot.cards.comparing import COMPARE
from bot.cards.directory import amiss_line
from bot.cards.gaps import GapLine, gap_blocks
from bot.cards.importing import IMPORT
from bot.cards.plan import Standing, plan_blocks
from bot.cards.presses import ASK
from bot.cards.searching import SEARCH
from bot.cards.setting_up import Asked, Asking, set_up_blocks
from bot.cards.wording import bold, escape, several, shorten
from bot.knowledge.models import Role
from bot.matching.reading import Kind, Meaning

HEALTH, OPEN_SETTINGS = "health", "open-settings"
"""Buttons for those who look after a workspace."""

_BUTTONS = 24
_WITH = 6


@dataclass(frozen=True, slots=True)
class Tended:
    """What needs looking after in a workspace."""

    gaps: Sequence[GapLine]
    more: int
    """How many gaps there are beside these."""
    amiss: Mapping[str, Sequence[str]]
    """What is amiss in the directory, by the words of its health."""
    lacks: Sequence[str] = ()
    """What does not work, as a scope that may be left out was not granted."""


@dataclass(frozen=True, slots=True)
class Home:
    """What one person's Home shows."""

    described: Sequence[Role]
    partners: Sequence[Role]
    together: Sequence[tuple[Role, Sequence[Role]]]
    """Each described role with those that it works with."""
    recent: Sequence[Offer] = ()
    proposing: bool = False
    """Whether they may at least propose who does what here."""
    standing: Standing | None = None
    """How far they have come with what newcomers are shown; None for those who are shown nothing."""
    step: Asking | Asked | None = None
    """Where the set-up is, for those who look after this workspace."""
    tended: Tended | None = None
    """What needs looking after; None for those who do not see that."""


def home_view(home: Home, searched: str = "") -> dict[str, Any]:
    """Return the Home; `searched` differs after each search, so that the field is empty again.

    Its metadata tells Homes apart: two that bear the same show the same.
    """
    drawn = [block.to_dict() for block in _blocks(home)]
    same = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()[:32]
    view = View(type="home", blocks=[_search(searched)], private_metadata=same).to_dict()
    return {**view, "blocks": [*view["blocks"], *drawn]}


def _search(searched: str) -> slack.InputBlock:
    menu = slack.ExternalDataSelectElement(
        placeholder="Who owns data quality?", action_id=SEARCH, min_query_length=0
    )
    return slack.InputBlock(
        block_id=f"{SEARCH}:{searched}", label="Ask, or look something up", element=menu, dispatch_action=True
    )


def _blocks(home: Home) -> Iterator[slack.Block]:
    yield from filter(None, _sections(home))


def _sections(home: Home) -> Iterator[slack.Block | None]:
    yield from set_up_blocks(home.step)
    if home.standing and home.standing.under_way:  # what somebody new came for
        yield from plan_blocks(home.standing)
        yield slack.DividerBlock()
    if home.described:
        yield section(f"{bold('Roles')}\nWhat each does, what it takes, and who that is here.")
        yield _row("roles", *(_role(role) for role in home.described[:_BUTTONS]))
    if home.partners:
        others = [(role.name, Meaning(Kind.ROLE, roles=(role.id,))) for role in home.partners]
        more = pick("Other roles", others)
        yield _row("partners", more)
    if home.together:
        lines = [
            (capitalised(plural(role)), several([plural(each) for each in partners], _WITH))
            for role, partners in home.together
        ]
        yield slack.DividerBlock()
        yield bullets("Who works with whom", lines)
    yield _row("more", *_more(home))
    if home.recent:
        yield slack.DividerBlock()
        yield section(bold("You asked lately"))
        yield _row("recent", *(_again(offer) for offer in home.recent))
    if home.standing and not home.standing.under_way:
        yield slack.DividerBlock()
        yield from plan_blocks(home.standing)
    if home.tended:
        yield slack.DividerBlock()
        yield from _tended(home.tended)
    yield small_print(escape(_WAYS))


def _tended(tended: Tended) -> Iterator[slack.Block | None]:
    """Draw what those see who look after this workspace."""
    yield from gap_blocks(tended.gaps, tended.more)
    amiss = amiss_line(tended.amiss)
    yield small_print(escape(amiss)) if amiss else None
    yield _row(
        "tended",
        _plain("Health", HEALTH, "Health: what in the directory wants looking at"),
        _plain("Settings", OPEN_SETTINGS, "Settings of this workspace"),
        _plain("Import a file", IMPORT, "Import a file: take over who owns what"),
    )
    if tended.lacks:
        yield small_print(*(escape(capitalised(lack)) + "." for lack in tended.lacks))


def _plain(label: str, action_id: str, aloud: str) -> slack.ButtonElement:
    return slack.ButtonElement(text=label, action_id=action_id, accessibility_label=aloud)


def _more(home: Home) -> Iterator[slack.InteractiveElement]:
    if len(home.described) > 1:
        yield _plain("Compare roles", COMPARE, "Compare roles: two or three side by side")
    yield ask("An example project", Meaning(Kind.WALKTHROUGH), aloud="An example project, to walk through")
    yield ask("What can I ask?", Meaning(Kind.HELP))
    if home.proposing:
        yield _plain("Edit people", ASSIGN, "Edit people: say who it is here, and where to ask")


def _role(role: Role) -> slack.ButtonElement:
    return ask(role.name, Meaning(Kind.ROLE, roles=(role.id,)), aloud=f"About {plural(role)}")


def _again(offer: Offer) -> slack.ButtonElement:
    return ask(shorten(offer.text, LABEL), offer.meaning)


def _row(name: str, *elements: slack.InteractiveElement | None) -> slack.ActionsBlock | None:
    """Return a row of what can be pressed; several of them ask alike, so each is numbered within it."""
    row = actions(*elements)
    if row is not None:
        row.block_id = f"home:{name}"
        for place, element in enumerate(filter(None, elements)):
            if element.action_id == ASK:
                element.action_id = f"{ASK}:{place}"
    return row


_WAYS = "Type /role and a question in any channel, mention me, or write to me under Messages."
