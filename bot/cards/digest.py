"""The week in a channel: how much was asked and answered, what people miss most, what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models import blocks as slack

from bot.cards.blocks import bullets, section, small_print
from bot.cards.directory import amiss_line
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, escape, shorten

SEE_GAPS = "see-gaps"
"""The button that shows the whole list to whoever may see it."""

_SHOWN = 150


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest tells."""

    first: date
    last: date
    asked: int
    answered: int
    helpful: int
    unhelpful: int
    missed: Sequence[tuple[str, int]]
    """What nobody could answer, and how often it was asked; most often asked first."""
    amiss: Mapping[str, Sequence[str]]
    """What is amiss in the directory, by the words of its health."""


def digest(week: Week) -> Message:
    """Return the digest of a week."""
    text = f"{_title(week)}: {_asked(week)} {_helpful(week)}".strip()
    blocks = [{**block.to_dict(), "block_id": f"digest:{at}"} for at, block in enumerate(_blocks(week))]
    return Message(escape(text), tuple(blocks))


def digest_not_here(channel: str) -> Message:
    """Return what those are told who chose a channel in which the digest must not or cannot stand."""
    return line(
        f"I could not post the weekly digest in #{channel}: either I am not in that channel, or people of "
        "another organisation are. Please invite me, or choose another with /role settings."
    )


def _blocks(week: Week) -> Iterator[slack.Block]:
    lines = filter(None, (_asked(week), _helpful(week)))
    yield section("\n".join([bold(_title(week)), *map(escape, lines)]))
    if week.missed:
        missed = [("", f"{shorten(text, _SHOWN)} ({_times(count)})") for text, count in week.missed]
        yield bullets("What I could not answer", missed)
        button = slack.ButtonElement(
            text="Answer them",
            action_id=SEE_GAPS,
            value=SEE_GAPS,
            accessibility_label="Answer them: show me what could not be answered",
        )
        yield slack.ActionsBlock(elements=[button])
    amiss = amiss_line(week.amiss)
    if amiss:
        yield small_print(escape(amiss))


def _title(week: Week) -> str:
    return f"The week from {week.first.day} {week.first:%B} to {week.last.day} {week.last:%B}"


def _asked(week: Week) -> str:
    if not week.asked:
        return "Nobody asked anything."
    share = f", {_share(week.answered, week.asked)} of them" if week.answered else ""
    return f"{_questions(week.asked)}, {week.answered or 'none'} answered{share}."


def _helpful(week: Week) -> str:
    votes = week.helpful + week.unhelpful
    if votes == 1:
        return f"One vote called the answer {'helpful' if week.helpful else 'not helpful'}."
    return f"{_share(week.helpful, votes)} of {votes} votes called the answer helpful." if votes else ""


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole} %"


def _questions(count: int) -> str:
    return "One question was asked" if count == 1 else f"{count} questions were asked"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
