"""The cards of help, concepts, pack entries, people, and "I don't know"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.kinds import AboutAnswer, FaqAnswer, HelpAnswer, UnknownAnswer
from bot.answers.known_here import PeopleAnswer
from bot.answers.questions import plural
from bot.answers.told import Told
from bot.cards.blocks import (
    Buttons,
    Drawing,
    Scene,
    actions,
    ask,
    bullets,
    pick,
    rich,
    section,
    share,
    small_print,
)
from bot.cards.here import here_line, here_text
from bot.cards.presses import View
from bot.cards.sources import marked_ours, said_by
from bot.cards.wording import Bold, bold, escape, marked, said, shorten
from bot.matching.reading import Kind, Meaning

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ButtonElement

_MOST = 5
_WHOLE = 30
_PATH = 150
_LINK = re.compile(r"(https?://[^\s<>\"|]+[^\s<>\"|.,;:!?)\]'])")

_HELP = (
    "Ask me who does what around data, in your own words: who owns something, what a role does, "
    "who works with whom, how two roles differ."
)
_WAYS = "Type /role and a question, mention me in a channel, or write to me directly."
_SCOPE = "I know who does what around data"


def help_text(answer: HelpAnswer, _most: int | None) -> list[str]:
    """Return what can be asked, as plain text."""
    examples = "\n".join(f"- {offer.text}" for offer in answer.offers)
    return [_HELP, *([f"For example:\n{examples}"] if examples else []), _WAYS]


def help_blocks(answer: HelpAnswer, _scene: Scene) -> Drawing:
    """Draw what can be asked, with examples that can be pressed."""
    yield section(escape(_HELP))
    yield actions(*_offered(answer, _MOST - 1), _all_roles())
    yield small_print(escape(_WAYS))


def about_text(answer: AboutAnswer, most: int | None) -> list[str]:
    """Return what is said of a concept, as plain text."""
    first, *others = answer.concept.statements
    shown = others if most is None else others[:most]
    rest = [f"- {len(others) - len(shown)} more"] if len(shown) < len(others) else []
    lines = [f"- {marked_ours(each, each.text)}" for each in shown]
    body = ["\n".join([*lines, *rest])] if lines else []
    support = [f"{said_by(answer)}."] if answer.sources else []
    return [f"{answer.concept.name}: {marked_ours(first, first.text)}", *body, *support]


def about_blocks(answer: AboutAnswer, scene: Scene) -> Drawing:
    """Draw what is said of a concept, with the roles and topics that it touches."""
    first, *others = answer.concept.statements
    whole = scene.view is View.WHOLE
    shown = others[: _WHOLE if whole else _MOST - 1]
    limit = 600 if whole else 170
    yield section(f"{bold(answer.concept.name)}\n{escape(shorten(marked_ours(first, first.text), 400))}")
    yield (
        bullets("", [("", shorten(marked_ours(each, each.text), limit)) for each in shown]) if shown else None
    )
    rest = len(others) - len(shown)
    more = (
        ask(f"{rest} more", answer.meaning, View.WHOLE, aloud=f"{rest} more on this")
        if rest and not whole
        else None
    )
    yield actions(
        more,
        *_offered(answer, 2),
        ask("Who says so", answer.meaning, View.SOURCES) if answer.sources else None,
        share(answer.meaning, scene),
    )
    yield small_print(said_by(answer)) if answer.sources else None


def faq_text(answer: FaqAnswer, _most: int | None) -> list[str]:
    """Return the entry's answer as it was written."""
    return [answer.entry.answer]


def faq_blocks(answer: FaqAnswer, scene: Scene) -> Drawing:
    """Draw the entry's answer exactly as it was written; only web addresses come alive."""
    parts = [(part, bool(_LINK.fullmatch(part))) for part in _LINK.split(answer.entry.answer) if part]
    yield rich(parts)
    yield actions(
        *(
            ask(f"About {plural(role)}", Meaning(Kind.ROLE, roles=(role.id,)))
            for role in answer.entry_roles[:2]
        ),
        ask("Who says so", answer.meaning, View.SOURCES) if answer.cited else None,
        share(answer.meaning, scene),
    )


def people_text(answer: PeopleAnswer, _most: int | None) -> list[str]:
    """Return who fills a role here, as plain text."""
    return [f"{answer.role.plural} here: {here_text(answer.here, answer.role, answer.covered_by)}."]


def people_blocks(answer: PeopleAnswer, scene: Scene) -> Drawing:
    """Draw who fills a role here."""
    line = here_line(answer.here, answer.role, answer.covered_by)
    yield section(f"{bold(f'{answer.role.plural} here')}\n{line}")
    yield actions(
        ask(f"About {plural(answer.role)}", Meaning(Kind.ROLE, roles=(answer.role.id,))),
        share(answer.meaning, scene),
    )


def unknown_text(answer: UnknownAnswer, _most: int | None) -> list[str]:
    """Return that this is not known, with the nearest things, as plain text."""
    nearest = "\n".join(f"- {offer.text}" for offer in answer.offers)
    return [said(_dont_know(answer)), *([nearest] if nearest else [])]


def unknown_blocks(answer: UnknownAnswer, _scene: Scene) -> Drawing:
    """Draw that this is not known, with the nearest things to press; it promises nothing more."""
    yield section(marked(_dont_know(answer)))
    roles = [(role.name, Meaning(Kind.ROLE, roles=(role.id,))) for role in answer.known_roles]
    yield actions(
        *_offered(answer, 3),
        pick("Pick a role", roles) if roles else _all_roles(),
        None if answer.offers else ask("What can I ask?", Meaning(Kind.HELP)),
    )


def _dont_know(answer: UnknownAnswer) -> list[str]:
    if answer.unassigned:
        role = Bold(plural(answer.unassigned))
        return ["I don't know who your ", role, " are: nobody has told me. What the role does, I know."]
    if answer.unmatched:
        path = Bold(shorten(answer.unmatched, _PATH))
        return ["I don't know whose ", path, " is: no line of the CODEOWNERS that I was given speaks of it."]
    if answer.needs_subject:
        return [
            "Which role do you mean? ",
            "Did you mean one of these:" if answer.offers else "Pick one, or type its name.",
        ]
    if answer.offers:
        return [f"I don't know that one. {_SCOPE}; the nearest I have:"]
    return [f"I don't know that one. {_SCOPE}: what each role does, and who owns what."]


def _offered(answer: Told, most: int) -> Buttons:
    return (ask(offer.text, offer.meaning) for offer in answer.offers[:most])


def _all_roles() -> ButtonElement:
    return ask("All roles", Meaning(Kind.LIST))
