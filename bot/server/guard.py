"""Stands in front of Bolt, which parses before it verifies: lets in only what Slack signed and how."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from pydantic import SecretStr
from starlette.requests import Request

from bot.server.shapes import check

LONGEST = 1 << 20
"""Bytes; Slack's own payloads end far below."""
_DIGITS = 15
_FIELDS = 100
SLOWEST = 3.0
"""Seconds for a whole body; Slack itself waits no longer for the answer."""
OLDEST = 5 * 60
"""Seconds, in both directions; Slack's own advice against replays."""

REFUSALS = (400, 401, 408, 413)
"""HTTP statuses with which a request is turned away."""

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a character beyond the first 65,536, as JSON escapes it."""


class Refused(Exception):  # noqa: N818 - it says what became of the request
    """A request that does not reach the app, with the HTTP status that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that Slack signed, parsed once."""

    body: dict[str, Any]
    headers: Mapping[str, str]


async def admit(request: Request, secret: SecretStr, now: Callable[[], float] = time.time) -> Admitted:
    """Return the request if it may go in; raises Refused with 400, 401, 408 or 413."""
    headers = dict(request.headers.items())  # looked into more than once, here and by Bolt
    try:
        async with asyncio.timeout(SLOWEST):
            raw = await _read(request, headers)
    except TimeoutError:
        raise Refused(408, "too slow") from None
    _verify(raw, headers, secret, now())
    try:
        body = _parse(raw.decode(), headers.get("content-type", ""))
        check(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not a request as Slack sends them") from None
    return Admitted(body, headers)


async def _read(request: Request, headers: Mapping[str, str]) -> bytes:
    announced = headers.get("content-length", "0")
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


def _form(text: str) -> dict[str, str]:
    """Return the fields of a form; the standard library's way takes three times as long."""
    fields = text.replace("+", " ").split("&", _FIELDS)
    if len(fields) > _FIELDS:
        raise ValueError("more fields than Slack sends")
    parts = [_unquoted(field) if "%" in field else field.partition("=") for field in fields if field]
    return {name: value for name, _, value in parts}


def _unquoted(field: str) -> tuple[str, str, str]:
    name, is_, value = field.partition("=")
    # As bytes: the way by text looks for what is not ASCII first, which takes as long again.
    return unquote_to_bytes(name).decode(), is_, unquote_to_bytes(value).decode()


def _loaded(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON says; a half of a character that it may escape is none that can be stored or sent."""
    told = json.loads(text)
    if not _HALF.search(text):
        return told
    halves = json.dumps(told, ensure_ascii=False).encode("utf-16", "surrogatepass")
    return json.loads(halves.decode("utf-16", "replace"))


def _parse(text: str, content_type: str) -> dict[str, Any]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        form = _form(text)
        body = _loaded(form["payload"]) if "payload" in form else form
    elif kind == _JSON:
        body = _loaded(text)
    else:
        raise ValueError("neither form nor JSON")
    if not isinstance(body, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the value of a body is wrong
    return body
