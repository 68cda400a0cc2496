"""What the guard in front of Bolt lets in, and what it answers to the rest."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, served
from starlette.requests import Request
from starlette.types import Message

from bot.playground.transport import Delivery, sign, signed_headers
from bot.server.guard import LONGEST, Refused, admit

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@pytest.fixture
async def hall() -> AsyncIterator[Served]:
    async with served() as one:
        yield one


async def post(
    hall: Served,
    body: bytes,
    content_type: str = JSON,
    *,
    secret: str | None = None,
    at: float | None = None,
    announce: bool = True,
    **headers: str,
) -> int:
    """Post a body as somebody might; return the status."""
    stamp = int(time.time() if at is None else at)
    known = hall.workspace.credentials.signing_secret
    sent = {
        "content-type": content_type,
        "x-slack-request-timestamp": str(stamp),
        "x-slack-signature": sign(secret or known, body, stamp),
        **({"content-length": str(len(body))} if announce else {}),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    parts = [body[start : start + 65_536] for start in range(0, len(body), 65_536)] or [b""]
    unread: list[Message] = [
        {"type": "http.request", "body": part, "more_body": number < len(parts) - 1}
        for number, part in enumerate(parts)
    ]
    told: list[Message] = []

    async def receive() -> Message:
        return unread.pop(0)

    async def send(message: Message) -> None:
        told.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/slack/events",
        "raw_path": b"/slack/events",
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }
    await hall.app.web(scope, receive, send)
    await hall.quiet()
    status: int = told[0]["status"]
    return status


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    return delivery.encode()


SIGNATURES = ["", "v0=", "v1=0000", "v0=" + "é" * 64, "v0=" + "0" * 64]
QUESTION = encoded(payloads.command("data-engineer"))


async def test_what_slack_signed_goes_in(hall: Served) -> None:
    assert await post(hall, *QUESTION) == 200


async def test_a_wrong_signature_gets_401(hall: Served) -> None:
    assert await post(hall, *QUESTION, secret="guessed") == 401


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_timestamp_ten_minutes_away_gets_401(hall: Served, minutes: int) -> None:
    assert await post(hall, *QUESTION, at=time.time() + 60 * minutes) == 401


@pytest.mark.parametrize("minutes", [-4, 4])
async def test_a_clock_that_is_a_little_off_does_no_harm(hall: Served, minutes: int) -> None:
    assert await post(hall, *QUESTION, at=time.time() + 60 * minutes) == 200


@pytest.mark.parametrize(
    "stamp",
    ["", "now", "1e9", "-5", "١٢٣", "9" * 5000, pytest.param(f"{time.time()}", id="fraction")],
)
async def test_a_timestamp_that_is_no_number_gets_401(hall: Served, stamp: str) -> None:
    sent = stamp.encode().decode("latin-1")
    assert await post(hall, *QUESTION, x_slack_request_timestamp=sent) == 401


async def test_the_guard_itself_looks_at_the_age_not_only_bolt_behind_it() -> None:
    body, content_type = QUESTION
    headers = signed_headers("secret", body, content_type)
    stamp = int(headers["x-slack-request-timestamp"])
    assert (await admit(request(body, headers), SecretStr("secret"), lambda: stamp + 299)).body["text"]
    with pytest.raises(Refused, match="timestamp"):
        await admit(request(body, headers), SecretStr("secret"), lambda: stamp + 301)


def request(body: bytes, headers: dict[str, str]) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    encoded_headers = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": encoded_headers}, receive)


@pytest.mark.parametrize("signature", SIGNATURES)
async def test_a_signature_of_another_form_gets_401(hall: Served, signature: str) -> None:
    assert await post(hall, *QUESTION, x_slack_signature=signature) == 401


async def test_a_body_that_was_changed_after_signing_gets_401(hall: Served) -> None:
    body, content_type = QUESTION
    stamp = int(time.time())
    old = sign(hall.workspace.credentials.signing_secret, body, stamp)
    assert await post(hall, body + b"x", content_type, x_slack_signature=old) == 401


@pytest.mark.parametrize("announce", [True, False])
async def test_a_body_over_a_megabyte_gets_413(hall: Served, announce: bool) -> None:
    body = b"text=" + b"x" * LONGEST
    assert await post(hall, body, FORM, announce=announce) == 413


async def test_a_body_that_announces_more_than_it_may_is_not_even_read(hall: Served) -> None:
    assert await post(hall, b"", FORM, content_length="9" * 5000) == 413


async def test_the_longest_text_that_slack_sends_goes_in(hall: Served) -> None:
    body, content_type = encoded(payloads.command("data engineer " * 5000))
    assert await post(hall, body, content_type) == 200


def told(delivery: Delivery, **fields: Any) -> tuple[bytes, str]:
    """Return a delivery with some fields changed."""
    return Delivery(delivery.kind, delivery.what, {**delivery.payload, **fields}).encode()


def handed_in(state: Any) -> tuple[bytes, str]:
    """Return a form in whose only input this stands."""
    form = payloads.submission()
    return told(form, view={**form.payload["view"], "state": {"values": {"b": {"a": state}}}})


SHAPELESS: dict[str, tuple[bytes, str]] = {
    "truncated JSON": (b'{"type": "event_callback"', JSON),
    "an array": (b"[]", JSON),
    "a number": (b"7", JSON),
    "nothing": (b"", JSON),
    "an empty form": (b"", FORM),
    "invalid UTF-8": (b'{"type": "\xff"}', JSON),
    "invalid UTF-8 behind a percent sign": (b"command=%2Frole&text=%ff", FORM),
    "deep nesting": (b"[" * 100_000, JSON),
    "deep nesting in a payload": (b"payload=" + b'{"a":' * 50_000, FORM),
    "a payload that is an array": (b"payload=%5B%5D", FORM),
    "neither type nor command": (b'{"event": {"type": "message"}}', JSON),
    "a type that is a number": (b'{"type": 5}', JSON),
    "another content type": (b"command=%2Frole", "text/plain"),
    "no content type": (b"command=%2Frole", ""),
    "a thousand fields": (b"command=/role&" + b"a=1&" * 1000, FORM),
    "an event that is a text": told(payloads.mention("x"), event="x"),
    "an event that is null": told(payloads.mention("x"), event=None),
    "an event without a type": told(payloads.mention("x"), event={"text": "x"}),
    "a channel that is a number": payloads.mention("x", channel=5).encode(),
    "a ts that is a number": payloads.mention("x", ts=1.5).encode(),
    "a thread that is an object": payloads.mention("x", thread_ts={}).encode(),
    "a user that is a list": payloads.mention("x", user=[]).encode(),
    "a team whose id is a number": told(payloads.press("x"), team={"id": 5}),
    "authorizations of numbers": told(payloads.mention("x"), authorizations=[1]),
    "no actions": told(payloads.press("x"), actions=[]),
    "actions that are texts": told(payloads.press("x"), actions=["ask:0"]),
    "an action without an id": told(payloads.press("x"), actions=[{"type": "button", "value": "x"}]),
    "a press by nobody": told(payloads.press("x"), user=None),
    "a press by a nameless user": told(payloads.press("x"), user={"name": "nia"}),
    "a container that is a text": told(payloads.press("x"), container="message"),
    "a container whose message is a word": told(payloads.press("x"), container={"message_ts": "now"}),
    "a container whose view is a sentence": told(payloads.press("x"), container={"view_id": "a view"}),
    "a value that is a number": told(payloads.press("x"), actions=[{"action_id": "ask:0", "value": 7}]),
    "an option that is a text": told(
        payloads.press("x"), actions=[{"action_id": "ask:0", "selected_option": "x"}]
    ),
    "a response URL of another kind": told(payloads.press("x"), response_url="file:///etc/passwd"),
    "a team that is no id": told(payloads.mention("x"), team_id="T 1"),
    "a channel with a zero byte": payloads.mention("x", channel="C\0").encode(),
    "a ts that is a word": payloads.mention("x", ts="now").encode(),
    "a message without a channel": payloads.event({"type": "message", "ts": payloads.TS}).encode(),
    "a changed person without an id": payloads.event({"type": "user_change", "user": {}}).encode(),
    "a changed group that is a text": payloads.event({"type": "subteam_updated", "subteam": "S1"}).encode(),
    "a form without a view": told(payloads.submission(), view=None),
    "a form without a state": told(
        payloads.submission(), view={**payloads.submission().payload["view"], "state": None}
    ),
    "an input that is a number": handed_in(1),
    "a form whose view has no name": told(
        payloads.submission(), view={**payloads.submission().payload["view"], "id": ""}
    ),
    "files that are true": handed_in({"files": True}),
    "files that are texts": handed_in({"files": ["F1"]}),
    "a file whose size is a text": handed_in({"files": [{"id": "F1", "size": "large"}]}),
    "response URLs that are null": told(payloads.submission(), response_urls=None),
    "a menu without its name": told(payloads.press("x"), type="block_suggestion"),
    "a shortcut without its name": told(payloads.press("x"), type="shortcut"),
    "a challenge that is none": (b'{"type": "url_verification"}', JSON),
    "a time that is a list": told(payloads.event({"type": "app_uninstalled"}), event_time=[None]),
    "a time after all dates": told(payloads.event({"type": "app_uninstalled"}), event_time=10**18),
    "revoked tokens that are a text": payloads.event({"type": "tokens_revoked", "tokens": "bot"}).encode(),
    "a response URL that is an object": told(payloads.press("x"), response_url={}),
}


@pytest.mark.parametrize(("body", "content_type"), SHAPELESS.values(), ids=SHAPELESS.keys())
async def test_gets_400(hall: Served, body: bytes, content_type: str) -> None:
    assert await post(hall, body, content_type) == 400


@pytest.mark.parametrize(("typed", "kept"), [("\ud83d\ude00", "\U0001f600"), ("\ud800", "\ufffd")])
async def test_half_a_character_is_told_as_one_that_nobody_could_read(typed: str, kept: str) -> None:
    body = json.dumps({"type": "x", "text": typed}).encode()
    sent = request(body, signed_headers("secret", body, JSON))
    assert (await admit(sent, SecretStr("secret"), time.time)).body["text"] == kept


async def test_the_challenge_of_a_new_address_is_answered(hall: Served) -> None:
    body = {"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"}
    reply = await hall.send(Delivery("events_api", "url_verification", body))
    assert reply.status == 200
    assert json.loads(reply.body) == {"challenge": "3eZbrw1aB"}


async def test_who_leaves_in_the_middle_of_a_body_does_no_harm(hall: Served) -> None:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/slack/events",
        "query_string": b"",
        "headers": [],
        "http_version": "1.1",
        "scheme": "http",
    }
    await hall.app.web(scope, receive, send)
    assert told[0]["status"] == 400


async def test_a_body_that_comes_too_slowly_gets_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.guard.SLOWEST", 0.01)

    async def receive() -> Message:
        await asyncio.Event().wait()
        return {"type": "http.request"}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(Refused) as refused:
        await admit(request, SecretStr("s"))
    assert refused.value.status == 408
