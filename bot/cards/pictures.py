"""The button that shows a card as a picture, and the message with the picture."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from slack_sdk.models import blocks as slack

from bot.answers.kinds import (
    Answer,
    ComparisonAnswer,
    CraftAnswer,
    ListAnswer,
    OwnershipAnswer,
    PartnersAnswer,
    WalkthroughAnswer,
)
from bot.cards.blocks import section
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, escape, shorten
from bot.knowledge.models import Role

PICTURE = "picture"
"""The button; its value is the kind of picture, the roles, and the group of topics where there is one."""

_ALT = 2000
_TITLE = 2000
_VALUE = 2000
_PAIR = 2


def pictured(message: Message, answer: Answer) -> Message:
    """Return the card with a button to see it as a picture, where there is one of it."""
    offer = _offer(answer)
    rows = [number for number, block in enumerate(message.blocks) if block["type"] == "actions"]
    if offer is None or not rows:
        return message
    label, value = offer
    button = slack.ButtonElement(
        text="Picture", action_id=PICTURE, value=value[:_VALUE], accessibility_label=label
    )
    row = copy.copy(message.blocks[rows[-1]])
    row["elements"] = [*row["elements"], button.to_dict()]
    blocks = list(message.blocks)
    blocks[rows[-1]] = row
    return Message(message.text, tuple(blocks))


def picture_card(file: str, title: str, alt: str) -> Message:
    """Return the message that shows an uploaded picture."""
    image = slack.ImageBlock(
        slack_file={"id": file},
        alt_text=shorten(alt, _ALT),
        title=slack.PlainTextObject(text=shorten(title, _TITLE)),
        block_id="picture",
    )
    return Message(f"{escape(title)}. {escape(alt)}", (image.to_dict(),))


def no_upload(title: str, alt: str) -> Message:
    """Return what a picture would show, where the app may not upload one."""
    text = (
        f"{bold(title)}\nI may not upload pictures in this workspace; whoever looks after me can allow it "
        f"(files:write and files:read). In words: {escape(shorten(alt, _ALT))}"
    )
    return Message(f"{escape(title)}. {escape(alt)}", (section(text).to_dict(),))


def cannot_be_drawn(why: str) -> Message:
    """Return why there is no picture."""
    return line(why)


def not_ready(title: str) -> Message:
    """Return that Slack is still at work on a picture."""
    return line(f"Slack is still preparing the picture “{title}”. Please press once more in a moment.")


def _offer(answer: Answer) -> tuple[str, str] | None:
    """Return what the picture of an answer is called, and the value of its button."""
    offer: tuple[str, str] | None = None
    match answer:
        case CraftAnswer(role=role) if role.skill_levels:
            offer = "The skills as a picture", f"skills|{role.id}|"
        case PartnersAnswer(role=role, partners=partners) if partners:
            offer = "Who works with whom, as a picture", f"works-with|{role.id}|"
        case ComparisonAnswer(compared=compared) if len(compared) == _PAIR:
            offer = "The two roles side by side, as a picture", f"compare|{_ids(compared)}|"
        case ComparisonAnswer(compared=compared) if all(role.skill_levels for role in compared):
            offer = "The skills side by side, as a picture", f"skills|{_ids(compared)}|"
        case OwnershipAnswer(subject=topic):
            offer = "Who has which part in topics like this, as a picture", f"raci||{topic.group}"
        case ListAnswer():
            offer = "The way of the data, as a picture", "flow||"
        case WalkthroughAnswer(story=story):
            offer = "The steps by role, as a picture", f"example|{','.join(story.roles)}|"
    return offer


def _ids(roles: Iterable[Role]) -> str:
    return ",".join(role.id for role in roles)
