"""Modals that are handed in to see or share an answer: a comparison, and the answer for others to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import comparing as say
from bot.cards import decode
from bot.cards.comparing import COMPARE, ROLES, compare_view
from bot.cards.forms import block_of, held, message_view
from bot.cards.notices import broken, not_delivered, outdated
from bot.cards.viewing import ANSWER, NO_CHANNEL, WHERE, posting_view
from bot.delivery.posting import NoLongerPossible, NotDelivered, post, respond
from bot.delivery.views import answered
from bot.listeners.desk import Desk
from bot.matching.reading import Kind, Meaning
from bot.workspace.origin import origin

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Open the comparison, and take what is handed in."""

    @app.action(COMPARE)
    async def open_comparison(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()

        async def open_it() -> None:
            local = await desk.local(body, client)
            await desk.views.show(client, body, compare_view(local.snapshot.knowledge.roles.values()))

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(open_it(), tell)

    @app.view(COMPARE)
    async def show_comparison(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _compared(desk, body, client))

    @app.view(ANSWER)
    async def post_answer(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _posted(desk, body, client))


async def _compared(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Return how Slack is to go on after roles were chosen: with the answer on top, to come back from."""
    local = await desk.local(body, client)
    roles = tuple(dict.fromkeys(held(body["view"]).get(ROLES) or ()))
    wrong = say.TOO_FEW if not say.FEWEST <= len(roles) <= say.MOST else ""
    if not all(role in local.snapshot.knowledge.roles for role in roles):
        wrong = say.GONE
    if wrong:
        return {"response_action": "errors", "errors": {block_of(body["view"], ROLES): wrong}}
    answer = local.answer_meaning(Meaning(Kind.COMPARISON, roles=roles))
    return answered(body["view"], await desk.view(local, answer, client))


async def _posted(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Have an answer posted, as everybody there may see it; return how Slack is to go on with the modal."""
    view = body["view"]
    urls = body.get("response_urls") or ()
    if not urls:
        return {"response_action": "errors", "errors": {block_of(view, WHERE): NO_CHANNEL}}
    try:
        press = decode(view["private_metadata"])
    except ValueError:
        return {"response_action": "update", "view": message_view(outdated())}
    channel, url = urls[0]["channel_id"], urls[0]["response_url"]
    at = replace(origin(body), channel=channel)
    local = await desk.workspaces.local(at, client, public=True)
    answer = local.answer_meaning(press.meaning)
    card = await desk.card(local, answer, client, view=press.view, page=press.page, public=True)

    async def send() -> None:
        try:
            await respond(client, url, card, in_channel=True)
        except (NoLongerPossible, NotDelivered):
            await post(client, at.user, not_delivered(channel))

    async def tell(reference: str) -> None:
        await post(client, at.user, broken(reference))

    desk.background.start(send(), tell)
    return {"response_action": "update", "view": posting_view(channel)}
