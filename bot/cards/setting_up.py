"""The set-up: three first steps for who installed the app, and the walk through the roles on the Home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.models import blocks as slack

from bot.answers.questions import plural
from bot.answers.workspace import Contact
from bot.cards.assigning import GROUPS
from bot.cards.blocks import section, small_print
from bot.cards.forms import field, options
from bot.cards.message import Message
from bot.cards.wording import bold, escape, number
from bot.knowledge.models import Role

YES, NO, LATER, RESUME = "set-up-yes", "set-up-no", "set-up-later", "set-up-resume"
"""The buttons of the walk; all but the last carry the role that is asked about."""

_MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Asking:
    """The role that the set-up asks about, with what its people and channel may be."""

    role: Role
    place: int
    """Which of how many it is, from one on."""
    total: int
    group: Contact | None = None
    channel: str | None = None
    groups: bool = False
    """Whether the workspace has user groups; else people are chosen."""
    wrong: str = ""
    """What was wrong with the last answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The set-up when every role has been looked at."""

    total: int
    later: int


def welcome(command: str) -> Message:
    """Return the message to whoever installed the app: three steps, and no more will come by itself."""
    steps = (
        "Thank you for installing me. Three steps, about three minutes:",
        "1. Open my *Home* (above) and say who does what here: a group and a channel for each role.",
        "2. Invite me where people ask about data: type `/invite @rolecall` in the channel.",
        f"3. Try it: type `{command} who owns data quality?` anywhere.",
    )
    return Message("\n".join(steps), tuple(section(text).to_dict() for text in steps))


def set_up_blocks(step: Asking | Asked | None) -> Iterator[slack.Block]:
    """Yield what the Home shows of the set-up."""
    if isinstance(step, Asking):
        yield from _asking(step)
    elif step is not None and step.later:
        roles = "one role" if step.later == 1 else f"{number(step.later)} roles"
        resume = slack.ButtonElement(
            text="Go on", action_id=RESUME, accessibility_label="Go on with the set-up"
        )
        yield section(f"{bold('Set-up')}\nYou left {roles} of {step.total} for later.", resume)
        yield slack.DividerBlock()


def _asking(step: Asking) -> Iterator[slack.Block]:
    role = step.role
    yield section(f"{bold(f'Set-up: {step.place} of {step.total}')}\nDo you have {bold(plural(role))} here?")
    if step.wrong:
        yield section(escape(step.wrong))
    if step.groups:
        chosen = options([(step.group.name, step.group.id)]) if step.group else None
        menu = slack.ExternalDataMultiSelectElement(
            placeholder="No group", min_query_length=0, initial_options=chosen
        )
        yield field(GROUPS, "Which group are they?", menu, about=role.id)
    else:
        people = slack.UserMultiSelectElement(placeholder="Nobody yet", max_selected_items=_MOST_PEOPLE)
        yield field("people", "Who are they?", people, about=role.id)
    channel = slack.ConversationSelectElement(
        placeholder="No channel",
        initial_conversation=step.channel,
        filter=slack.ConversationFilter(include=["public", "private"]),
    )
    yield field("channel", "Where to ask them?", channel, about=role.id)
    yield slack.ActionsBlock(
        block_id=f"set-up:{role.id}",
        elements=[
            _button("Yes, save", YES, role, f"Yes, save this for {plural(role)}", style="primary"),
            _button("We have none", NO, role, f"We have none: {plural(role)}"),
            _button("Later", LATER, role, f"Later: come back to {plural(role)}"),
        ],
    )
    if step.group or step.channel:
        yield small_print("Filled in by their names; change what is wrong.")
    yield slack.DividerBlock()


def _button(
    label: str, action_id: str, role: Role, aloud: str, style: str | None = None
) -> slack.ButtonElement:
    return slack.ButtonElement(
        text=label, action_id=action_id, value=role.id, accessibility_label=aloud[:75], style=style
    )
