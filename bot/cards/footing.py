"""What stands under every answer: whether it was of use, who can help further, and how to take it away."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.presses import decode, encode
from bot.cards.wording import shorten
from bot.matching.reading import Meaning

VOTE = "vote"
"""Feedback buttons, and with a number behind it each of two plain buttons where those are not allowed."""
HELP = "help"
"""The button that brings the question before people."""
REMOVE = "remove"
"""The button with which the asker or a steward takes the answer away."""

VOTED = re.compile(rf"^{VOTE}(:[01])?$")

QUESTION = 300
"""Characters of the question that travel along."""

_VERSION = 1
_MOST_BLOCKS = 50
_MOST_VIEWERS = 10
_FOR, _AGAINST = "+", "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered, as the buttons under the answer carry it; it is kept nowhere."""

    text: str
    """In the asker's words, cleaned of markup."""
    meaning: Meaning
    asker: str = ""
    ts: str = ""
    """The message in which it was asked; empty for a command, which is none."""


def value_of(asked: Asked) -> str:
    """Return the value of a button that carries this."""
    fields = (_VERSION, shorten(asked.text, QUESTION), encode(asked.meaning), asked.asker, asked.ts)
    return json.dumps(fields, ensure_ascii=False)


def asked_of(value: object) -> Asked:
    """Return what a button carries; raise ValueError for anything that `value_of` did not write."""
    try:
        version, text, meaning, asker, ts = json.loads(str(value))
    except (TypeError, ValueError):
        raise ValueError("not a value of these buttons") from None
    if version != _VERSION or not all(isinstance(each, str) for each in (text, meaning, asker, ts)):
        raise ValueError("not a value of these buttons")
    return Asked(text, decode(meaning).meaning, asker, ts)


def vote_of(value: object) -> tuple[bool, Asked]:
    """Return whether a vote is in favour, and on what; raise ValueError for a value that is no vote."""
    if not isinstance(value, str) or not value.startswith((_FOR, _AGAINST)):
        raise ValueError("not a vote")
    return value.startswith(_FOR), asked_of(value[1:])


def footed(message: Message, asked: Asked, *, public: bool, keepers: Sequence[str] = ()) -> Message:
    """Return the card with what stands under an answer.

    `public` is a message that stays in a channel or direct message; feedback buttons belong nowhere else.
    `keepers` may remove it beside the asker. It goes under the drawn card, which is kept: no two are alike.
    """
    may = list(dict.fromkeys(filter(None, [asked.asker, *keepers])))[:_MOST_VIEWERS] if public else []
    carried = value_of(asked)
    under = [_filled(block, carried, may) for block in (_aloud() if public else _privately())]
    if len(message.blocks) + len(under) > _MOST_BLOCKS:
        return message
    return message.over(under)


def refooted(message: Message, before: Sequence[dict[str, Any]]) -> Message:
    """Return a card that takes the place of another, with what stood under that one: who asked, and what."""
    under = [block for block in before if is_foot(block)]
    drawn = (block for block in message.blocks if not is_foot(block))
    return Message(message.text, (*drawn, *under))


def is_foot(block: Mapping[str, Any]) -> bool:
    """Tell whether a block stands under an answer."""
    return str(block.get("block_id", "")).startswith("foot:")


def thanks(*, counted: bool, helpful: bool) -> Message:
    """Return what somebody is told who voted."""
    if not counted:
        return line(
            "Thank you. I only count the votes of this workspace's own people, in their own channels."
        )
    if helpful:
        return line("Thank you, I have noted that this was of use.")
    return line(
        "Thank you, I have noted that this was of no use; the people who look after my answers see it."
    )


def not_yours() -> Message:
    """Return that somebody may not remove an answer."""
    return line("Only who asked, the stewards and admins of this workspace can remove an answer.")


def _filled(block: dict[str, Any], carried: str, may: list[str]) -> dict[str, Any]:
    """Return a block whose buttons carry something: to draw it anew would cost more than all that answers."""
    elements = [
        _carrying(each, carried, may) for each in block["elements"] if may or each["action_id"] != REMOVE
    ]
    return {**block, "elements": elements}


def _carrying(element: dict[str, Any], carried: str, may: list[str]) -> dict[str, Any]:
    if element["action_id"] == VOTE:
        thumbs = {name: element[name] for name in ("positive_button", "negative_button")}
        return {
            **element,
            **{name: {**each, "value": each["value"] + carried} for name, each in thumbs.items()},
        }
    filled = {**element, "value": element.get("value", "") + carried}
    return {**filled, "visible_to_user_ids": may} if element["action_id"] == REMOVE else filled


@cache
def _aloud() -> tuple[dict[str, Any], ...]:
    thumbs = slack.FeedbackButtonsElement(
        action_id=VOTE,
        positive_button=_thumb("Helpful", _FOR),
        negative_button=_thumb("Not helpful", _AGAINST),
    )
    bin_ = slack.IconButtonElement(
        action_id=REMOVE,
        icon="trash",
        text=slack.PlainTextObject(text="Remove"),
        accessibility_label="Remove this answer",
    )
    votes = slack.ContextActionsBlock(elements=[thumbs, bin_], block_id="foot:vote")
    return _row("help", _help()), votes.to_dict()


@cache
def _privately() -> tuple[dict[str, Any], ...]:
    votes = [("Helpful", _FOR), ("Not helpful", _AGAINST)]
    buttons = [
        slack.ButtonElement(
            text=text,
            action_id=f"{VOTE}:{place}",
            value=mark,
            accessibility_label=f"This answer was {text.lower()}",
        )
        for place, (text, mark) in enumerate(votes)
    ]
    return (_row("vote", *buttons, _help()),)


def _help() -> slack.ButtonElement:
    return slack.ButtonElement(
        text="Still need help?",
        action_id=HELP,
        accessibility_label="Still need help? Put the question to people",
    )


def _thumb(text: str, value: str) -> slack.FeedbackButtonObject:
    return slack.FeedbackButtonObject(
        text=text, value=value, accessibility_label=f"This answer was {text.lower()}"
    )


def _row(name: str, *buttons: slack.ButtonElement) -> dict[str, Any]:
    drawn: dict[str, Any] = slack.ActionsBlock(elements=[*buttons], block_id=f"foot:{name}").to_dict()
    return drawn
