"""The shapes of what Slack sends, as far as Bolt and the listeners rely on them; all else may be as it is.

https://docs.slack.dev/reference/interaction-payloads/ and https://docs.slack.dev/reference/events/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

# Lengths are no part of the patterns, which would be as large as they are long, anew in each field.
_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]*$", max_length=255)]
"""Ids are looked up and kept; nothing else may come under their name."""
_PersonId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]+$", max_length=31)]
_Ts = Annotated[str, StringConstraints(pattern=r"^[0-9.]*$", max_length=32)]
_Url = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=2000)]
_LATEST = 253_402_300_799
"""The last second of which there is a date."""
_Truth = bool | str | None
"""Forms write it out."""


class _Shape(BaseModel):
    # Each is built when the first payload of its kind comes: all of them would hold up every start.
    model_config = ConfigDict(strict=True, extra="ignore", defer_build=True)


class _Thing(_Shape):
    """A team, person, channel or organisation, which some payloads name by id alone and some whole."""

    id: _Id | None = None
    team_id: _Id | None = None
    enterprise_id: _Id | None = None


_Named = _Id | _Thing | None


class _Part(_Shape):
    """Where Bolt looks for ids: the payload, and every part of it that may hold some."""

    team: _Named = None
    user: _Named = None
    channel: _Named = None
    enterprise: _Named = None
    team_id: _Id | None = None
    user_id: _Id | None = None
    channel_id: _Id | None = None
    enterprise_id: _Id | None = None
    user_team: _Id | None = None
    app_installed_team_id: _Id | None = None
    context_team_id: _Id | None = None
    context_enterprise_id: _Id | None = None
    api_app_id: _Id | None = None
    bot_id: _Id | None = None
    function_execution_id: _Id | None = None
    bot_access_token: str | None = None
    inputs: dict[str, Any] | None = None
    is_enterprise_install: _Truth = None
    is_ext_shared_channel: _Truth = None
    ts: _Ts | None = None
    thread_ts: _Ts | None = None
    message_ts: _Ts | None = None
    view_id: _Id | None = None
    subtype: str | None = None
    channel_type: str | None = None
    text: str | None = None
    message: _Part | None = None
    previous_message: _Part | None = None
    edited: _Part | None = None
    deleted_ts: _Ts | None = None
    item: _Part | None = None
    container: _Part | None = None
    assistant_thread: _Part | None = None
    function_data: _Part | None = None


class _Reply(_Shape):
    """Where something that was handed in is to be posted."""

    channel_id: _Id
    response_url: _Url


class _Payload(_Part):
    """Every payload; what is asked of one kind beside it stands in a shape of its own.

    Derived from this one, each would hold all of its fields again, a megabyte together.
    """

    event: _Part = Field(None, validate_default=False)  # type: ignore[assignment] # Bolt trips over a null
    view: _Part | None = None
    authorizations: list[_Part] | None = None
    response_urls: list[_Reply] = Field(default_factory=list)
    response_url: _Url | None = None
    trigger_id: str | None = None


class _Command(_Shape):
    command: str
    team_id: _Id = Field(min_length=1)
    channel_id: _Id = Field(min_length=1)
    user_id: _Id = Field(min_length=1)
    trigger_id: str


class _Person(_Thing):
    id: _Id = Field(min_length=1)


class _Said(_Shape):
    """A message; those that were edited or deleted have a place, too."""

    channel: _Id = Field(min_length=1)
    ts: _Ts = Field(min_length=1)
    user: _Id | None = None


class _Profile(_Shape):
    display_name: str | None = None
    real_name: str | None = None


class _Changed(_Person):
    name: str | None = None
    real_name: str | None = None
    deleted: bool | None = None
    profile: _Profile | None = None


class _UserChange(_Shape):
    user: _Changed


class _Group(_Person):
    name: str | None = None
    date_delete: int | None = None


class _GroupChange(_Shape):
    subteam: _Group


class _InChannel(_Shape):
    channel: _Id = Field(min_length=1)


class _OfChannel(_Shape):
    channel: _Person


class _Joined(_Shape):
    user: _PersonId
    channel: _Id = Field(min_length=1)


class _Drawn(_Shape):
    """A Home as somebody has it before them."""

    private_metadata: str | None = None
    hash: str | None = None


class _Revoked(_Shape):
    tokens: dict[str, list[_Id]] | None = None


class _HomeOpened(_Shape):
    user: _PersonId
    tab: str | None = None
    view: _Drawn | None = None


_EVENTS: Mapping[str, type[_Shape]] = {
    "app_home_opened": _HomeOpened,
    "app_mention": _Said,
    "member_joined_channel": _Joined,
    "message": _Said,
    "user_change": _UserChange,
    "subteam_updated": _GroupChange,
    **{f"{kind}_{what}": _InChannel for kind in ("channel", "group") for what in ("archive", "deleted")},
    **dict.fromkeys(("channel_rename", "group_rename"), _OfChannel),
    **dict.fromkeys(("channel_shared", "channel_unshared"), _InChannel),
    "tokens_revoked": _Revoked,
}


class _Typed(_Shape):
    type: str


class _Event(_Shape):
    event: _Typed
    event_time: int | None = Field(None, ge=0, le=_LATEST)


class _Option(_Shape):
    value: str


class _File(_Shape):
    id: _Id = Field(min_length=1)
    name: str | None = None
    size: int | None = Field(None, ge=0)


class _State(_Shape):
    """What stands in an input, by any kind of element."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_user: _PersonId | None = None
    selected_users: list[_PersonId] | None = None
    selected_channel: _Id | None = None
    selected_channels: list[_Id] | None = None
    selected_conversation: _Id | None = None
    selected_conversations: list[_Id] | None = None
    files: list[_File] | None = None


class _Values(_Shape):
    values: dict[str, dict[str, _State]]


class _View(_Shape):
    id: _Id = Field(min_length=1)
    type: str
    callback_id: str | None = None
    private_metadata: str | None = None
    root_view_id: _Id | None = None
    previous_view_id: _Id | None = None
    state: _Values | None = None


class _Action(_State):
    action_id: str
    block_id: str | None = None


class _Shown(_View):
    hash: str
    """By which Slack knows whether it was changed meanwhile."""


class _Pressed(_Shape):
    user: _Person
    channel: _Thing | None = None
    trigger_id: str
    actions: list[_Action] = Field(min_length=1)
    view: _Shown = Field(None, validate_default=False)  # type: ignore[assignment] # absent, never null


class _Held(_View):
    callback_id: str
    private_metadata: str
    state: _Values


class _HandedIn(_Shape):
    user: _Person
    view: _Held


class _Suggesting(_Shape):
    user: _Person
    action_id: str
    value: str | None = None


class _Shortcut(_Shape):
    user: _Person
    trigger_id: str
    callback_id: str


class _Meant(_Shape):
    ts: _Ts = Field(min_length=1)


class _OnMessage(_Shortcut):
    channel: _Person
    message: _Meant


class _Challenge(_Shape):
    challenge: str


class _Other(_Shape):
    type: str


_SHAPES: Mapping[str, type[_Shape]] = {
    "event_callback": _Event,
    "block_actions": _Pressed,
    "view_submission": _HandedIn,
    "view_closed": _HandedIn,
    "block_suggestion": _Suggesting,
    "shortcut": _Shortcut,
    "message_action": _OnMessage,
    "url_verification": _Challenge,
}


def check(body: Mapping[str, Any]) -> None:
    """Raise ValueError where something that is relied on has a form in which Slack never sends it."""
    kind = body.get("type")
    try:
        _Payload.model_validate(body)
        if "command" in body:
            _Command.model_validate(body)
        if kind is not None or "command" not in body:
            (_SHAPES.get(kind, _Other) if isinstance(kind, str) else _Other).model_validate(body)
        if kind == "event_callback" and (event := _EVENTS.get(body["event"]["type"])):
            event.model_validate(body["event"])
    except ValidationError as error:
        # Not the error itself: its message repeats what was sent.
        raise ValueError(f"{error.error_count()} fields are of another form") from None
