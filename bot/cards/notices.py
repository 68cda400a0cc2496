"""The few lines that are no answer: something failed, or came too late."""

from __future__ import annotations

from typing import Any

from bot.cards.blocks import section
from bot.cards.message import Message
from bot.cards.wording import escape


def broken(reference: str) -> Message:
    """Say that something went wrong, with the reference under which it is logged."""
    return line(
        f"Something went wrong on my side, sorry. Please try once more; if it happens again, "
        f"give whoever runs me this reference: {reference}"
    )


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
