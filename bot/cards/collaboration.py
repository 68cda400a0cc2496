"""The cards of who a role works with, and of how two roles work together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.kinds import CollaborationAnswer, PartnersAnswer
from bot.answers.questions import capitalised, in_sentence, listed, plural
from bot.cards.blocks import (
    Buttons,
    Drawing,
    Scene,
    actions,
    ask,
    bullets,
    fields,
    pick,
    section,
    share,
    small_print,
)
from bot.cards.here import here_line, here_text, lacking_text
from bot.cards.presses import View
from bot.cards.sources import marked_ours, said_by
from bot.cards.wording import Bold, bold, escape, joined, marked, number, said, several, shorten, some_of
from bot.knowledge.models import Statement
from bot.matching.reading import Kind, Meaning

_MOST = 5
_BROUGHT = 3
_WHOLE = 25


def partners_text(answer: PartnersAnswer, most: int | None) -> list[str]:
    """Return who a role works with, as plain text."""
    partners = answer.partners if most is None else answer.partners[:most]
    lines = [f"- {partner.role.plural}: {partner.summary.text}" for partner in partners]
    rest = [f"- {len(answer.partners) - len(partners)} more"] if len(partners) < len(answer.partners) else []
    local = here_text(answer.here, answer.role, answer.covered_by)
    here = [f"{answer.role.plural} here: {local}"] if local else []
    told = [said(_partners_lead(answer)), "\n".join([*lines, *rest]), lacking_text(answer.absent), *here]
    return [*filter(None, told)]


def partners_blocks(answer: PartnersAnswer, scene: Scene) -> Drawing:
    """Draw who a role works with, and a menu that tells how."""
    yield section(marked(_partners_lead(answer)))
    whole = scene.view is View.WHOLE
    limit = 600 if whole else 150
    shown = answer.partners[: None if whole else _MOST]
    lines = [(partner.role.plural, shorten(partner.summary.text, limit)) for partner in shown]
    yield bullets("", lines) if lines else None
    yield section(escape(lacking_text(answer.absent))) if answer.absent else None
    local = here_line(answer.here, answer.role, answer.covered_by)
    yield section(f"{bold(f'{answer.role.plural} here')}\n{local}") if local else None
    yield actions(*_partners_buttons(answer, scene))
    yield small_print(said_by(answer)) if answer.sources else None


def collaboration_text(answer: CollaborationAnswer, most: int | None) -> list[str]:
    """Return how two roles work together, as plain text."""
    return [*filter(None, [*_told(answer, most), lacking_text(answer.absent)])]


def _told(answer: CollaborationAnswer, most: int | None) -> list[str]:
    if not answer.summaries:
        return [said(_silence(answer)), *_in_common(answer, most)]
    paragraphs = [" ".join(marked_ours(summary, summary.text) for summary in answer.summaries)]
    for heading, statements in (*_given(answer), *_phases(answer)):
        shown = statements if most is None else statements[:_BROUGHT]
        rest = [f"- {len(statements) - len(shown)} more"] if len(shown) < len(statements) else []
        lines = [f"- {marked_ours(statement, statement.text)}" for statement in shown]
        paragraphs.append("\n".join([f"{heading}:", *lines, *rest]))
    return paragraphs


def collaboration_blocks(answer: CollaborationAnswer, scene: Scene) -> Drawing:
    """Draw how two roles work together; what happens when is a press away."""
    if not answer.summaries:
        yield section("\n".join([marked(_silence(answer)), *map(escape, _in_common(answer, _MOST))]))
    elif scene.view is View.WHOLE:
        yield section(marked(joined([Bold(answer.pair[0].plural), Bold(plural(answer.pair[1]))])))
        for heading, statements in _phases(answer):
            yield bullets(heading, [("", marked_ours(each, each.text)) for each in statements[:_WHOLE]])
    else:
        text = " ".join(marked_ours(summary, summary.text) for summary in answer.summaries)
        yield section(escape(shorten(text, 500)))
        given = [(bold(heading), escape(_brought(statements))) for heading, statements in _given(answer)]
        yield fields(given) if given else None
    yield section(escape(lacking_text(answer.absent))) if answer.absent else None
    yield actions(*_buttons(answer, scene))
    yield small_print(said_by(answer)) if answer.sources else None


def _partners_lead(answer: PartnersAnswer) -> list[str]:
    if not answer.partners:
        return ["No source says who ", Bold(plural(answer.role)), " work with."]
    names = [plural(partner.role) for partner in answer.partners]
    return [Bold(answer.role.plural), " work with ", *some_of(names, _MOST, "roles"), "."]


def _partners_buttons(answer: PartnersAnswer, scene: Scene) -> Buttons:
    mine = answer.role.id
    choices = [
        (partner.role.name, Meaning(Kind.COLLABORATION, roles=(mine, partner.role.id)))
        for partner in answer.partners
    ]
    yield pick("How they work with", choices)
    if len(answer.partners) > _MOST and scene.view is not View.WHOLE:
        yield ask(f"All {number(len(answer.partners))}, in full", answer.meaning, View.WHOLE)
    yield ask(f"About {plural(answer.role)}", Meaning(Kind.ROLE, roles=(mine,)))
    yield ask("Who says so", answer.meaning, View.SOURCES) if answer.sources else None
    yield share(answer.meaning, scene)


def _silence(answer: CollaborationAnswer) -> list[str]:
    first, second = answer.pair
    return [
        "The sources say nothing of how ",
        Bold(plural(first)),
        " and ",
        Bold(plural(second)),
        " work together.",
    ]


def _in_common(answer: CollaborationAnswer, most: int | None) -> list[str]:
    """Return what the two share where nothing is told of them together."""
    partners = [plural(role) for role in answer.common_partners]
    topics = [in_sentence(topic.title) for topic in answer.common_topics]
    lines = (
        [f"Both work with {several(partners, most) if partners[2:] else listed(partners)}."]
        if partners
        else []
    )
    lines += (
        [f"Both have a part in {several(topics, most) if topics[2:] else listed(topics)}."] if topics else []
    )
    return lines or ["They share no partner and no topic either."]


def _given(answer: CollaborationAnswer) -> list[tuple[str, Sequence[Statement]]]:
    first, second = answer.pair
    sides = [(f"{first.plural} bring", answer.brings), (f"{second.plural} bring", answer.receives)]
    return [(heading, statements) for heading, statements in sides if statements]


def _phases(answer: CollaborationAnswer) -> list[tuple[str, Sequence[Statement]]]:
    phases = [("Before", answer.before), ("During", answer.during), ("After", answer.after)]
    return [(heading, statements) for heading, statements in phases if statements]


def _brought(statements: Sequence[Statement]) -> str:
    lines = [f"• {capitalised(shorten(marked_ours(each, each.text), 85))}" for each in statements[:_BROUGHT]]
    rest = [f"{len(statements) - _BROUGHT} more"] if len(statements) > _BROUGHT else []
    return "\n".join([*lines, *rest])


def _buttons(answer: CollaborationAnswer, scene: Scene) -> Buttons:
    first, second = answer.pair
    phases = [heading.lower() for heading, _ in _phases(answer)]
    if phases and scene.view is not View.WHOLE:
        yield ask(f"What happens {listed(phases)}", answer.meaning, View.WHOLE)
    if answer.walkthrough:
        yield ask("Walk me through it", Meaning(Kind.WALKTHROUGH, entry=answer.walkthrough.id))
    else:
        yield ask("How they differ", Meaning(Kind.COMPARISON, roles=(first.id, second.id)))
    if not answer.summaries:
        yield from (
            ask(f"Who {plural(role)} work with", Meaning(Kind.COLLABORATION, roles=(role.id,)))
            for role in answer.pair
        )
    yield ask("Who says so", answer.meaning, View.SOURCES) if answer.sources else None
    yield share(answer.meaning, scene)
