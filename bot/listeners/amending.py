"""What becomes of an answer whose question is edited, or deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.journal import JournalState, MessageKey, Task
from bot.delivery.posting import redraw, remove
from bot.listeners.desk import Desk
from bot.listeners.replying import ANSWERS, FINDABLE, Script, work_of
from bot.matching.asking import asks
from bot.workspace.origin import Origin, origin
from bot.workspace.stores import NoteStore

_Event = Mapping[str, Any]

AMENDED = frozenset({"message_changed", "message_deleted"})

_STAMP = re.compile(r"\d{1,12}(\.\d{1,6})?")
_WITHIN = 300.0
"""Seconds after a question in which editing it has it answered anew."""


async def amend(desk: Desk, script: Script, body: _Event, event: _Event, client: AsyncWebClient) -> None:
    """Take an answer away with its question, or answer what the question says now; soon."""
    at = origin(body)
    notes = desk.workspaces.store(at.workspace).notes
    message: _Event = event.get("message") or {}
    if event["subtype"] == "message_deleted":
        await _gone(desk, client, at, str(event.get("deleted_ts")))
    elif message.get("subtype") == "tombstone":  # so Slack tells of a deleted message that has replies
        await _gone(desk, client, at, str(message.get("ts")))
    elif _is_edit(message, event.get("previous_message") or {}):
        asker = replace(at, user=str(message["user"]))
        desk.background.start(
            _edited(
                desk, script, notes, client, asker, {**message, "channel_type": event.get("channel_type")}
            )
        )


async def _gone(desk: Desk, client: AsyncWebClient, at: Origin, ts: str) -> None:
    """Remove the answer to a message, where there is one; of two who are told, one finds it."""
    desk.answering.forsake(MessageKey(at.workspace, at.channel, ts))
    answer = await desk.workspaces.store(at.workspace).notes.take(ANSWERS, f"{at.channel}:{ts}")
    if isinstance(answer, dict):
        desk.background.start(remove(client, at.channel, str(answer["ts"])))


def _is_edit(message: _Event, before: _Event) -> bool:
    """Tell whether a person has changed what they said, and soon: a preview changes a message too."""
    if not isinstance(message.get("user"), str) or message.get("bot_id"):
        return False
    said, changed = _seconds(message), _seconds(message.get("edited") or {})
    if said is None or changed is None or message.get("text") == before.get("text"):
        return False
    return changed - said <= _WITHIN


def _seconds(stamped: _Event) -> float | None:
    found = _STAMP.match(str(stamped.get("ts")))
    return float(found[0]) if found else None


async def _edited(
    desk: Desk, script: Script, notes: NoteStore, client: AsyncWebClient, at: Origin, message: _Event
) -> None:
    """Answer what the question says now, where an earlier text of it was answered."""
    key = f"{at.channel}:{message['ts']}"
    answer = await notes.get(ANSWERS, key)
    if not isinstance(answer, dict) or str(answer.get("edited", "")) >= str(message["edited"]["ts"]):
        return
    if answer["unasked"] and not asks(str(message.get("text") or "")):
        await notes.take(ANSWERS, key)
        await remove(client, at.channel, str(answer["ts"]))
        return
    # The first attempt has been: the question is counted.
    name = MessageKey(at.workspace, at.channel, str(message["ts"]))
    drawn = await script.answer(Task(name, work_of(at, message), JournalState.CLAIMED, 2), client)
    await redraw(client, at.channel, str(answer["ts"]), drawn)
    until = desk.clock() + FINDABLE
    await notes.put(ANSWERS, key, {**answer, "edited": message["edited"]["ts"]}, person=at.user, until=until)
