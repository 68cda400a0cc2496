"""The card of a role: what it is for, what it answers for, whom and what it works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.answers.kinds import RoleAnswer
from bot.answers.questions import plural
from bot.answers.told import Item
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
    turn,
)
from bot.cards.here import here_line, here_text
from bot.cards.presses import View
from bot.cards.sources import marked_ours, said_by, small_lines
from bot.cards.wording import bold, clause, escape, number, sentence, several, shorten
from bot.knowledge.models import Role, Statement
from bot.matching.reading import Kind, Meaning

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

_MOST = 5
_IN_A_ROW = 4
_WHOLE_PAGE = 7000

Lines = list[tuple[str, str]]
Group = tuple[str, Lines]


def role_text(answer: RoleAnswer, most: int | None) -> list[str]:
    """Return what a role is and does, as plain text."""
    role = answer.role
    paragraphs = [f"{role.name}: {clause(role.purpose.text)}."]
    paragraphs += [role.little_known] if role.little_known else []
    heading, lines = next(iter(_groups(role)), ("", []))
    if lines:
        shown = lines if most is None else lines[:most]
        rest = [f"- {len(lines) - len(shown)} more"] if len(lines) > len(shown) else []
        paragraphs.append("\n".join([f"{heading}:", *(_bullet(line) for line in shown), *rest]))
    around = [f"{label}: {value}" for label, value in _around(answer, most)]
    local = here_text(answer.here, role, answer.covered_by)
    around += [f"Here: {local}"] if local else []
    paragraphs += ["\n".join(around)] if around else []
    paragraphs += [f"{said_by(answer)}."] if answer.sources else []
    return paragraphs


def role_blocks(answer: RoleAnswer, scene: Scene) -> Drawing:
    """Draw a role: one glance first, everything in tabs where that was asked for."""
    if scene.view is View.WHOLE and _groups(answer.role):
        yield from _whole(answer, scene)
        return
    role = answer.role
    yield section(f"{bold(role.name)}\n{escape(sentence(shorten(role.purpose.text, 200)))}")
    if role.little_known:
        yield section(escape(shorten(role.little_known, 300)))
    groups = _groups(role)
    if groups:
        heading, lines = groups[0]
        yield bullets(heading, [(shorten(title, 40), shorten(text, 110)) for title, text in lines[:_MOST]])
    around = [(bold(label), escape(value)) for label, value in _around(answer, _IN_A_ROW)]
    local = here_line(answer.here, role, answer.covered_by)
    around[1:1] = [(bold("Here"), local)] if local else []
    yield fields(around) if around else None
    yield actions(*_buttons(answer, scene))
    yield _small_print(answer)


def _buttons(answer: RoleAnswer, scene: Scene) -> Buttons:
    role, mine = answer.role, answer.role.id
    groups = _groups(role)
    if answer.partners:
        yield ask("Who they work with", Meaning(Kind.COLLABORATION, roles=(mine,)))
    if answer.tools or answer.skills:
        yield ask("Skills and tools", Meaning(Kind.SKILLS, roles=(mine,)))
    if len(groups) > 1 or any(len(lines) > _MOST for _, lines in groups):
        label = f"All {number(len(role.duties))} duties" if len(role.duties) > _MOST else "Everything known"
        yield ask(label, answer.meaning, View.WHOLE, aloud=f"{label} of {plural(role)}")
    yield pick(
        "Compare with",
        [(other.name, Meaning(Kind.COMPARISON, roles=(mine, other.id))) for other in answer.others],
    )
    yield share(answer.meaning, scene) or ask("Who says so", answer.meaning, View.SOURCES)


def _whole(answer: RoleAnswer, scene: Scene) -> Drawing:
    """Draw one group of what is known, with the others as tabs."""
    groups = _groups(answer.role)
    page = min(scene.page, len(groups) - 1)
    heading, lines = groups[page]
    shown = _within(lines, _WHOLE_PAGE)
    yield section(bold(answer.role.name))
    yield bullets(heading, shown)
    if len(shown) < len(lines):
        yield small_print(f"{len(lines) - len(shown)} more")
    tabs = [
        turn(title, answer.meaning, scene, other) for other, (title, _) in enumerate(groups) if other != page
    ]
    yield actions(*tabs, ask("Who says so", answer.meaning, View.SOURCES))


def _groups(role: Role) -> list[Group]:
    """Return what is told of a role under its headings, those that have something."""
    duties = [(duty.title, marked_ours(duty, duty.text)) for duty in role.duties]
    groups = [
        ("Responsible for", duties),
        ("Day to day", _statements(role.tasks)),
        ("What for", _statements(role.goals)),
        ("Questions they answer", _statements(role.questions)),
        ("Also said of them" if role.duties else "What is said of them", _statements(role.facts)),
    ]
    return [(heading, lines) for heading, lines in groups if lines]


def _statements(statements: Iterable[Statement]) -> Lines:
    return [("", marked_ours(statement, statement.text)) for statement in statements]


def _around(answer: RoleAnswer, most: int | None) -> list[tuple[str, str]]:
    """Return whom and what the role works with, as labels and values."""
    rows = [
        ("Works with", [plural(partner) for partner in answer.partners]),
        ("Tools", _names(answer.tools)),
        ("Skills", _names(answer.skills)),
    ]
    return [(label, several(names, most)) for label, names in rows if names]


def _names(items: Sequence[Item]) -> list[str]:
    return [item.name for item in items]


def _within(lines: Lines, budget: int) -> Lines:
    """Return as many lines as fit into a page of so many characters."""
    kept: Lines = []
    for title, text in lines:
        budget -= len(title) + len(text)
        if budget < 0:
            break
        kept.append((title, text))
    return kept


def _bullet(line: tuple[str, str]) -> str:
    return "- " + ": ".join(filter(None, line))


def _small_print(answer: RoleAnswer) -> Block | None:
    duties = len(answer.role.duties)
    shown = f"{_MOST} of {duties} duties shown" if duties > _MOST else ""
    line = small_lines(said_by(answer), shown)
    return small_print(line) if line else None
