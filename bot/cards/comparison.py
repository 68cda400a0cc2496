"""The card that puts two or three roles side by side: what only one has, then what they share."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.kinds import Aspect, ComparisonAnswer
from bot.answers.questions import in_sentence, listed
from bot.cards.blocks import (
    Buttons,
    Drawing,
    Scene,
    actions,
    ask,
    fields,
    pick,
    section,
    share,
    small_print,
    table,
)
from bot.cards.here import cover_text
from bot.cards.wording import bold, clause, counted, escape, several, shorten
from bot.knowledge.models import Role
from bot.matching.reading import Kind, Meaning

_SHARED = 4
_MOST_COMPARED = 3
_CELL = {2: (4, 34), 3: (3, 30)}
"""How many things a cell holds, and how long each may be, by the number of roles."""


def comparison_text(answer: ComparisonAnswer, most: int | None) -> list[str]:
    """Return how roles differ and what they share, as plain text."""
    leads = [f"{role.name}: {_purpose(role, 200)}" for role in answer.compared]
    differences = []
    for position, role in enumerate(answer.compared):
        rows = [
            f"- {label}: {several(aspect.only[position], most)}"
            for label, aspect in _aspects(answer)
            if aspect.only[position]
        ]
        differences += ["\n".join([f"Only {in_sentence(role.plural)}:", *rows])] if rows else []
    return ["\n".join(leads), *differences, _shared(answer, most), *_absent(answer)]


def comparison_blocks(answer: ComparisonAnswer, scene: Scene) -> Drawing:
    """Draw roles side by side; as fields where tables may not stand."""
    limit = 400 // len(answer.compared)
    leads = [f"{bold(role.name)}: {escape(_purpose(role, limit))}" for role in answer.compared]
    yield section("\n".join(leads))
    rows = _rows(answer)
    if rows and scene.tables:
        yield table([["Only", *(role.name for role in answer.compared)], *rows])
    elif rows:
        yield from _as_fields(answer, rows)
    yield section(escape("\n".join([_shared(answer, _SHARED), *_absent(answer)])))
    yield actions(*_buttons(answer, scene))
    yield small_print(escape(_support(answer))) if answer.sources else None


def _purpose(role: Role, limit: int) -> str:
    text = clause(shorten(role.purpose.text, limit))
    return text if text.endswith("…") else f"{text}."


def _as_fields(answer: ComparisonAnswer, rows: Sequence[Sequence[str]]) -> Drawing:
    for position, role in enumerate(answer.compared, start=1):
        values = [(bold(row[0]), escape(row[position])) for row in rows if row[position] != _NOTHING]
        yield section(f"Only {bold(in_sentence(role.plural))}") if values else None
        yield fields(values) if values else None


def _rows(answer: ComparisonAnswer) -> list[list[str]]:
    """Return one row for each aspect in which the roles differ."""
    return [
        [label, *(_cell(names, len(answer.compared)) for names in aspect.only)]
        for label, aspect in _aspects(answer)
        if any(aspect.only)
    ]


def _cell(names: Sequence[str], columns: int) -> str:
    most, longest = _CELL[columns]
    return several([shorten(name, longest) for name in names], most) or _NOTHING


def _aspects(answer: ComparisonAnswer) -> list[tuple[str, Aspect]]:
    return [
        ("Does", answer.duties),
        ("Ask about", answer.topics),
        ("Tools", answer.tools),
        ("Skills", answer.skills),
    ]


def _shared(answer: ComparisonAnswer, most: int | None) -> str:
    """Return in a sentence what all of them have."""
    everybody = "Both" if len(answer.compared) == 2 else "All three"  # noqa: PLR2004
    owned = dict.fromkeys((*answer.duties.shared, *answer.topics.shared))
    parts = [
        f"{verb} {several(names, most) if names[2:] else listed(names)}"
        for verb, names in (
            ("have a hand in", list(owned)),
            ("work with", list(answer.tools.shared)),
            ("should know", list(answer.skills.shared)),
        )
        if names
    ]
    if not parts:
        return f"The sources name nothing that {everybody[:1].lower()}{everybody[1:]} have in common."
    return f"{everybody} {listed(parts) if len(parts) < 3 else '; '.join(parts)}."  # noqa: PLR2004


def _absent(answer: ComparisonAnswer) -> list[str]:
    """Return which of the roles the workspace does not have."""
    return [f"Here: {cover_text(role, covered_by)}." for role, covered_by in answer.absent]


def _support(answer: ComparisonAnswer) -> str:
    """Return how many sources speak of each, since some roles stand on a single one."""
    each = [
        f"{in_sentence(role.plural)}: {counted(count, 'source')}"
        for role, count in zip(answer.compared, answer.support, strict=True)
    ]
    return " · ".join([each[0][:1].upper() + each[0][1:], *each[1:]])


def _buttons(answer: ComparisonAnswer, scene: Scene) -> Buttons:
    mine = tuple(role.id for role in answer.compared)
    for role in answer.compared:
        yield ask(f"About {in_sentence(role.plural)}", Meaning(Kind.ROLE, roles=(role.id,)))
    if len(answer.compared) < _MOST_COMPARED:
        choices = [(other.name, Meaning(Kind.COMPARISON, roles=(*mine, other.id))) for other in answer.others]
        yield ask("How they work together", Meaning(Kind.COLLABORATION, roles=mine))
        yield pick("Add a role", choices)
    yield share(answer.meaning, scene)


_NOTHING = "–"  # noqa: RUF001 - a dash, as tables have it
