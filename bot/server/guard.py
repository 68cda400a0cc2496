"""Stands in front of Bolt, which parses before it verifies: lets in only what Slack signed and how."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr
from starlette.requests import Request

LONGEST = 1 << 20
"""Bytes; Slack's own payloads end far below."""
_DIGITS = 15
OLDEST = 5 * 60
"""Seconds, in both directions; Slack's own advice against replays."""

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


class Refused(Exception):  # noqa: N818 - it says what became of the request
    """A request that does not reach the app, with the HTTP status that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that Slack signed, parsed once."""

    raw: str
    body: dict[str, Any]


async def admit(request: Request, secret: SecretStr, now: Callable[[], float] = time.time) -> Admitted:
    """Return the request if it may go in; raises Refused with 400, 401 or 413."""
    raw = await _read(request)
    _verify(raw, request.headers, secret, now())
    try:
        text = raw.decode()
        body = _parse(text, request.headers.get("content-type", ""))
        _check(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not a request as Slack sends them") from None
    return Admitted(text, body)


async def _read(request: Request) -> bytes:
    announced = request.headers.get("content-length", "0")
    if len(announced) > _DIGITS or int(announced) > LONGEST:  # the server let only digits pass
        raise Refused(413, "too large")
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LONGEST:
            raise Refused(413, "too large")
    return b"".join(parts)


def _verify(raw: bytes, headers: Mapping[str, str], secret: SecretStr, now: float) -> None:
    """Raise Refused unless the body bears a signature made with the secret in the last minutes.

    https://docs.slack.dev/authentication/verifying-requests-from-slack/
    """
    at = headers.get("x-slack-request-timestamp", "")
    if not at.isascii() or not at.isdigit() or abs(now - int(at[:20])) > OLDEST:
        raise Refused(401, "no timestamp of the last minutes")
    signed = b"v0:" + at.encode() + b":" + raw
    wanted = (
        b"v0=" + hmac.new(secret.get_secret_value().encode(), signed, hashlib.sha256).hexdigest().encode()
    )
    if not hmac.compare_digest(wanted, headers.get("x-slack-signature", "").encode()):
        raise Refused(401, "not signed by Slack")


def _parse(text: str, content_type: str) -> dict[str, Any]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        form = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
        body = json.loads(form["payload"]) if "payload" in form else form
    elif kind == _JSON:
        body = json.loads(text)
    else:
        raise ValueError("neither form nor JSON")
    if not isinstance(body, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the value of a body is wrong
    return body


def _check(body: dict[str, Any]) -> None:
    """Raise ValueError where a field that Bolt or a listener relies on has a form that it never has."""
    if not isinstance(body.get("type", body.get("command")), str):
        raise ValueError("neither type nor command")  # noqa: TRY004
    _fields(body)
    match body.get("type"):
        case "event_callback":
            event = _required(body, "event", dict)
            _required(event, "type", str)
            _fields(event)
            for each in body.get("authorizations") or ():
                _fields(each)
        case "block_actions":
            actions = _required(body, "actions", list)
            if not actions or not all(isinstance(each, dict) for each in actions):
                raise ValueError("no action")
            for each in actions:
                _required(each, "action_id", str)
            _required(_required(body, "user", dict), "id", str)


_TEXTS = (
    "subtype",
    "channel_type",
    "bot_id",
    "text",
    "ts",
    "thread_ts",
    "command",
    "response_url",
    "team_id",
    "user_id",
    "channel_id",
    "enterprise_id",
    "api_app_id",
    "trigger_id",
)
_THINGS = ("team", "user", "channel", "enterprise")
_OBJECTS = ("event", "view", "message", "container", "previous_message", "item", "assistant_thread")
_LISTS = ("authorizations", "response_urls", "actions")


def _fields(part: Any) -> None:  # noqa: ANN401 - any part of a body
    if not isinstance(part, dict):
        raise ValueError("not an object")  # noqa: TRY004
    if "event" in part and part["event"] is None:
        raise ValueError("no event")
    for name, kinds in _KINDS.items():
        value = part.get(name)
        if value is not None and not isinstance(value, kinds):
            raise ValueError(f"not a {name}")
    for name in _THINGS:
        thing = part.get(name)
        if isinstance(thing, dict) and not isinstance(thing.get("id", ""), str):
            raise ValueError(f"not the id of a {name}")  # noqa: TRY004


_KINDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(_TEXTS, (str,)),
    **dict.fromkeys(_THINGS, (str, dict)),
    **dict.fromkeys(_OBJECTS, (dict,)),
    **dict.fromkeys(_LISTS, (list,)),
}


def _required(part: dict[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401 - of that kind
    value = part.get(name)
    if not isinstance(value, kind):
        raise ValueError(f"no {name}")  # noqa: TRY004
    return value
