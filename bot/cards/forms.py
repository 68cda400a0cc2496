"""The pieces of modals: labelled inputs, and the view around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.models import blocks as slack
from slack_sdk.models.views import View

from bot.cards.blocks import LABEL, section
from bot.cards.message import Message
from bot.cards.wording import shorten

_TITLE = 24
_HINT = 2000
_NOTHING: Mapping[str, Any] = {}


def modal(
    title: str,
    blocks: Iterable[slack.Block],
    *,
    submit: str | None = None,
    close: str | None = None,
    callback_id: str | None = None,
    private_metadata: str | None = None,
) -> dict[str, Any]:
    """Return a modal, checked; with `submit` it can be handed in."""
    view = View(
        type="modal",
        title=slack.PlainTextObject(text=shorten(title, _TITLE)),
        close=slack.PlainTextObject(text=close or ("Cancel" if submit else "Close")),
        blocks=[*blocks],
        submit=slack.PlainTextObject(text=submit) if submit else None,
        callback_id=callback_id,
        private_metadata=private_metadata,
    )
    drawn: dict[str, Any] = view.to_dict()
    return drawn


def told(title: str, *paragraphs: str) -> dict[str, Any]:
    """Return a modal that only says something; the paragraphs are markup."""
    return modal(title, map(section, paragraphs))


def message_view(message: Message, title: str = "Rolecall") -> dict[str, Any]:
    """Return a modal that says what a message says."""
    return plain_view(title, message.blocks)


def plain_view(title: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a modal of blocks that are drawn already."""
    return {**modal(title, [section(title)]), "blocks": [*blocks]}


def field(
    name: str,
    label: str,
    element: slack.InputInteractiveElement,
    *,
    about: str = "",
    hint: str = "",
    needed: bool = False,
) -> slack.InputBlock:
    """Return a labelled input, which may stay empty unless it is needed.

    `about` keeps what was typed for one thing out of the form of another, where one takes the other's place.
    """
    element.action_id = name
    return slack.InputBlock(
        block_id=f"{name}:{about}" if about else name,
        label=shorten(label, LABEL),
        element=element,
        optional=not needed,
        hint=slack.PlainTextObject(text=shorten(hint, _HINT)) if hint else None,
    )


def options(choices: Iterable[tuple[str, str]]) -> list[slack.Option]:
    """Return the options of a menu from labels and values."""
    return [
        slack.Option(text=slack.PlainTextObject(text=shorten(label, LABEL)), value=value)
        for label, value in choices
    ]


def held(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what stands in each input of a view, by the input's name; nothing for one without inputs."""
    found: dict[str, Any] = {}
    for block in (view.get("state") or {}).get("values", {}).values():
        for name, state in block.items():
            found[name] = _value(state)
    return found


def block_of(view: Mapping[str, Any], name: str) -> str:
    """Return the block in which an input stands, to say there what is wrong with it."""
    inputs: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return next((block for block, there in inputs.items() if name in there), name)


_ONE = ("selected_user", "selected_conversation", "selected_channel", "value")
_SEVERAL = ("selected_users", "selected_conversations", "selected_channels", "files")


def _value(state: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the element's kind has it
    if "selected_options" in state:
        return tuple(option["value"] for option in state["selected_options"] or ())
    if "selected_option" in state:
        return (state["selected_option"] or _NOTHING).get("value")
    if several := [name for name in _SEVERAL if name in state]:
        return tuple(state[several[0]] or ())
    return next((state[name] for name in _ONE if name in state), None) or None
