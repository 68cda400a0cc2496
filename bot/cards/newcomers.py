"""How newcomers are doing, for whoever marked the channel by which they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models import blocks as slack

from bot.answers.questions import capitalised
from bot.cards.blocks import bullets, section, small_print
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.onboarding import OURS, stacked
from bot.cards.wording import bold, counted


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came by an onboarding channel, for whoever marked it."""

    name: str
    role: str | None
    finished: tuple[str, ...]
    """The titles of the steps that they have finished."""
    total: int
    course: str


def newcomers_card(channels: Mapping[str, Sequence[Newcomer]]) -> Message:
    """Return who finished what, for whoever marked those channels."""
    if not channels:
        return line("You have marked no channel as one for newcomers.")
    blocks: list[slack.Block] = []
    for channel, people in list(channels.items())[:10]:
        blocks.append(section(f"{bold('Newcomers')} in <#{channel}>"))
        lines = [(person.name, _progress(person)) for person in people[:40]]
        blocks.append(bullets("", lines) if lines else section("Nobody has joined yet."))
        if len(people) > len(lines):
            blocks.append(small_print(f"{len(people) - len(lines)} more who joined earlier."))
    count = sum(len(people) for people in channels.values())
    return stacked(f"{capitalised(counted(count, 'newcomer'))}", blocks, f"{OURS}-newcomers")


def _progress(person: Newcomer) -> str:
    if person.role is None:
        return "has not chosen a role yet"
    state = {"paused": ", paused", "stopped": ", stopped"}.get(person.course, "")
    done = f"{len(person.finished)} of {person.total} steps"
    finished = f": {', '.join(person.finished)}" if person.finished else ""
    return f"{person.role}, {done}{state}{finished}"
