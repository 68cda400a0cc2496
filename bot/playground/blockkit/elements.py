"""The rules for what people press, choose and fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.playground.blockkit.checks import (
    Check,
    Json,
    Place,
    array,
    boolean,
    either,
    number,
    only_on,
    shape,
    string,
)
from bot.playground.blockkit.texts import (
    CONFIRM,
    IMAGE,
    OPTION_GROUP,
    distinct_values,
    option,
    plain,
    url,
    web_address,
)

_ID: Mapping[str, Check] = {"action_id": string(255)}
_COMMON: Mapping[str, Check] = {**_ID, "confirm": CONFIRM}
_FIELD: Mapping[str, Check] = {**_ID, "placeholder": plain(150), "focus_on_load": boolean}
_MENU: Mapping[str, Check] = {**_COMMON, **_FIELD}
_MULTI: Mapping[str, Check] = {**_MENU, "max_selected_items": number(1)}
_OPTION = option()
_CHOICE = option(formatted=True)
_STYLE = string(among=("primary", "danger"))
_ID_STRING = string()
_DAY = string(10, least=10)
_CLOCK_TIME = string(5, least=5)
_DISPATCH = shape(
    {"trigger_actions_on": array(string(among=("on_enter_pressed", "on_character_entered")), 2)}
)
_CONVERSATION_FILTER = shape(
    {},
    {
        "include": array(string(among=("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def _chosen(value: Json, at: Place) -> Iterator[str]:
    """Check that what is chosen at first is one of the options, letter by letter."""
    groups = value.get("option_groups") or [value]
    options = [each for group in groups for each in group.get("options", ())]
    if not options:
        return
    for name in ("initial_option", "initial_options"):
        first = value.get(name, [])
        for each in first if isinstance(first, list) else [first]:
            if each not in options:
                yield at.fault(f"{name} is not among the options")


def _for_a_form(value: Json, at: Place) -> Iterator[str]:
    """Check that only a modal's menu asks for a response URL: elsewhere none ever comes."""
    if value.get("response_url_enabled") and at.surface != "modal":
        yield at.fault("response_url_enabled works in modals only")


def _menu(*, many: bool, fields: Mapping[str, Check]) -> Check:
    return shape({}, {**(_MULTI if many else _MENU), **fields}, _for_a_form)


def _static(*, many: bool) -> Check:
    first: dict[str, Check] = (
        {"initial_options": array(_OPTION, 100)} if many else {"initial_option": _OPTION}
    )
    return shape(
        {},
        {
            **(_MULTI if many else _MENU),
            **first,
            "options": array(_OPTION, 100),
            "option_groups": array(OPTION_GROUP, 100),
        },
        either("options", "option_groups"),
        distinct_values,
        _chosen,
    )


_URL_ENABLED: Mapping[str, Check] = {"response_url_enabled": boolean}
_CONVERSATIONS: Mapping[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": _CONVERSATION_FILTER,
}

SELECTS: Mapping[str, Check] = {
    "static_select": _static(many=False),
    "external_select": _menu(many=False, fields={"initial_option": _OPTION, "min_query_length": number(0)}),
    "users_select": _menu(many=False, fields={"initial_user": _ID_STRING}),
    "conversations_select": _menu(
        many=False, fields={"initial_conversation": _ID_STRING, **_CONVERSATIONS, **_URL_ENABLED}
    ),
    "channels_select": _menu(many=False, fields={"initial_channel": _ID_STRING, **_URL_ENABLED}),
}

MULTI_SELECTS: Mapping[str, Check] = {
    "multi_static_select": _static(many=True),
    "multi_external_select": _menu(
        many=True, fields={"initial_options": array(_OPTION, 100), "min_query_length": number(0)}
    ),
    "multi_users_select": _menu(many=True, fields={"initial_users": array(_ID_STRING)}),
    "multi_conversations_select": _menu(
        many=True, fields={"initial_conversations": array(_ID_STRING), **_CONVERSATIONS}
    ),
    "multi_channels_select": _menu(many=True, fields={"initial_channels": array(_ID_STRING)}),
}

_BUTTON = shape(
    {"text": plain(75)},
    {
        **_COMMON,
        "url": url,
        "value": string(2000),
        "style": _STYLE,
        "accessibility_label": string(75),
    },
)

_CHECKBOXES = shape(
    {"options": array(_CHOICE, 10)},
    {**_COMMON, "focus_on_load": boolean, "initial_options": array(_CHOICE, 10)},
    distinct_values,
    _chosen,
)

_RADIO = shape(
    {"options": array(_CHOICE, 10)},
    {**_COMMON, "focus_on_load": boolean, "initial_option": _CHOICE},
    distinct_values,
    _chosen,
)

_OVERFLOW = shape({"options": array(option(linked=True), 5)}, _COMMON, distinct_values)
_DATE = shape({}, {**_MENU, "initial_date": _DAY})
_TIME = shape({}, {**_MENU, "initial_time": _CLOCK_TIME, "timezone": string()})
_DATE_TIME = shape(
    {},
    {**_COMMON, "focus_on_load": boolean, "initial_date_time": number(1_000_000_000, 9_999_999_999)},
    only_on("message", "modal"),
)

_WORKFLOW_BUTTON = shape(
    {
        "text": plain(75),
        "workflow": shape(
            {
                "trigger": shape(
                    {"url": web_address},
                    {"customizable_input_parameters": array(shape({"name": string(), "value": string()}))},
                )
            }
        ),
    },
    {**_ID, "style": _STYLE, "accessibility_label": string(75)},
    only_on("message"),
)

_FEEDBACK_BUTTON = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

FEEDBACK: Mapping[str, Check] = {
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON}, _ID
    ),
    "icon_button": shape(
        {"icon": string(among=("trash",)), "text": plain(75)},
        {
            **_COMMON,
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": array(_ID_STRING, 10),
        },
    ),
}


def _lengths(value: Json, at: Place) -> Iterator[str]:
    if value.get("min_length", 0) > value.get("max_length", 3000):
        yield at.fault("min_length is greater than max_length")


def _bounds(value: Json, at: Place) -> Iterator[str]:
    try:
        low, high = float(value.get("min_value", "-inf")), float(value.get("max_value", "inf"))
    except ValueError:
        yield at.fault("min_value and max_value must be numbers written as strings")
        return
    if low > high:
        yield at.fault("min_value is greater than max_value")


_TYPED: Mapping[str, Check] = {**_FIELD, "dispatch_action_config": _DISPATCH}

TYPED: Mapping[str, Check] = {
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
        _lengths,
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": string()}, only_on("modal")),
    "url_text_input": shape({}, {**_TYPED, "initial_value": url}, only_on("modal")),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
        only_on("modal"),
        _bounds,
    ),
    "file_input": shape(
        {}, {**_ID, "filetypes": array(string()), "max_files": number(1, 10)}, only_on("modal")
    ),
    "rich_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": shape({"elements": array(shape({}, {"elements": array(shape({}, {}))}))}),
        },
    ),
}

_PICKED: Mapping[str, Check] = {
    **SELECTS,
    "checkboxes": _CHECKBOXES,
    "radio_buttons": _RADIO,
    "datepicker": _DATE,
    "timepicker": _TIME,
}

IN_ACTIONS: Mapping[str, Check] = {
    **_PICKED,
    "button": _BUTTON,
    "overflow": _OVERFLOW,
    "datetimepicker": _DATE_TIME,
    "workflow_button": _WORKFLOW_BUTTON,
}

IN_SECTION: Mapping[str, Check] = {
    **_PICKED,
    **MULTI_SELECTS,
    "button": _BUTTON,
    "image": IMAGE,
    "overflow": _OVERFLOW,
    "workflow_button": _WORKFLOW_BUTTON,
}

IN_INPUT: Mapping[str, Check] = {**_PICKED, **MULTI_SELECTS, **TYPED, "datetimepicker": _DATE_TIME}

BUTTONS: Mapping[str, Check] = {"button": _BUTTON}
