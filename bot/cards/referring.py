"""What leads from an answer to people: a look at what will be posted and where, and the post itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.questions import listed
from bot.answers.workspace import Contact
from bot.cards.blocks import section, small_print
from bot.cards.footing import QUESTION
from bot.cards.forms import field, modal, told
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, escape

REFER = "refer"
"""The modal that shows what will be posted."""

NO_QUESTION = "Write what you want to ask."

_TITLE = "Ask people"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a question goes, and who is told of it there."""

    channel: str
    topic: str | None
    """What the channel is for, within a sentence; None for the one in which everything else is asked."""
    contacts: Sequence[Contact] = ()
    linked: bool = False
    """Whether the post leads to where the question was asked."""


def refer_view(reference: Reference, question: str, metadata: str) -> dict[str, Any]:
    """Return the modal; nothing has been posted yet."""
    why = f", the channel for {bold(reference.topic)}" if reference.topic else ""
    names = listed([escape(contact.name) for contact in reference.contacts])
    tells = f"It notifies {names}." if names else "It mentions nobody but you."
    link = " It leads to where you asked." if reference.linked else ""
    typed = slack.PlainTextInputElement(initial_value=question or None, multiline=True, max_length=QUESTION)
    return modal(
        _TITLE,
        [
            section(f"This will be posted in <#{reference.channel}>{why}:"),
            field("question", "Your question", typed, needed=True),
            small_print(f"It says that you ask. {tells}{link}"),
        ],
        submit="Post",
        callback_id=REFER,
        private_metadata=metadata,
    )


def referring_view(channel: str) -> dict[str, Any]:
    """Return the modal while the question is on its way."""
    return told(_TITLE, f"Posting your question in <#{channel}>.")


def referred_view(channel: str, link: str | None) -> dict[str, Any]:
    """Return the modal that says where the question is."""
    return told(_TITLE, _referred(channel, link))


def referred(channel: str, link: str | None) -> Message:
    """Return the line that says where the question is, for who has closed the modal."""
    text = _referred(channel, link)
    return Message(text, (section(text).to_dict(),))


def nowhere_view(closed: Sequence[str]) -> dict[str, Any]:
    """Return the modal that says that there is no place; in `closed` channels the app cannot post."""
    if closed:
        where = listed([f"<#{channel}>" for channel in closed])
        return told(
            _TITLE, f"I cannot post in {where}, as I am not there. Invite me with /invite, or ask there."
        )
    return told(
        _TITLE,
        "Nobody has told me where to ask about this. Those who look after me can: with /role assign for one "
        "role or topic, with /role settings for everything else.",
    )


def not_posted() -> Message:
    """Return that Slack did not take the question."""
    return line("Slack did not take your question, so nothing was posted. Please try again.")


def asked_people(
    asker: str, question: str, reference: Reference, link: str | None, groups: Sequence[str] = ()
) -> Message:
    """Return the post: the one message of this app that tells people of itself, since somebody asked for it.

    The question is shown as it was typed, whatever was typed.
    """
    mentions = [
        f"<!subteam^{contact.id}>" if contact.id in groups else f"<@{contact.id}>"
        for contact in reference.contacts
    ]
    quoted = "\n".join(f"> {each}" for each in escape(question).splitlines())
    lead = f"<@{asker}> asks:\n{quoted}"
    where = f"<{link}|Where it was asked>" if link else "Asked of Rolecall, whose answer was not enough"
    rows = [section(lead), section(" ".join(mentions)) if mentions else None, small_print(where)]
    drawn = [{**row.to_dict(), "block_id": f"refer:{at}"} for at, row in enumerate(filter(None, rows))]
    return Message(" ".join([lead, *mentions]), tuple(drawn))


def _referred(channel: str, link: str | None) -> str:
    where = f"<{link}|Your question> is" if link else "Your question is"
    return f"{where} in <#{channel}>. Answers come there, in its thread."
