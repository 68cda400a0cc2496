"""The slash command: what stands behind it is answered in the response itself, to the asker alone."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.desk import Desk
from bot.listeners.responses import privately
from bot.listeners.words import answer_words
from bot.matching.asking import courtesy
from bot.matching.reading import Kind, Meaning

_ANY = re.compile(r"^/")
"""A workspace may name the command as it likes; the app has only one."""

_EVERYTHING, _GREETED = Meaning(Kind.LIST), Meaning(Kind.HELP)


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer the slash command."""

    @app.command(_ANY)
    async def answer_command(
        ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse | None:
        asked = command.get("text", "").strip()
        local = await desk.local(command, client)
        done = await answer_words(asked, local, desk, command, client)
        if done is True:  # a modal opens
            await ack()
            return None
        if done is False:
            talk = _talk(asked)
            answer = local.answer_meaning(talk) if talk else local.answer_question(asked)
            if not talk:
                desk.asked(local, answer, client, asked)
            done = await desk.card(local, answer, client, typed=asked)
        return privately(done)


def _talk(typed: str) -> Meaning | None:
    """Return what whoever asks nothing is shown; None for a question."""
    if not typed:
        return _EVERYTHING
    return _GREETED if courtesy(typed) else None
