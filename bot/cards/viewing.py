"""The modal that shows an answer, with a way to post it where others see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.kinds import Answer, RoleAnswer, UnknownAnswer
from bot.answers.known_here import PeopleAnswer
from bot.cards.forms import field, modal, plain_view, told
from bot.cards.message import Message
from bot.cards.presses import View, encode
from bot.cards.wording import shorten
from bot.matching.reading import Kind

ANSWER = "answer"
"""The modal with an answer; handed in, it posts the answer."""
WHERE = "where"
"""The input in which a channel is chosen to post it in."""

NO_CHANNEL = "Choose where to post it."

_TITLE = 24
_TITLES: Mapping[Kind, str] = {
    Kind.OWNERSHIP: "Who owns it",
    Kind.SKILLS: "Skills",
    Kind.TOOLS: "Tools",
    Kind.EXPERTISE: "Who knows it",
    Kind.COLLABORATION: "Who works with whom",
    Kind.COMPARISON: "Side by side",
    Kind.LIST: "Roles",
    Kind.WALKTHROUGH: "An example",
    Kind.HELP: "What you can ask",
    Kind.ABOUT: "What is meant",
}


def answer_view(message: Message, answer: Answer, view: View = View.FIRST, page: int = 0) -> dict[str, Any]:
    """Return the modal with an answer's card, which was drawn to stand there."""
    shown = list(message.blocks)
    if isinstance(answer, UnknownAnswer):  # nothing that others would want to see
        return plain_view(_title(answer), shown)
    drawn = modal(
        _title(answer),
        [_where()],
        submit="Post",
        close="Close",
        callback_id=ANSWER,
        private_metadata=encode(answer.meaning, view, page),
    )
    return {**drawn, "blocks": [*shown, *drawn["blocks"]]}


def posting_view(channel: str) -> dict[str, Any]:
    """Return the modal that says where the answer goes."""
    return told("Posted", f"The answer goes to <#{channel}>, where everybody there sees it.")


def _title(answer: Answer) -> str:
    if isinstance(answer, RoleAnswer | PeopleAnswer):
        return shorten(answer.role.name, _TITLE)
    return _TITLES.get(answer.kind, "Rolecall")


def _where() -> slack.InputBlock:
    menu = slack.ConversationSelectElement(
        placeholder="A channel or a person", response_url_enabled=True, default_to_current_conversation=True
    )
    return field(WHERE, "Post it for others to see", menu)
