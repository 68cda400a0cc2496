"""Which listeners are asked about a request: those of its kind, in their order, and nothing is lost by it."""

from __future__ import annotations

import re
from typing import Any

import payloads
import pytest
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground.transport import Delivery, signed_headers
from bot.server.sorting import _REMEMBERED, SortedApp


async def anybody(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="TDATA", bot_user_id="UBOT", bot_token="xoxb-1")


class Noting:
    """An app with listeners of every kind, which notes who was asked and who answered."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.app = SortedApp(signing_secret="secret", authorize=anybody, process_before_response=True)
        register = [
            ("first command", self.app.command("/other")),
            ("command", self.app.command(re.compile("^/"))),
            ("mention", self.app.event("app_mention")),
            ("any event", self.app.event(re.compile("^(message|team_join)$"))),
            ("message", self.app.event("message")),
            ("home", self.app.event("app_home_opened")),
            ("turn", self.app.action({"type": "block_actions", "action_id": "turn"})),
            ("picked", self.app.action(re.compile("^pick:"))),
            ("action", self.app.action({"type": "block_actions", "action_id": re.compile("")})),
            ("view", self.app.view(re.compile(""))),
            ("options", self.app.options(re.compile(""))),
            ("shortcut", self.app.shortcut(re.compile(""))),
        ]
        for name, decorate in register:
            decorate(self._listener(name))

        @self.app.function("any")
        async def run(ack: AsyncAck) -> None:
            await ack()

        for listener, name in zip(
            list(self.app._async_listeners), [name for name, _ in register], strict=False
        ):
            self._watch(listener, name)

    def _listener(self, name: str) -> Any:
        async def answer(ack: AsyncAck) -> None:
            self.answered.append(name)
            await ack()

        return answer

    def _watch(self, listener: Any, name: str) -> None:
        matches = listener.async_matches

        async def noting(**given: Any) -> bool:
            self.asked.append(name)
            return bool(await matches(**given))

        listener.async_matches = noting

    async def send(self, delivery: Delivery) -> int:
        body, kind = delivery.encode()
        headers: dict[str, Any] = signed_headers("secret", body, kind)
        return (await self.app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=headers))).status


def interactive(kind: str, **fields: Any) -> Delivery:
    payload = {**payloads.press("x").payload, "type": kind, **fields}
    return Delivery("interactive", kind, payload)


@pytest.mark.parametrize(
    ("delivery", "asked"),
    [
        (payloads.command("x"), ["first command", "command"]),
        (payloads.mention("x"), ["mention"]),
        (payloads.message("x"), ["any event"]),
        (payloads.event({"type": "app_home_opened", "user": "UNIA"}), ["home"]),
        (payloads.event({"type": "team_join", "user": "UNIA"}), ["any event"]),
        (payloads.press("x"), ["action"]),
        (payloads.press("x", "turn"), ["turn"]),
        (payloads.press("x", "pick:1"), ["picked"]),
        (payloads.submission(), ["view"]),
        (interactive("block_suggestion", action_id="groups", value=""), ["options"]),
        (interactive("shortcut", callback_id="any"), ["shortcut"]),
    ],
    ids=lambda value: value.what if isinstance(value, Delivery) else "",
)
async def test_only_listeners_for_that_kind_are_asked_and_the_first_that_fits_answers(
    delivery: Delivery, asked: list[str]
) -> None:
    noting = Noting()
    assert await noting.send(delivery) == 200
    assert noting.asked == asked
    assert noting.answered == asked[-1:]


async def test_what_is_of_no_known_kind_is_put_to_every_listener() -> None:
    noting = Noting()
    assert await noting.send(interactive("something_new")) == 404
    assert len(noting.asked) == 12


async def test_ids_without_end_take_no_memory_without_end() -> None:
    noting = Noting()
    for number in range(_REMEMBERED + 5):
        assert await noting.send(payloads.press("x", f"new:{number}")) == 200
    assert len(noting.app._async_listeners._sorted) <= _REMEMBERED
    assert set(noting.answered) == {"action"}


async def test_outside_a_request_all_listeners_are_there() -> None:
    noting = Noting()
    await noting.send(payloads.command("x"))
    assert len(list(noting.app._async_listeners)) == 13
