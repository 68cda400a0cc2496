"""Brings things to the app as Slack does: three seconds to acknowledge, and three more tries for events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from bot.playground.transport import Delivery, Reply, Transport
from bot.playground.workspace import Workspace

ACK_WITHIN = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)
"""Seconds before the first, second and third try again."""


class Undelivered(Exception):  # noqa: N818 - it says what became of the delivery
    """The app did not acknowledge; `reason` is Slack's word for why."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.final = reason, final


class Courier:
    """Delivers to one app over one transport."""

    def __init__(self, workspace: Workspace, transport: Transport) -> None:
        self.workspace, self.transport = workspace, transport

    def announce(self, event: Mapping[str, Any]) -> str:
        """Deliver an event in the background, with retries; return its event id."""
        workspace = self.workspace
        event_id = workspace.new_id("Ev")
        envelope = {
            "token": workspace.credentials.verification_token,
            "team_id": workspace.team,
            "context_team_id": workspace.team,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": dict(event),
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(workspace.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team,
                    "user_id": workspace.bot,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": self._is_shared(event),
        }
        delivery = Delivery("events_api", f"event {event['type']}", envelope)
        workspace.spawn(self._persist(delivery))
        if workspace.faults.take("duplicate"):
            workspace.spawn(self._persist(delivery))
        return event_id

    async def verify_url(self) -> Reply:
        """Send the challenge that Slack sends when somebody enters a request URL; return the app's answer."""
        challenge = {
            "token": self.workspace.credentials.verification_token,
            "challenge": self.workspace.new_id("challenge"),
            "type": "url_verification",
        }
        return await self.ask(Delivery("events_api", "url_verification", challenge))

    async def ask(self, delivery: Delivery, headers: Mapping[str, str] | None = None) -> Reply:
        """Deliver once and return the acknowledgement; raises Undelivered where there is none in time."""
        workspace = self.workspace
        await workspace.clock.sleep(workspace.faults.slow_ms / 1000)
        entry = workspace.journal.open(workspace.clock.now(), "to_app", delivery.what, delivery.payload)
        entry.headers = dict(headers or {})
        entry.retry = int(entry.headers.get("x-slack-retry-num", 0))
        if workspace.explain and (question := delivery.question.replace(f"<@{workspace.bot}>", "").strip()):
            entry.reading = workspace.explain(question)
        began = time.perf_counter()
        reply = await self._within(delivery, entry.headers)
        spent = (time.perf_counter() - began) * 1000
        if reply is None:
            workspace.journal.close(entry, None, 0, spent)
            raise Undelivered("http_timeout")
        if workspace.faults.take("lose_ack"):
            entry.fault = "lose_ack"
            workspace.journal.close(entry, reply.json(), reply.status, spent)
            raise Undelivered("connection_failed")
        workspace.journal.close(entry, reply.json(), reply.status, spent)
        if not reply.ok:
            final = reply.headers.get("x-slack-no-retry") == "1"
            raise Undelivered("http_error" if reply.status else "connection_failed", final=final)
        return reply

    async def _within(self, delivery: Delivery, headers: Mapping[str, str]) -> Reply | None:
        """Wait three simulated seconds for the app, and leave it working if it takes longer."""
        answer = asyncio.ensure_future(self.transport.send(delivery, headers))
        timer = asyncio.ensure_future(self.workspace.clock.sleep(ACK_WITHIN))
        try:
            await asyncio.wait({answer, timer}, return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else None
        finally:
            timer.cancel()
            answer.cancel()

    async def _persist(self, delivery: Delivery) -> None:
        headers: dict[str, str] = {}
        for number, wait in enumerate((*RETRY_AFTER, None), start=1):
            try:
                await self.ask(delivery, headers)
            except Undelivered as failure:
                if wait is None or failure.final:
                    self._give_up(delivery)
                    return
                await self.workspace.clock.sleep(wait)
                headers = {"x-slack-retry-num": str(number), "x-slack-retry-reason": failure.reason}
            else:
                return

    def _give_up(self, delivery: Delivery) -> None:
        text = f"The app never acknowledged the {delivery.what}."
        self.workspace.feed.publish("notice", {"text": text})

    def _is_shared(self, event: Mapping[str, Any]) -> bool:
        channel = self.workspace.channels.get(str(event.get("channel")))
        return bool(channel and channel.shared)
