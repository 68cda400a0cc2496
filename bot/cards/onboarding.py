"""What newcomers are told: the welcome, their plan, its steps, and what changes about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.questions import in_sentence
from bot.cards.blocks import LABEL, OPTIONS, section, small_print
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import escape, shorten
from bot.knowledge.models import Role

ROLE = "onboard-role"
"""The menu of roles."""
OPEN = "onboard-open"
"""The button of a message that was scheduled; its value is the key of that message."""
SHOW = "onboard-show"
"""The button that shows a step; its value is the step."""
DONE = "onboard-done"
CHANGE, PAUSE, RESUME, STOP = "onboard-change", "onboard-pause", "onboard-resume", "onboard-stop"
WELCOME = "onboard-welcome"
"""The block by which a welcome is known."""

OURS = "onboard"
"""How every block begins that is ours."""


def welcome(roles: Sequence[Role], channel: str | None) -> Message:
    """Return the one message that welcomes somebody, with the choice of a role."""
    where = f" You have just joined <#{channel}>." if channel else ""
    lead = (
        f"Welcome.{where} I know who does what in data here. Tell me your role and I will show you around: "
        "a little now, and a little more on your first, third and seventh day."
    )
    blocks = [section(lead), *_choice(roles), small_print("You can change it, pause or stop at any time.")]
    return stacked("Welcome. Tell me your role and I will show you around.", blocks, WELCOME)


def choose_role(roles: Sequence[Role], *, again: bool = False) -> Message:
    """Return the choice of a role, for the first time or for another one."""
    lead = (
        "Which role shall it be? Your plan starts anew with it."
        if again
        else "Tell me your role and I will show you around: a little now, more on days one, three and seven."
    )
    return stacked(lead, [section(lead), *_choice(roles)], f"{OURS}-choice")


def due_message(key: int, plan: str) -> Message:
    """Return the thin message that is scheduled: its words fit whatever its button will show then."""
    text = f"Good morning. The next part of “{plan}” is here."
    button = slack.ButtonElement(text="Show it", action_id=OPEN, value=str(key), style="primary")
    return stacked(
        escape(text), [section(escape(text)), slack.ActionsBlock(elements=[button])], f"{OURS}-due"
    )


def key_in(message: Mapping[str, Any]) -> int | None:
    """Return the key of a thin message, None for any other message."""
    elements = (each for block in message.get("blocks", ()) for each in block.get("elements", ()))
    values = [str(each.get("value")) for each in elements if each.get("action_id") == OPEN]
    return int(values[0]) if values and values[0].isdecimal() else None


def is_welcome(message: Mapping[str, Any]) -> bool:
    """Tell whether a message is the welcome."""
    ids = (str(block.get("block_id", "")) for block in message.get("blocks", ()))
    return any(each.startswith(WELCOME) for each in ids)


def chosen(role: str) -> str:
    """Say that a plan has begun."""
    return f"Here we go: your plan for the role of {in_sentence(role)} starts now."


def paused() -> str:
    """Say that nothing will come until the person goes on."""
    return "Paused. Nothing more will come until you go on."


def resumed() -> str:
    """Say that it goes on."""
    return "Good, we go on."


def stopped() -> str:
    """Say that it is over."""
    return "Stopped. Nothing more will come; choose a role whenever you want to start again."


def may_still_arrive(at: datetime) -> str:
    """Say that a message that is not wanted any more may still arrive."""
    return f"One message may still arrive at {at:%H:%M} UTC, as it is about to be sent. Just leave it."


def zone_unknown() -> str:
    """Say when messages come to somebody whose time zone nobody knows."""
    return "Slack doesn't tell me your time zone, so messages come at ten in the morning, UTC."


def in_direct_messages() -> str:
    """Say where the steps are."""
    return "I have put it into your direct messages with me."


def no_plan() -> Message:
    """Say that there is nothing to begin."""
    return line("There is no onboarding plan for that role. Ask me anything instead.")


def not_enrolled() -> Message:
    """Say that somebody has no plan any more."""
    return line("You have no plan with me at the moment. Type `/role onboard` to begin one.")


def stacked(text: str, blocks: Iterable[slack.Block], stem: str) -> Message:
    """Return the message of some blocks, each known by its place; the stem tells whose they are."""
    drawn = []
    for position, block in enumerate(blocks):
        block.block_id = f"{stem}:{position}"
        drawn.append(block.to_dict())
    return Message(text, tuple(drawn))


def _choice(roles: Sequence[Role]) -> Iterator[slack.Block]:
    options = [
        slack.Option(text=slack.PlainTextObject(text=shorten(role.name, LABEL)), value=role.id)
        for role in roles[:OPTIONS]
    ]
    menu = slack.StaticSelectElement(placeholder="Your role", action_id=ROLE, options=options)
    yield slack.ActionsBlock(elements=[menu])
