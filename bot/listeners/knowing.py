"""Whoever knows what nobody could answer says so: kept at once where they may, else proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import gaps as say
from bot.cards.directory import not_here
from bot.cards.forms import block_of, held, message_view
from bot.cards.gaps import I_KNOW
from bot.cards.notices import broken
from bot.cards.writing import proposed_view
from bot.delivery.posting import post
from bot.listeners.closing import answered, settled, tell_waiting
from bot.listeners.deciding import ask_to_decide
from bot.listeners.desk import Desk
from bot.listeners.gaps import entry_of
from bot.listeners.gate import Refusal, admitted, made, reachable
from bot.listeners.writing import WRITING
from bot.workspace.checking import Unfit
from bot.workspace.edits import Write
from bot.workspace.gaps import Gap, GapState
from bot.workspace.own import OwnFaq
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Let people answer what nobody could."""

    @app.action(I_KNOW)
    async def open_form(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()

        async def tell_them(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_open(desk, body, client, str(action.get("value"))), tell_them)

    @app.view(I_KNOW)
    async def take_answer(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))


async def _open(desk: Desk, body: _Body, client: AsyncWebClient, question: str) -> None:
    local = await desk.local(body, client)
    try:
        visitor = await admitted(desk, local, client, Deed.PROPOSE, WRITING)
        await _gap(desk, local, client, question)
    except Refusal as refusal:
        view = message_view(refusal.message)
    else:
        roles = local.snapshot.knowledge.roles.values()
        view = say.know_view(question, roles, proposing=not visitor.may(Deed.CHANGE))
    await desk.views.show(client, body, view)


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Keep or propose what was handed in; return how Slack is to go on with the modal."""
    local, question = await desk.local(body, client), str(body["view"]["private_metadata"])
    try:
        visitor = await admitted(desk, local, client, Deed.PROPOSE, WRITING)
        gap = await _gap(desk, local, client, question)
        entry, wrong = entry_of(gap, held(body["view"]))
        if entry is None:
            return _wrong(body, wrong)
        try:
            edit = Write(own=OwnFaq(value=entry), gap=gap.group)
            proposals = await made(desk, local, visitor, [edit], WRITING)
        except Unfit as unfit:
            return _wrong(body, {"ways": say.problems_at(problem.message for problem in unfit.problems)})
        if proposals:
            asked = await ask_to_decide(desk, local, client, proposals)
            return {"response_action": "update", "view": proposed_view(question, asked)}
        people = await settled(desk, local, gap.group, GapState.ANSWERED)
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    now = await desk.local(body, client)
    news = await answered(desk, now, client, question, entry.id)
    tell_waiting(desk, now, client, gap.group, people, news)
    return {"response_action": "update", "view": say.answered_view(question, len(people))}


async def _gap(desk: Desk, local: Local, client: AsyncWebClient, question: str) -> Gap:
    """Return the open gap of a question; raise Refusal where there is nothing to be answered."""
    with reachable():
        gap = await desk.learning.gap(local, client, question)
    if gap is None:
        raise Refusal(not_here())
    if gap.state is GapState.NOT_OURS:
        raise Refusal(say.nobody_answers())
    if gap.state is GapState.ANSWERED:
        raise Refusal(say.answered_already())
    return gap


def _wrong(body: _Body, wrong: Mapping[str, str]) -> dict[str, Any]:
    errors = {block_of(body["view"], name): text for name, text in wrong.items()}
    return {"response_action": "errors", "errors": errors}
