"""What every listener answers with: the workspaces, drawn cards, and work that outlives a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers import Answer
from bot.answers.kinds import UnknownAnswer
from bot.answers.questions import question
from bot.cards import Message, View
from bot.cards.footing import Asked, footed
from bot.cards.gaps import waitable
from bot.cards.viewing import answer_view
from bot.delivery.answering import Answering
from bot.delivery.background import Background
from bot.delivery.uploading import Uploads
from bot.delivery.views import Views
from bot.drawn import Drawn
from bot.guiding.guide import Guide
from bot.matching.text import clean
from bot.pictures.painter import Painter
from bot.workspace.learning import Learning
from bot.workspace.naming import named
from bot.workspace.origin import origin
from bot.workspace.workspaces import Local, Workspaces


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts that listeners share."""

    workspaces: Workspaces
    drawn: Drawn
    answering: Answering
    background: Background
    learning: Learning
    clock: Callable[[], datetime]
    guide: Guide
    painter: Painter
    uploads: Uploads
    views: Views = field(default_factory=Views)

    async def local(self, body: Mapping[str, Any], client: AsyncWebClient, *, public: bool = False) -> Local:
        """Return what answers whoever sent this payload; `public` where others see the answer too."""
        return await self.workspaces.local(origin(body), client, public=public)

    async def card(
        self,
        local: Local,
        answer: Answer,
        client: AsyncWebClient,
        *,
        view: View = View.FIRST,
        page: int = 0,
        public: bool = False,
        framed: bool = False,
        typed: str = "",
        ts: str = "",
    ) -> Message:
        """Return the message that shows an answer, with the names of those whom it names.

        `framed` is drawn to stand in a modal, which has its own way to share it. `typed` is the question
        where somebody typed it, `ts` the message in which they did.
        """
        answer = await named(answer, self.workspaces.profiles, client, local.at)
        offered = local.editable and not public and view is View.FIRST
        unknown = answer.question if isinstance(answer, UnknownAnswer) else ""
        if isinstance(answer, UnknownAnswer):
            answer = replace(answer, question="")  # what was typed is not kept with what was drawn
        message = self.drawn.card(
            answer, view=view, page=page, public=public or framed, tables=not framed, editing=offered
        )
        if view is View.SOURCES:
            return message
        message = waitable(message, unknown, editable=local.editable) if unknown else message
        text = clean(typed) or question(answer.meaning, local.snapshot.knowledge) or ""
        asked = Asked(text, answer.meaning, local.at.user, ts)
        return footed(message, asked, public=public, keepers=local.contents.stewards)

    async def view(
        self,
        local: Local,
        answer: Answer,
        client: AsyncWebClient,
        *,
        view: View = View.FIRST,
        page: int = 0,
        typed: str = "",
    ) -> dict[str, Any]:
        """Return the modal that shows an answer, as `card` does a message."""
        card = await self.card(local, answer, client, view=view, page=page, framed=True, typed=typed)
        return answer_view(card, answer, view, page)

    def asked(self, local: Local, answer: Answer, client: AsyncWebClient, typed: str) -> None:
        """Take note of how a question was answered: every surface says so once for each that was typed.

        It is counted, and a gap where nobody knew; in the background, and only where the asker may be learnt
        from. What is pressed is no question.
        """
        self.background.start(self.learning.asked(local, answer, client, typed))
