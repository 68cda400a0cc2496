"""What is answered to a message: from what the journal keeps of it, so that any process can go on with it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import JsonValue
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers import Answer
from bot.cards import Message
from bot.cards.notices import broken, doubtful, hushed, welcome
from bot.cards.wording import shorten
from bot.delivery.answering import thread
from bot.delivery.journal import JsonObject, Task
from bot.listeners.desk import Desk
from bot.matching.asking import Courtesy, courtesy
from bot.matching.reading import Kind, Meaning
from bot.matching.text import clean
from bot.workspace.conversation import recalled, remembering, talk
from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Local

log = logging.getLogger(__name__)

ANSWERS = "answers"
"""The shelf of where answers stand, by channel and ts of the question."""
FINDABLE = timedelta(days=7)
"""How long an answer goes with its question where that is deleted."""

_LETTER = re.compile(r"\w")
_VALUE = 1500
"""Characters of a question in the value of a button, which holds two thousand."""


class Script:
    """Answers what was said, from what the journal keeps of it."""

    working = "is looking it up…"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, task: Task, client: AsyncWebClient) -> Message:
        """Return the answer to a message; the question is taken note of when it is answered first."""
        at, work, said = origin_of(task), task.work, str(task.work["text"])
        if work.get("hushed"):
            return hushed()
        if courtesy(said) is Courtesy.THANKS:
            return welcome()
        private = bool(work.get("private"))
        local = await self._desk.workspaces.local(at, client, public=not (work["direct"] or private))
        answer = await self._answer(local, task, said)
        message = await self._desk.card(
            local, answer, client, public=not private, typed=said, ts=asked_at(task)
        )
        if asks(said) and task.attempts == 1:
            self._desk.asked(local, answer, client, said)
        return message

    async def posted(self, task: Task, ts: str) -> None:
        """Keep where the answer stands, so that it goes with its question."""
        user, unasked = str(task.work["user"]), bool(task.work.get("unasked"))
        note: JsonValue = {"ts": ts, "user": user, "unasked": unasked}
        until = self._desk.clock() + FINDABLE
        key = f"{task.key.channel}:{asked_at(task)}"
        try:
            notes = self._desk.workspaces.store(WorkspaceId(task.key.team)).notes
            await notes.put(ANSWERS, key, note, person=user, until=until)
        except StoreDown as error:
            log.warning("an answer will not go with its question: %s", error)

    def doubtful(self, task: Task) -> Message:
        """Return what tells the asker that the answer may be missing, with a button for another."""
        work = {**task.work, "ts": task.key.ts, "text": shorten(str(task.work["text"]), _VALUE)}
        return doubtful(json.dumps(work, ensure_ascii=False, separators=(",", ":")))

    def broken(self, reference: str) -> Message:
        """Return what tells the asker that there is none."""
        return broken(reference)

    async def _answer(self, local: Local, task: Task, said: str) -> Answer:
        if not asks(said):
            return local.answer_meaning(Meaning(Kind.HELP))
        if not local.kept:
            return local.answer_question(said)
        memory = self._desk.workspaces.store(local.at.workspace).memory
        channel, in_thread = task.key.channel, thread(task)
        names = () if in_thread == asked_at(task) else (talk(channel, in_thread),)
        if task.work["direct"] and in_thread:
            # What a thread was not about, the rest of the conversation may be.
            names = (*names, talk(channel, None))
        answer = local.answer_question(said, await recalled(memory, *names))
        if keep := remembering(memory, talk(channel, in_thread), answer, local.at.user):
            self._desk.background.start(keep)
        return answer


def asks(said: str) -> bool:
    """Tell whether anything was said beside the mention and a greeting."""
    return bool(_LETTER.search(clean(said))) and courtesy(said) is None


def asked_at(task: Task) -> str:
    """Return the ts of the question; one that is answered for a second time has more in its key."""
    return task.key.ts.partition(":")[0]


def work_of(at: Origin, event: Mapping[str, Any], **more: bool) -> JsonObject:
    """Return what is needed to answer a message, and no more."""
    direct = is_direct(event)
    opened: str | None = event.get("thread_ts")
    return {
        "text": event.get("text") or "",
        "user": at.user,
        # An answer opens a thread, but for one that only the asker sees: it would be looked for in vain.
        "thread": opened if opened or direct or more.get("private") else event["ts"],
        "direct": direct,
        "team": at.team,
        "enterprise": at.enterprise,
        "shared": at.shared,
        **{name: True for name, holds in more.items() if holds},
    }


def origin_of(task: Task) -> Origin:
    """Return where a message came from."""
    work: Mapping[str, Any] = task.work
    return Origin(
        WorkspaceId(task.key.team),
        work["team"],
        work["enterprise"],
        work["user"],
        task.key.channel,
        work["shared"],
    )


def is_direct(event: Mapping[str, Any]) -> bool:
    """Tell whether something was said in the direct messages of one person and the bot."""
    return event.get("channel_type") == "im"
