"""What nobody could answer: people wait for it, and stewards answer it or put it aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import gaps as say
from bot.cards.digest import SEE_GAPS
from bot.cards.directory import not_here
from bot.cards.forms import held, message_view
from bot.cards.gaps import ANSWER_GAP, NOT_OURS, TELL_ME, UNDO, GapLine
from bot.cards.notices import broken
from bot.delivery.posting import post, respond
from bot.knowledge.models import Faq
from bot.listeners.closing import answered, settled, tell_waiting
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, made, reachable
from bot.listeners.home import renew
from bot.listeners.tending import gap_line, gap_lines
from bot.workspace.checking import Unfit
from bot.workspace.edits import PutAside, Write
from bot.workspace.filling import entry_for
from bot.workspace.gaps import Gap, GapState
from bot.workspace.own import OwnFaq
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_DOING = "see and answer these"
_WAITED = {
    GapState.OPEN: say.waiting,
    GapState.ANSWERED: say.answered_already,
    GapState.NOT_OURS: say.nobody_answers,
}
_LISTED = 10
_HOME = "home"
"""What a form keeps that was opened there."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Let people wait for an answer, and stewards give one."""

    @app.action(TELL_ME)
    async def remember_to_tell(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        message = await _waiting(desk, body, client, str(action.get("value")))
        desk.background.start(_show(desk, client, body, message))

    @app.action(ANSWER_GAP)
    async def open_answer(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_open(desk, body, client, str(action.get("value"))), tell)

    @app.action(NOT_OURS)
    async def put_aside(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        local = await desk.local(body, client)
        message = await _put_aside(desk, local, client, str(action.get("value")))
        desk.background.start(_show(desk, client, body, message, replace=True))

    @app.action(UNDO)
    async def take_up_again(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        local = await desk.local(body, client)
        message = await _taken_back(desk, local, client, str(action.get("value")))
        desk.background.start(_show(desk, client, body, message, replace=True))

    @app.action(SEE_GAPS)
    async def show_gaps(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        local = await desk.local(body, client)
        try:
            message = await gaps_for(desk, local, client)
        except Refusal as refusal:
            message = refusal.message
        desk.background.start(_show(desk, client, body, message))

    @app.view(ANSWER_GAP)
    async def take_answer(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))


async def gaps_for(desk: Desk, local: Local, client: AsyncWebClient, aside: GapLine | None = None) -> Message:
    """Return the list of open gaps, under what was just put aside; raise Refusal where it may not be seen."""
    await admitted(desk, local, client, Deed.SEE_GAPS, _DOING)
    return say.gaps_card(*await gap_lines(desk, local, _LISTED), aside)


async def _waiting(desk: Desk, body: _Body, client: AsyncWebClient, question: str) -> Message:
    local = await desk.local(body, client)
    try:
        with reachable():
            state = await desk.learning.wait(local, client, question)
    except Refusal as refusal:
        return refusal.message
    return not_here() if state is None else _WAITED[state]()


async def _open(desk: Desk, body: _Body, client: AsyncWebClient, key: str) -> None:
    local = await desk.local(body, client)
    try:
        gap = await _gap(desk, local, client, key)
    except Refusal as refusal:
        view = message_view(refusal.message)
    else:
        metadata = f"{key} {body.get('response_url') or (_HOME if _is_home(body) else '')}"
        view = say.answer_view(gap_line(gap), local.snapshot.knowledge.roles.values(), metadata)
    await desk.views.show(client, body, view)


async def _put_aside(desk: Desk, local: Local, client: AsyncWebClient, key: str) -> Message:
    try:
        gap = await _gap(desk, local, client, key)
        visitor = await admitted(desk, local, client, Deed.CHANGE, _DOING)
        texts = tuple(dict.fromkeys(gap.texts))
        await made(desk, local, visitor, [PutAside(gap=gap.group, texts=texts)], _DOING)
        people = await settled(desk, local, gap.group, GapState.NOT_OURS)
        card = await gaps_for(desk, local, client, gap_line(gap))
    except Refusal as refusal:
        return refusal.message
    tell_waiting(desk, local, client, gap.group, people, say.put_aside(gap.texts[0]))
    return card


async def _taken_back(desk: Desk, local: Local, client: AsyncWebClient, key: str) -> Message:
    try:
        gap = await _gap(desk, local, client, key, GapState.NOT_OURS)
        visitor = await admitted(desk, local, client, Deed.CHANGE, _DOING)
        await made(desk, local, visitor, [PutAside(gap=gap.group, texts=())], _DOING)
        await settled(desk, local, gap.group, GapState.OPEN)
        return await gaps_for(desk, local, client)
    except Refusal as refusal:
        return refusal.message


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Keep an answer that was handed in; return how Slack is to go on with the modal."""
    local = await desk.local(body, client)
    key, _, url = str(body["view"]["private_metadata"]).partition(" ")
    try:
        gap = await _gap(desk, local, client, key)
        visitor = await admitted(desk, local, client, Deed.CHANGE, _DOING)
        entry, wrong = entry_of(gap, held(body["view"]))
        if entry is not None:
            try:
                await made(desk, local, visitor, [Write(own=OwnFaq(value=entry))], _DOING)
            except Unfit as unfit:
                wrong["ways"] = say.problems_at(problem.message for problem in unfit.problems)
        if entry is None or wrong:
            return {"response_action": "errors", "errors": say.errors_at(gap.group, wrong)}
        people = await settled(desk, local, gap.group, GapState.ANSWERED)
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    now = await desk.local(body, client)
    news = await answered(desk, now, client, gap.texts[0], entry.id)
    tell_waiting(desk, now, client, gap.group, people, news)
    if url == _HOME:
        desk.background.start(renew(desk, body, client))
    elif url:
        desk.background.start(_renew(desk, now, client, url))
    return {"response_action": "update", "view": say.answered_view(gap.texts[0], len(people))}


async def _gap(
    desk: Desk, local: Local, client: AsyncWebClient, key: str, state: GapState = GapState.OPEN
) -> Gap:
    """Return a gap that is still in a state, for somebody who may see it; raise Refusal."""
    await admitted(desk, local, client, Deed.SEE_GAPS, _DOING)
    with reachable():
        gap = await desk.workspaces.store(local.at.workspace).gaps.gap(key)
    if gap is None or gap.state is not state or not gap.texts:
        raise Refusal(say.settled())
    return gap


def entry_of(gap: Gap, given: Mapping[str, Any]) -> tuple[Faq | None, dict[str, str]]:
    """Return the entry that was filled in, or what is wrong by input."""
    answer = str(given.get("answer") or "").strip()
    ways = list(dict.fromkeys(filter(None, map(str.strip, str(given.get("ways") or "").splitlines()))))
    wrong = {} if answer else {"answer": say.NO_ANSWER}
    if not ways:
        wrong["ways"] = say.NO_QUESTION
    elif any(len(way) > say.QUESTION for way in ways):
        wrong["ways"] = say.TOO_LONG
    try:
        return (None if wrong else entry_for(gap, answer, ways, given.get("role"))), wrong
    except ValidationError:
        return None, {"answer": say.NO_ANSWER}


async def _renew(desk: Desk, local: Local, client: AsyncWebClient, url: str) -> None:
    """Put the list as it is now in the place of the one that was pressed."""
    await respond(client, url, await gaps_for(desk, local, client), replace=True)


async def _show(
    desk: Desk, client: AsyncWebClient, body: _Body, message: Message, *, replace: bool = False
) -> None:
    url = body.get("response_url")
    if _is_home(body):
        await renew(desk, body, client)
    if url:
        await respond(client, url, message, replace=replace)
    elif "view" in body:
        await desk.views.show(client, body, message_view(message), instead=replace)
    else:
        await post(client, body["user"]["id"], message)


def _is_home(body: _Body) -> bool:
    return (body.get("view") or {}).get("type") == "home"
