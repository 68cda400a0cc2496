"""From an answer to a message: each kind of answer has one card, and one plain text that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.answers import kinds, known_here
from bot.answers.kinds import Answer
from bot.cards import (
    asides,
    assets,
    collaboration,
    comparison,
    craft,
    expertise,
    ownership,
    roles,
    roster,
    walkthrough,
)
from bot.cards.aloud import aloud
from bot.cards.blocks import Drawing, Scene, ask, finish, section
from bot.cards.message import Message
from bot.cards.presses import View
from bot.cards.sources import source_blocks, source_text, sources_blocks
from bot.cards.wording import escape, shorten

_GLANCE = 5
_TEXT = 3900
"""Slack shows about four thousand characters of a message's text."""


def card(
    answer: Answer, *, view: View = View.FIRST, page: int = 0, public: bool = False, tables: bool = True
) -> Message:
    """Return the message that shows an answer.

    `view` and `page` come from what was pressed; `public` is for messages that everybody sees, which need no
    Share button; without `tables` the card may stand in a modal or on the Home.
    """
    scene = Scene(view, page, public, tables)
    stem = "-".join(filter(None, [answer.kind, view, str(page) if page else ""]))
    if view is View.SOURCES:
        blocks = finish(sources_blocks(answer, scene), stem)
    else:
        blocks = finish(_with_rival(answer, scene), stem)
    first = view is View.FIRST and page == 0
    text = escape(shorten(_text(answer, _GLANCE), _TEXT)) if first else shorten(aloud(blocks), _TEXT)
    return Message(text, blocks)


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text, nothing escaped: for the terminal and for other programs."""
    return _text(answer, None)


def _text(answer: Answer, most: int | None) -> str:
    write, _ = _CARDS[type(answer)]
    rival = [f"Or did you mean: {answer.rival.text}"] if answer.rival else []
    return "\n\n".join([*write(answer, most), *rival])


def _with_rival(answer: Answer, scene: Scene) -> Iterator[Any]:
    _, draw = _CARDS[type(answer)]
    yield from draw(answer, scene)
    if answer.rival and scene.view is View.FIRST:
        shown = ask("Show that", answer.rival.meaning, aloud=f"Show that: {answer.rival.text}")
        yield section(f"Or did you mean: {escape(answer.rival.text)}", shown)


_CARDS: Mapping[type, tuple[Callable[[Any, int | None], list[str]], Callable[[Any, Scene], Drawing]]] = {
    kinds.RoleAnswer: (roles.role_text, roles.role_blocks),
    kinds.OwnershipAnswer: (ownership.ownership_text, ownership.ownership_blocks),
    kinds.SkillsAnswer: (craft.craft_text, craft.craft_blocks),
    kinds.ToolsAnswer: (craft.craft_text, craft.craft_blocks),
    kinds.ExpertiseAnswer: (expertise.expertise_text, expertise.expertise_blocks),
    kinds.PartnersAnswer: (collaboration.partners_text, collaboration.partners_blocks),
    kinds.CollaborationAnswer: (collaboration.collaboration_text, collaboration.collaboration_blocks),
    kinds.ComparisonAnswer: (comparison.comparison_text, comparison.comparison_blocks),
    kinds.ListAnswer: (roster.roster_text, roster.roster_blocks),
    kinds.WalkthroughAnswer: (walkthrough.walkthrough_text, walkthrough.walkthrough_blocks),
    kinds.HelpAnswer: (asides.help_text, asides.help_blocks),
    kinds.AboutAnswer: (asides.about_text, asides.about_blocks),
    kinds.SourceAnswer: (source_text, source_blocks),
    kinds.FaqAnswer: (asides.faq_text, asides.faq_blocks),
    known_here.PeopleAnswer: (asides.people_text, asides.people_blocks),
    known_here.AssetAnswer: (assets.asset_text, assets.asset_blocks),
    kinds.UnknownAnswer: (asides.unknown_text, asides.unknown_blocks),
}
