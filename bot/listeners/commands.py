"""The slash command: what stands behind it is answered in the response itself, to the asker alone."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.answers.answerer import Answerer
from bot.drawn import Drawn
from bot.matching.reading import Kind, Meaning

_ANY = re.compile(r"^/")
"""A workspace may name the command as it likes; the app has only one."""

_EVERYTHING = Meaning(Kind.LIST)


def register(app: AsyncApp, answerer: Answerer, drawn: Drawn) -> None:
    """Answer the slash command."""

    @app.command(_ANY)
    async def answer_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        asked = command.get("text", "").strip()
        answer = answerer.answer_question(asked) if asked else answerer.answer_meaning(_EVERYTHING)
        await ack(response_type="ephemeral", **drawn.card(answer).payload())
