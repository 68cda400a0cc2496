"""The few lines that are no answer: something failed, or came too late."""

from __future__ import annotations

from typing import Any

from bot.cards.blocks import actions, section
from bot.cards.message import Message
from bot.cards.wording import escape


def broken(reference: str) -> Message:
    """Say that something went wrong, with the reference under which it is logged."""
    return line(
        f"Something went wrong on my side, sorry. Please try once more; if it happens again, "
        f"give whoever runs me this reference: {reference}"
    )


AGAIN = "answer-again"
"""The button whose value holds a question that may not have been answered."""


def doubtful(value: str) -> Message:
    """Say that an answer may be missing, with a button for another: Slack did not say whether it took it."""
    from slack_sdk.models import blocks as slack  # whoever only reads texts needs none of Slack

    text = "Slack did not tell me whether my answer arrived. If you see none, press the button."
    button = slack.ButtonElement(text="Answer again", action_id=AGAIN, value=value)
    row = actions(button)
    assert row is not None  # noqa: S101 - for the type checker: it holds a button
    row.block_id = AGAIN
    return Message(escape(text), (section(escape(text)).to_dict(), row.to_dict()))


def answering_again() -> Message:
    """Say that another answer is on its way."""
    return line("Here it comes once more.")


def not_installed() -> Message:
    """Say that the app is not, or no longer, installed where somebody uses it."""
    return line("I am not installed here any more. Please ask whoever looks after your workspace's apps.")


def outdated() -> Message:
    """Say that a button is older than this bot's knowledge of buttons."""
    return line("This button is from an older version of me. Please ask again.")


def too_fast(seconds: int) -> Message:
    """Say that somebody asks faster than is allowed, and when they may go on."""
    wait = "a second" if seconds <= 1 else f"{seconds} seconds"
    return line(f"That was a lot at once, so I left this one out. Please ask again in {wait}.")


def too_late() -> Message:
    """Say that Slack no longer lets a card be used."""
    return line(
        "This card has been open for too long to do that. Please ask again, then press on the new one."
    )


def welcome() -> Message:
    """Say that thanks have been heard."""
    return line("Glad to help. Ask me whenever you want to know who does what.")


def hushed() -> Message:
    """Say that this channel does not want answers."""
    return line(
        "I was asked to stay silent in this channel. I am happy to answer to /role, or in a direct message."
    )


def not_delivered(channel: str) -> Message:
    """Say that Slack would not take an answer that somebody wanted others to see."""
    text = f"Slack did not let me post that answer in <#{channel}>. Ask there, or choose another channel."
    return Message(text, (section(text).to_dict(),))


def broken_view(reference: str) -> dict[str, Any]:
    """Return a modal that says what `broken` says."""
    told = broken(reference)
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "That did not work"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(told.blocks),
    }


def line(text: str) -> Message:
    """Return a message of one line; the text is plain."""
    return Message(escape(text), (section(escape(text)).to_dict(),))
