"""How something reaches the app: called in this process, or posted to its address; signed as Slack signs."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp

log = logging.getLogger(__name__)

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something the app is told."""

    kind: Kind
    what: str
    """For the journal: `event message`, `slash command /role`."""
    payload: Mapping[str, Any]

    @property
    def question(self) -> str:
        """Return what a person asks by it, if anything."""
        said = self.payload.get("event", self.payload)
        asked = self.kind != "interactive" and not said.get("bot_id") and not said.get("subtype")
        return str(said.get("text", "")) if asked else ""

    def encode(self) -> tuple[bytes, str]:
        """Return the body and its content type, as Slack sends this kind over HTTP."""
        if self.kind == "events_api":
            return json.dumps(self.payload).encode(), "application/json"
        form = self.payload if self.kind == "slash_commands" else {"payload": json.dumps(self.payload)}
        return urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app said."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Say whether it counts as an acknowledgement."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the range that HTTP calls success

    def json(self) -> object:
        """Return the body as JSON, or as text where it is none; None where it is empty."""
        text = self.body.decode(errors="replace")
        try:
            return json.loads(text) if text.strip() else None
        except json.JSONDecodeError:
            return text


class Transport(Protocol):
    """One way to the app."""

    async def send(self, delivery: Delivery, headers: Mapping[str, str]) -> Reply:
        """Deliver and return the answer; `headers` hold Slack's retry marks."""
        ...

    async def close(self) -> None:
        """Let go of the app."""
        ...


def sign(secret: str, body: bytes, at: int) -> str:
    """Return the signature of a request body, version 0."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()


def signed_headers(secret: str, body: bytes, content_type: str) -> dict[str, str]:
    """Return the headers of a signed request.

    The timestamp is real, not simulated: the app rightly compares it with its own clock.
    """
    at = int(time.time())
    return {
        "content-type": content_type,
        "user-agent": "Slackbot 1.0 (playground)",
        "x-slack-request-timestamp": str(at),
        "x-slack-signature": sign(secret, body, at),
    }


class HttpTransport:
    """Posts to the app's address."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, headers: Mapping[str, str]) -> Reply:
        """Deliver by HTTP; what fails on the way is a reply without status."""
        body, content_type = delivery.encode()
        signed = {**signed_headers(self._secret, body, content_type), **headers}
        self._session = self._session or aiohttp.ClientSession()
        try:
            async with self._session.post(
                self._url, data=body, headers=signed, allow_redirects=False
            ) as answer:
                answered = {name.lower(): value for name, value in answer.headers.items()}
                return Reply(answer.status, await answer.read(), answered)
        except aiohttp.ClientError as error:
            log.warning("The app could not be reached at %s: %s", self._url, error)
            return Reply(0)

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()
