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
from bot.matching.reading import Kind, Meaning

_ANY = re.compile(r"^/")
"""A workspace may name the command as it likes; the app has only one."""

_EVERYTHING = Meaning(Kind.LIST)


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
            answer = local.answer_question(asked) if asked else local.answer_meaning(_EVERYTHING)
            if asked:
                desk.asked(local, answer, client, asked)
            done = await desk.card(local, answer, client, typed=asked)
        return privately(done)
