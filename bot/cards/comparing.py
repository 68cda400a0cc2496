"""The modal in which two or three roles are chosen to be put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.blocks import OPTIONS
from bot.cards.forms import field, modal, options
from bot.knowledge.models import Role

COMPARE = "compare"
"""The button that opens the modal, and the modal."""
ROLES = "roles"
"""The input in which the roles are chosen."""

FEWEST, MOST = 2, 3

TOO_FEW = "Choose two or three roles."
GONE = "One of these is no longer known here. Choose again."


def compare_view(roles: Iterable[Role], chosen: Sequence[str] = ()) -> dict[str, Any]:
    """Return the modal; `chosen` stand in the field already."""
    there = list(roles)[:OPTIONS]
    menu = slack.StaticMultiSelectElement(
        placeholder="Two or three roles",
        options=options((role.name, role.id) for role in there),
        initial_options=options((role.name, role.id) for role in there if role.id in chosen) or None,
        max_selected_items=MOST,
    )
    hint = "I show what only one of them does, needs or works with, and what they share."
    roles_field = field(ROLES, "Roles", menu, hint=hint)
    roles_field.optional = False
    return modal(
        "Side by side",
        [roles_field],
        submit="Compare",
        callback_id=COMPARE,
    )
