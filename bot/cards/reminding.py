"""The monthly reminder to say whether what is known of somebody still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.assigning import ASSIGN, title, value_of
from bot.cards.blocks import section, small_print
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, escape, shorten
from bot.knowledge.models import Role, Topic

CONFIRM = "confirm"
NO_MORE = "no-more-reminders"
AGAIN = "reminders-again"

_MOST = 10
_LEAD = "Half a year has passed since somebody said that this is right. Is it still?"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An entry that nobody has confirmed for long: what it is about, and its line of markup."""

    about: Role | Topic
    line: str


def reminder(entries: Sequence[Unconfirmed]) -> Message:
    """Return the message that asks somebody about the entries that name them."""
    shown = entries[:_MOST]
    blocks: list[slack.Block] = [section(_LEAD)]
    for entry in shown:
        blocks += _entry(entry)
    if entries[_MOST:]:
        blocks.append(small_print(f"{len(entries[_MOST:])} more: /role mine lists them."))
    stop = slack.ButtonElement(
        text="No more of these",
        action_id=NO_MORE,
        value=NO_MORE,
        accessibility_label="No more of these reminders",
    )
    blocks.append(slack.ActionsBlock(block_id=NO_MORE, elements=[stop]))
    text = f"{_LEAD} {', '.join(title(entry.about) for entry in shown)}"
    return Message(escape(text), tuple(block.to_dict() for block in blocks))


def confirmed(blocks: Sequence[Mapping[str, Any]], about: Role | Topic) -> Message:
    """Return a reminder in which an entry was confirmed; `blocks` are those of the message as it stands."""
    text = f"{title(about)}: confirmed, thank you."
    done = {**section(escape(text)).to_dict(), "block_id": f"confirmed:{_key(about)}"}
    row = f"{CONFIRM}:{_key(about)}"
    kept = [dict(block) for block in blocks if block.get("block_id") != row]
    drawn = [done if block.get("block_id") == f"entry:{_key(about)}" else block for block in kept]
    return Message(escape(text), tuple(drawn))


def no_more() -> Message:
    """Return that somebody gets no more reminders."""
    return line("You get no more of these. /role mine says what you are named for, and starts them again.")


def again() -> Message:
    """Return that somebody gets reminders again."""
    return line("I remind you again, once a month at most, of what nobody has confirmed for half a year.")


def with_reminders_off(message: Message) -> Message:
    """Return what somebody is named for, with a button to get reminders again."""
    button = slack.ButtonElement(
        text="Remind me again",
        action_id=AGAIN,
        value=AGAIN,
        accessibility_label="Remind me again to confirm what I am named for",
    )
    row = slack.ActionsBlock(block_id=AGAIN, elements=[button])
    return Message(message.text, (*message.blocks, row.to_dict()))


def _entry(entry: Unconfirmed) -> list[slack.Block]:
    name, value = title(entry.about), value_of(entry.about)
    first = section(shorten(f"{bold(name)}\n{entry.line or 'nobody'}", 2900))
    first.block_id = f"entry:{_key(entry.about)}"
    yes = slack.ButtonElement(
        text="Still right",
        action_id=CONFIRM,
        value=value,
        style="primary",
        accessibility_label=shorten(f"Still right: {name}", 75),
    )
    edit = slack.ButtonElement(
        text="Edit", action_id=ASSIGN, value=value, accessibility_label=shorten(f"Edit: {name}", 75)
    )
    return [first, slack.ActionsBlock(block_id=f"{CONFIRM}:{_key(entry.about)}", elements=[yes, edit])]


def _key(about: Role | Topic) -> str:
    return f"{'role' if isinstance(about, Role) else 'topic'}:{about.id}"
