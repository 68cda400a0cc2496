"""The modals of the shortcuts: a question that is helped along, and who owns what a message is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot.answers.questions import Offer
from bot.cards.blocks import ask, section, small_print
from bot.cards.forms import modal, plain_view, told
from bot.cards.message import Message
from bot.cards.presses import ASK, decode, encode
from bot.cards.wording import escape
from bot.matching.reading import Meaning

FIND = "find"
"""The shortcut that asks from anywhere, and its modal."""
QUESTION = "question"
"""The field in which the question is typed, heard at every letter."""
OWNS = "who-owns-this"
"""The shortcut on a message."""
REPLY = "reply-in-thread"
"""The button that answers the message for all to see."""

NO_QUESTION = "Type what you are looking for."

_OFFERED = 5
_LONGEST = 300
_TITLE = "Who owns this?"


@dataclass(frozen=True, slots=True)
class Reply:
    """Where an answer can be given, as the button carries it."""

    channel: str
    ts: str
    """The message that is answered."""
    thread: str
    meaning: Meaning

    def value(self) -> str:
        """Return it as the button's value."""
        return json.dumps([self.channel, self.ts, self.thread, encode(self.meaning)])

    @classmethod
    def of(cls, value: object) -> Reply:
        """Return what the button carries; raise ValueError for another version's."""
        try:
            channel, ts, thread, meaning = json.loads(str(value))
        except TypeError:
            raise ValueError("not a value of this button") from None
        return cls(str(channel), str(ts), str(thread), decode(str(meaning)).meaning)


def find_view(found: Sequence[Offer]) -> dict[str, Any]:
    """Return the modal with what may be meant by what was typed so far; what stands in the field stays."""
    return modal(
        "Find who owns something",
        _find(found[:_OFFERED]),
        submit="Ask",
        callback_id=FIND,
    )


def owner_view(card: Message, reply: Reply | None, outside: bool) -> dict[str, Any]:
    """Return the modal that answers a message; `outside` says that the app is not in its channel."""
    return plain_view(_TITLE, [*card.blocks, *(block.to_dict() for block in _below(reply, outside))])


def nothing_view() -> dict[str, Any]:
    """Return the modal that says that a message holds no words."""
    return told(_TITLE, "There are no words in this message that I could read.")


def replied_view(channel: str) -> dict[str, Any]:
    """Return the modal that says where the answer stands."""
    return told(_TITLE, f"The answer stands in the thread of that message in <#{channel}>.")


def uninvited_view() -> dict[str, Any]:
    """Return the modal that says that the app cannot reply there."""
    return told(_TITLE, _INVITE)


def _find(found: Sequence[Offer]) -> Iterator[slack.Block]:
    typed = slack.PlainTextInputElement(
        action_id=QUESTION,
        placeholder="Who owns data quality?",
        max_length=_LONGEST,
        focus_on_load=True,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_character_entered"]),
    )
    yield slack.InputBlock(
        block_id=QUESTION, label="What are you looking for?", element=typed, dispatch_action=True
    )
    if not found:
        yield small_print("I know of nothing by that name. Ask it as a question all the same.")
        return
    for place, offer in enumerate(found):
        button = ask("Show", offer.meaning, aloud=f"Show: {offer.text}")
        button.action_id = f"{ASK}:{place}"
        line = section(escape(offer.text), button)
        line.block_id = f"found:{place}"
        yield line


def _below(reply: Reply | None, outside: bool) -> Iterator[slack.Block]:
    if reply is not None:
        button = slack.ButtonElement(
            text="Reply in the thread",
            action_id=REPLY,
            value=reply.value(),
            style="primary",
            accessibility_label="Reply in the thread of the message, for all to see",
        )
        yield slack.ActionsBlock(block_id=REPLY, elements=[button])
    elif outside:
        yield small_print(_INVITE)


_INVITE = "I am not in this channel. Invite me with /invite @rolecall, then I can reply in the thread."
