"""The modal with the settings of a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.forms import field, modal, options, told

SETTINGS = "settings"

NO_DAYS = "Give a number from 1 to 365."

_MOST_STEWARDS = 50


def settings_view(
    stewards: Sequence[str] | None, *, guests: bool, days: int, fallback: str | None = None
) -> dict[str, Any]:
    """Return the modal; `stewards` is None for people who may not name any."""
    return modal(
        "Settings",
        _inputs(stewards, guests=guests, days=days, fallback=fallback),
        submit="Save",
        callback_id=SETTINGS,
    )


def settled_view() -> dict[str, Any]:
    """Return the modal that says that the settings hold."""
    return told("Saved", "These settings hold from now on.")


def _inputs(
    stewards: Sequence[str] | None, *, guests: bool, days: int, fallback: str | None
) -> Iterator[slack.Block]:
    if stewards is not None:
        people = slack.UserMultiSelectElement(
            placeholder="Nobody yet", initial_users=list(stewards) or None, max_selected_items=_MOST_STEWARDS
        )
        hint = "They may change who does what here, and approve what others propose. Admins always may."
        yield field("stewards", "Stewards", people, hint=hint)
    choice = options([("Guests see who does what here", "guests")])
    shown = slack.CheckboxesElement(options=choice, initial_options=choice if guests else None)
    yield field("guests", "Guests", shown)
    kept = slack.NumberInputElement(initial_value=str(days), min_value="1", max_value="365")
    yield field("days", "Days that unanswered questions are kept", kept, hint="From 1 to 365; usually 90")
    channel = slack.ConversationSelectElement(
        placeholder="No channel",
        initial_conversation=fallback,
        filter=slack.ConversationFilter(include=["public", "private"], exclude_external_shared_channels=True),
    )
    hint = "Where people are asked what nobody is named for"
    yield field("fallback", "Channel for everything else", channel, hint=hint)
