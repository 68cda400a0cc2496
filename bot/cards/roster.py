"""The card that lists the roles, with a menu to pick one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.kinds import ListAnswer
from bot.answers.questions import listed, plural
from bot.cards.blocks import Buttons, Drawing, Scene, actions, ask, pick, section, share
from bot.cards.wording import bold, escape, number, sentence, several
from bot.knowledge.models import Role
from bot.matching.reading import Kind, Meaning

_MOST = 25


def roster_text(answer: ListAnswer, _most: int | None) -> list[str]:
    """Return which roles there are, as plain text; a list of roles is no list if it is cut."""
    lines = [_lead(answer) + (f" {_names(answer.described)}." if answer.described else "")]
    if answer.partners:
        lines.append(f"{_PARTNERS}: {_names(answer.partners)}.")
    if answer.absent:
        lines.append(f"Not here: {_names(answer.absent)}.")
    return lines


def roster_blocks(answer: ListAnswer, scene: Scene) -> Drawing:
    """Draw the roles by name, those that the sources describe before their partners."""
    yield section(f"{escape(_lead(answer))}\n{escape(sentence(_names(answer.described)))}")
    if answer.partners:
        yield section(f"{bold(_PARTNERS)}\n{escape(sentence(_names(answer.partners)))}")
    if answer.absent:
        yield section(f"{bold('Not here')}\n{escape(sentence(_names(answer.absent)))}")
    yield actions(*_buttons(answer, scene))


def _lead(answer: ListAnswer) -> str:
    if not answer.described:
        return "I know of no roles yet."
    count = len(answer.described)
    return f"There {'is one role' if count == 1 else f'are {number(count)} roles'} around data:"


def _names(roles: Sequence[Role]) -> str:
    names = [plural(role) for role in roles]
    return listed(names) if len(names) <= _MOST else several(names, _MOST)


def _buttons(answer: ListAnswer, scene: Scene) -> Buttons:
    everyone = (*answer.described, *answer.partners)
    yield pick("Pick a role", [(role.name, Meaning(Kind.ROLE, roles=(role.id,))) for role in everyone])
    yield ask("What can I ask?", Meaning(Kind.HELP))
    yield share(answer.meaning, scene)


_PARTNERS = "Partners, of whom the sources say less"
