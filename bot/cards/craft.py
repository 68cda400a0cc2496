"""The cards of what a role knows and works with; the one that was asked for comes first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.kinds import CraftAnswer, SkillsAnswer
from bot.answers.questions import capitalised, plural
from bot.answers.told import Item
from bot.cards.blocks import (
    Buttons,
    Drawing,
    Scene,
    actions,
    ask,
    bullets,
    fields,
    section,
    share,
    small_print,
)
from bot.cards.here import here_line, here_text
from bot.cards.presses import View
from bot.cards.sources import marked_ours, said_by
from bot.cards.wording import Bold, bold, escape, joined, marked, number, said, several
from bot.matching.reading import Kind, Meaning

_MOST = 5
_WHOLE = 60
_NOTE = 60


def craft_text(answer: CraftAnswer, most: int | None) -> list[str]:
    """Return what a role knows or works with, as plain text."""
    label, others = _other(answer)
    rest = [f"{label}: {several([item.name for item in others], most)}"] if others else []
    local = here_text(answer.here, answer.role, answer.covered_by)
    here = [f"Here: {local}"] if local else []
    sources = [f"{said_by(answer)}."] if answer.sources else []
    return [said(_lead(answer, most)), *rest, *here, *sources]


def craft_blocks(answer: CraftAnswer, scene: Scene) -> Drawing:
    """Draw what a role knows or works with, with how the sources qualify it."""
    if scene.view is View.WHOLE:
        yield section(marked([Bold(answer.role.plural), f" {_verb(answer)}"]))
        yield bullets("", [(capitalised(item.name), _note(item)) for item in _asked(answer)[:_WHOLE]])
    else:
        yield section(marked(_lead(answer, _MOST)))
        label, others = _other(answer)
        names = [item.name for item in others]
        local = here_line(answer.here, answer.role, answer.covered_by)
        around = [(bold(label), escape(several(names, _MOST)))] if others else []
        around += [(bold("Here"), local)] if local else []
        yield fields(around) if around else None
    yield actions(*_buttons(answer, scene))
    yield small_print(said_by(answer)) if answer.sources else None


def _lead(answer: CraftAnswer, most: int | None) -> list[str]:
    items = _asked(answer)
    if not items:
        what = "skill" if isinstance(answer, SkillsAnswer) else "tool"
        return [f"No source names a {what} of ", Bold(plural(answer.role)), "."]
    named = [_qualified(item) for item in _each_once(items)]
    rest = [f"{number(len(named) - most)} more"] if most is not None and len(named) > most else []
    return [Bold(answer.role.plural), f" {_verb(answer)} ", *joined([*named[:most], *rest]), "."]


def _each_once(items: Sequence[Item]) -> list[Item]:
    """Return the items but for those that an earlier one's note names already: "TensorFlow (or PyTorch)"."""
    kept: list[Item] = []
    for item in items:
        if not any(_instead(earlier) == item.name for earlier in kept):
            kept.append(item)
    return kept


def _instead(item: Item) -> str | None:
    """Return what may stand in its place by its note: "or Luigi, usually"."""
    note = item.named.note or ""
    return note.removeprefix("or ").partition(",")[0] if note.startswith("or ") else None


def _qualified(item: Item) -> str:
    """Return the item with its note, unless that is too long for a sentence; the whole list has it then."""
    note = item.named.note or ""
    return f"{item.name} ({note})" if 0 < len(note) <= _NOTE else item.name


def _note(item: Item) -> str:
    return marked_ours(item.named, item.named.note or "")


def _verb(answer: CraftAnswer) -> str:
    return "should know" if isinstance(answer, SkillsAnswer) else "work with"


def _asked(answer: CraftAnswer) -> Sequence[Item]:
    return answer.skills if isinstance(answer, SkillsAnswer) else answer.tools


def _other(answer: CraftAnswer) -> tuple[str, Sequence[Item]]:
    return ("Tools", answer.tools) if isinstance(answer, SkillsAnswer) else ("Skills", answer.skills)


def _buttons(answer: CraftAnswer, scene: Scene) -> Buttons:
    role = answer.role
    label, others = _other(answer)
    if len(_asked(answer)) > _MOST and scene.view is not View.WHOLE:
        what = "skills" if isinstance(answer, SkillsAnswer) else "tools"
        yield ask(f"All {number(len(_asked(answer)))} {what}", answer.meaning, View.WHOLE)
    if others:
        kind = Kind.TOOLS if label == "Tools" else Kind.SKILLS
        words = "Tools they use" if label == "Tools" else "Skills they need"
        yield ask(words, Meaning(kind, roles=(role.id,)))
    yield ask(f"About {plural(role)}", Meaning(Kind.ROLE, roles=(role.id,)))
    yield ask("Who says so", answer.meaning, View.SOURCES) if answer.sources else None
    yield share(answer.meaning, scene)
