"""How the bot behaves in a channel: the form for it, and the line that it says when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.blocks import section, small_print
from bot.cards.forms import field, modal, options, told
from bot.cards.message import Message
from bot.cards.notices import line

CHANNEL = "channel"
"""The form."""

NO_LIMIT = "Give a number from 1 to 60."

_TITLE = "In this channel"
_ANSWERING = (
    ("Only when somebody mentions it", "mentions"),
    ("Also questions that nobody else was asked, if it is sure of the answer", "questions"),
    ("Not at all", "off"),
)
_SEEN = (("In the thread of the question", "thread"), ("To the asker alone", "asker"))


@dataclass(frozen=True, slots=True)
class Manners:
    """How the bot behaves in a channel."""

    channel: str
    answering: str
    in_thread: bool
    hourly_limit: int
    onboarding: bool


def channel_view(now: Manners, *, hears: bool) -> dict[str, Any]:
    """Return the form; `hears` is whether the bot was allowed to read what is said in the channel."""
    return modal(
        _TITLE, _inputs(now, hears=hears), submit="Save", callback_id=CHANNEL, private_metadata=now.channel
    )


def channel_saved() -> dict[str, Any]:
    """Return the modal that says that it holds."""
    return told("Saved", "This holds from now on.")


def not_yours() -> Message:
    """Return that somebody may not change how a channel is answered."""
    return line("Only who made this channel, the admins and stewards of this workspace may change this.")


def not_there() -> Message:
    """Return that there is no such channel, as far as the bot can see."""
    return line("I am not in this channel. Type /invite and my name, then try again.")


def no_channel() -> Message:
    """Return that a direct message has no settings."""
    return line("This is for channels: in direct messages I answer everything. Type it in a channel.")


def arrived(command: str = "/role") -> Message:
    """Return the one line that the bot says where it was added."""
    return line(
        "I know who does what around data: mention me with a question. "
        f"{command} channel says when I speak here."
    )


def _inputs(now: Manners, *, hears: bool) -> Iterator[slack.Block]:
    yield section(f"How Rolecall answers in <#{now.channel}>")
    when, seen = options(_ANSWERING), options(_SEEN)
    yield field(
        "answering",
        "When it answers",
        slack.RadioButtonsElement(options=when, initial_option=_of(when, now.answering)),
        needed=True,
    )
    if not hears:
        yield small_print(
            "It cannot hear questions in this channel that do not mention it: whoever installed it has not "
            "granted that. It then answers mentions only."
        )
    yield field(
        "seen",
        "Where it answers when nobody mentioned it",
        slack.RadioButtonsElement(
            options=seen, initial_option=_of(seen, "thread" if now.in_thread else "asker")
        ),
        needed=True,
    )
    limit = slack.NumberInputElement(initial_value=str(now.hourly_limit), min_value="1", max_value="60")
    yield field(
        "limit", "At most how many such answers an hour", limit, hint="From 1 to 60; usually 6", needed=True
    )
    welcome = options([("Welcome people who join, and offer them a guided start", "onboarding")])
    yield field(
        "onboarding",
        "Newcomers",
        slack.CheckboxesElement(options=welcome, initial_options=welcome if now.onboarding else None),
    )


def _of(choices: list[slack.Option], value: str) -> slack.Option:
    return next(each for each in choices if each.value == value)
