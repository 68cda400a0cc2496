"""What somebody sees who opens the direct message with the bot: questions to begin with."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.prompting import TITLE, prompts
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.manifest import AGENT_SCOPE
from bot.matching.reading import Kind, Meaning
from bot.workspace.directory import WorkspaceId
from bot.workspace.stores import StoreDown

_Body = Mapping[str, Any]

_GREETED = "greeted"
_REMEMBERED = timedelta(days=365)


def register(app: AsyncApp, desk: Desk) -> None:
    """Offer questions to whoever opens the direct message."""

    @app.event("app_home_opened", matchers=[is_of_messages])
    async def offer_questions(body: _Body, client: AsyncWebClient) -> None:
        desk.background.start(_offer(desk, body, client))


async def is_of_messages(event: _Body) -> bool:
    """Tell whether it is the direct message that was opened, and not the Home."""
    return event.get("tab") == "messages"


async def _offer(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    """Offer what Slack draws as prompts; where it does not, help itself, once for each person."""
    local = await desk.local(body, client)
    place = local.at.channel or local.at.user
    help_ = local.answer_meaning(Meaning(Kind.HELP))
    if await desk.workspaces.profiles.may(client, local.at, AGENT_SCOPE):
        with contextlib.suppress(SlackApiError):  # an older Slack has no prompts
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=place, title=TITLE, prompts=prompts(help_.offers)
            )
            return
    if await never_greeted(desk, local.at.workspace, local.at.user):
        # Without what stands under an answer: nobody has asked anything yet.
        await post(client, place, desk.drawn.card(help_, public=True))


async def never_greeted(desk: Desk, workspace: WorkspaceId, user: str) -> bool:
    """Tell whether the bot speaks to somebody first now, as far as is known, and remember that it does."""
    try:
        if await desk.guide.enrolments(workspace).get(user):  # who was welcomed to a channel
            return False
        notes = desk.workspaces.store(workspace).notes
        until = desk.clock() + _REMEMBERED
        return await notes.claim(_GREETED, user, True, until=until, person=user)
    except StoreDown:
        return False
