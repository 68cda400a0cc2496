"""What somebody is told who wants to be forgotten, before and after."""

from __future__ import annotations

from slack_sdk.models import blocks as slack

from bot.cards.blocks import section
from bot.cards.message import Message
from bot.cards.notices import line

FORGET = "forget-me"

_GOES = (
    "I forget what I keep about you alone: that you asked what I could not answer, what you want to be told, "
    "what our conversations were about, your start here and what I remind you of."
)
_STAYS = (
    "What stays is the workspace's: where others have named you for a role or topic, and who changed what. "
    "An admin can take you out of the first with /role assign."
)


def forget_card() -> Message:
    """Return what would be forgotten and what not, with the button that does it."""
    button = slack.ButtonElement(
        text="Forget me",
        action_id=FORGET,
        value=FORGET,
        style="danger",
        accessibility_label="Forget me: what is kept about me alone",
    )
    row = slack.ActionsBlock(block_id=FORGET, elements=[button])
    return Message(f"{_GOES} {_STAYS}", (section(_GOES).to_dict(), section(_STAYS).to_dict(), row.to_dict()))


def forgotten() -> Message:
    """Return that it is done."""
    return line("Done: what I kept about you alone is gone.")
