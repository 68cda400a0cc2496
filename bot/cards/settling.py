"""The modal with the settings of a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.forms import field, modal, options, told

SETTINGS = "settings"

NO_DAYS = "Give a number from 1 to 365."

_MOST_STEWARDS = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen now."""

    guests: bool
    days: int
    digest: str | None
    """Where the week is told."""
    fallback: str | None
    """Where to ask what has no channel of its own."""
    stewards: Sequence[str] | None
    """None for people who may not name any."""


def settings_view(chosen: Chosen) -> dict[str, Any]:
    """Return the modal."""
    return modal("Settings", _inputs(chosen), submit="Save", callback_id=SETTINGS)


def settled_view() -> dict[str, Any]:
    """Return the modal that says that the settings hold."""
    return told("Saved", "These settings hold from now on.")


def shared(channel: str) -> str:
    """Return what stands at an input with a channel that another organisation reads."""
    return f"People of another organisation read #{channel}. Choose a channel of this workspace's own."


def _inputs(chosen: Chosen) -> Iterator[slack.Block]:
    if chosen.stewards is not None:
        people = slack.UserMultiSelectElement(
            placeholder="Nobody yet",
            initial_users=list(chosen.stewards) or None,
            max_selected_items=_MOST_STEWARDS,
        )
        hint = "They may change who does what here, and approve what others propose. Admins always may."
        yield field("stewards", "Stewards", people, hint=hint)
    choice = options([("Guests see who does what here", "guests")])
    shown = slack.CheckboxesElement(options=choice, initial_options=choice if chosen.guests else None)
    yield field("guests", "Guests", shown)
    kept = slack.NumberInputElement(initial_value=str(chosen.days), min_value="1", max_value="365")
    yield field("days", "Days that unanswered questions are kept", kept, hint="From 1 to 365; usually 90")
    hint = "Mondays at eight by your clock: how much was asked, what I could not answer. Invite me to it."
    yield field("digest", "Channel for the weekly digest", _channel(chosen.digest), hint=hint)
    hint = "Where people are asked what nobody is named for"
    yield field("fallback", "Channel for everything else", _channel(chosen.fallback), hint=hint)


def _channel(chosen: str | None) -> slack.ConversationSelectElement:
    return slack.ConversationSelectElement(
        placeholder="No channel",
        initial_conversation=chosen,
        filter=slack.ConversationFilter(include=["public", "private"], exclude_external_shared_channels=True),
    )
