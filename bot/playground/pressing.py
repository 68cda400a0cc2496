"""What was pressed, chosen or typed, in the words of Slack's payloads; only what was offered counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.playground.blocks import elements_of, every_block
from bot.playground.talking import Refused

Element = Mapping[str, Any]
Suggested = Mapping[str, Sequence[Mapping[str, Any]]]
"""Options that the app suggested, by action_id."""

_ONE_OF = {"static_select", "external_select", "overflow", "radio_buttons"}
_SOME_OF = {"multi_static_select", "multi_external_select", "checkboxes"}
_IDS = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
_FORMS = {
    "email_text_input": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "url_text_input": re.compile(r"https?://\S+"),
    "number_input": re.compile(r"-?\d+(\.\d+)?"),
}
_MANY = ("multi_", "file_")
_STATELESS = {"button", "overflow", "feedback_buttons", "icon_button", "workflow_button", "image"}


def find_element(blocks: Sequence[Any], block_id: str, action_id: str) -> tuple[Mapping[str, Any], Element]:
    """Return a block and its element; raises Refused if they are not there."""
    for block in every_block(blocks):
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    raise Refused("action_not_found", "That is no longer there to be pressed.")


def outcome(element: Element, value: Any, suggested: Suggested) -> dict[str, Any]:  # noqa: ANN401 - as typed
    """Return what an element holds after somebody pressed, chose or typed; raises Refused."""
    kind = element["type"]
    if kind in _ONE_OF:
        return {"selected_option": _option(element, value, suggested) if value is not None else None}
    if kind in _SOME_OF:
        return {"selected_options": [_option(element, each, suggested) for each in value or ()]}
    if kind in _IDS:
        return {_IDS[kind]: value if value is not None or not kind.startswith(_MANY) else []}
    if kind in _TYPED:
        return _written(kind, value)
    if kind == "feedback_buttons":
        return _feedback(element, value)
    return {name: element[name] for name in ("text", "value", "url", "style", "icon") if name in element}


def _written(kind: str, value: object) -> dict[str, Any]:
    if kind != "rich_text_input":
        return {"value": value or None}
    if not isinstance(value, str) or not value:
        return {"rich_text_value": value or None}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"rich_text_value": {"type": "rich_text", "elements": [section]}}


def _feedback(element: Element, value: object) -> dict[str, Any]:
    for name in ("positive_button", "negative_button"):
        if element[name]["value"] == value:
            return {"text": element[name]["text"], "value": value}
    raise Refused("invalid_value", "There is no such button.")


def _offered(element: Element, suggested: Suggested) -> Iterator[Mapping[str, Any]]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]
    yield from suggested.get(element.get("action_id", ""), ())
    yield from element.get("initial_options", ())
    if "initial_option" in element:
        yield element["initial_option"]


def _option(element: Element, value: object, suggested: Suggested) -> Mapping[str, Any]:
    for option in _offered(element, suggested):
        if option["value"] == value:
            return option
    raise Refused("invalid_value", "That was not among the options.")


def initial(element: Element) -> Any:  # noqa: ANN401 - as the element's kind has it
    """Return the value that an element holds before anybody touched it."""
    if "initial_option" in element:
        return element["initial_option"]["value"]
    if "initial_options" in element:
        return [each["value"] for each in element["initial_options"]]
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def state(
    blocks: Sequence[Any],
    values: Mapping[str, Mapping[str, Any]],
    suggested: Suggested,
    before: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the values of everything that can hold one: as given, else as it was, else as it began."""
    held: dict[str, Any] = {}
    for block in every_block(blocks):
        for element in elements_of(block):
            if element["type"] in _STATELESS:
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            given = values.get(block_id, {})
            earlier = (before or {}).get(block_id, {}).get(action_id)
            if action_id in given or earlier is None:
                value = given[action_id] if action_id in given else initial(element)
                now = {"type": element["type"], **outcome(element, value, suggested)}
            else:
                now = dict(earlier)
            held.setdefault(block_id, {})[action_id] = now
    return held


def missing(blocks: Sequence[Any], held: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what the client itself says at the fields of a modal before it sends anything."""
    errors = {}
    for block in every_block(blocks):
        if block["type"] == "input":
            element = block["element"]
            value = next(
                value
                for name, value in held[block["block_id"]][element["action_id"]].items()
                if name != "type"
            )
            error = _fault(element, value, optional=bool(block.get("optional")))
            if error:
                errors[block["block_id"]] = error
    return errors


def _fault(element: Element, value: Any, *, optional: bool) -> str:  # noqa: ANN401 - as typed
    if not value:
        return "" if optional else "Please complete this required field."
    form = _FORMS.get(element["type"])
    if form and not form.fullmatch(value):
        return "Please enter a valid value."
    if isinstance(value, str) and len(value) > element.get("max_length", 3000):
        return f"Must be less than {element.get('max_length', 3000) + 1} characters."
    if isinstance(value, str) and len(value) < element.get("min_length", 0):
        return f"Must be more than {element['min_length'] - 1} characters."
    return ""
