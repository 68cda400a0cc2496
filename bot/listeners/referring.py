"""Still need help: the question goes before people, once, and only after who asks has seen where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import JsonValue
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.workspace import Contact, Here
from bot.cards.assigning import name
from bot.cards.directory import out_of_reach
from bot.cards.footing import HELP, Asked, asked_of, value_of
from bot.cards.forms import block_of, held, message_view
from bot.cards.notices import broken, outdated
from bot.cards.referring import (
    NO_QUESTION,
    REFER,
    Reference,
    asked_people,
    not_posted,
    nowhere_view,
    refer_view,
    referred,
    referred_view,
    referring_view,
)
from bot.delivery.posting import post, whisper
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted
from bot.listeners.presses import Place, sorry
from bot.workspace.naming import named_here
from bot.workspace.referring import Referral, referrals
from bot.workspace.rights import Deed
from bot.workspace.stores import NoteStore, StoreDown
from bot.workspace.subjects import found
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_SHELF = "help"
_POSTING = timedelta(minutes=2)
"""How long a post may take before somebody may try again."""
_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to know from people, as the modal carries it."""

    asked: Asked
    answer: str
    """The card under which they pressed: for each, a question is posted once."""
    place: str
    """The channel of that card."""
    channel: str = ""
    """Where it will be posted, as they were shown."""

    def metadata(self) -> str:
        """Return it as the modal's metadata."""
        return json.dumps([value_of(self.asked), self.answer, self.place, self.channel], ensure_ascii=False)

    @classmethod
    def of(cls, metadata: str) -> Request:
        """Return what the modal carries; raise ValueError for another version's."""
        try:
            asked, answer, place, channel = json.loads(metadata)
        except TypeError:
            raise ValueError("not the metadata of this modal") from None
        return cls(asked_of(asked), str(answer), str(place), str(channel))


def register(app: AsyncApp, desk: Desk) -> None:
    """Show what will be posted, and post it."""

    @app.action({"type": "block_actions", "action_id": HELP})
    async def show_what_will_be_posted(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        place = Place.of(body)

        async def open_it() -> None:
            view = await _opened(desk, action.get("value"), place, body, client)
            await desk.views.show(client, body, view)

        async def tell(reference: str) -> None:
            await sorry(client, body, reference)

        desk.background.start(open_it(), tell)

    @app.view(REFER)
    async def post_question(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))


async def _opened(
    desk: Desk, value: object, place: Place, body: _Body, client: AsyncWebClient
) -> dict[str, Any]:
    try:
        request = Request(asked_of(value), place.answer, place.channel)
        local = await desk.local(body, client)
        return await _view(desk, local, client, request)
    except ValueError:
        return message_view(outdated())
    except Refusal as refusal:
        return message_view(refusal.message)


async def _view(
    desk: Desk, local: Local, client: AsyncWebClient, request: Request, question: str = ""
) -> dict[str, Any]:
    """Return the modal with what will be posted, or with why nothing can be."""
    before = await _notes(desk, local).get(_SHELF, _key(request, local))
    if isinstance(before, list):
        return referred_view(str(before[0]), str(before[1]) or None)
    referral, closed = await _where(desk, local, client, request.asked)
    if referral is None:
        return nowhere_view(closed)
    reference = await _reference(desk, local, client, referral, request)
    metadata = Request(request.asked, request.answer, request.place, referral.channel).metadata()
    return refer_view(reference, question or request.asked.text, metadata)


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Have the question posted; return how Slack is to go on with the modal."""
    local = await desk.local(body, client)
    try:
        request = Request.of(body["view"]["private_metadata"])
        question = str(held(body["view"]).get("question") or "").strip()
        if not question:
            errors = {block_of(body["view"], "question"): NO_QUESTION}
            return {"response_action": "errors", "errors": errors}
        referral, _ = await _where(desk, local, client, request.asked)
        if referral is None or referral.channel != request.channel:  # it has changed since it was shown
            view = await _view(desk, local, client, request, question)
        elif await _claimed(desk, local, request):
            work = _post(desk, local, client, request, referral, question, body["view"]["id"])
            desk.background.start(work, _teller(client, request, local))
            view = referring_view(referral.channel)
        else:
            view = await _view(desk, local, client, request)
    except ValueError:
        view = message_view(outdated())
    except Refusal as refusal:
        view = message_view(refusal.message)
    return {"response_action": "update", "view": view}


def _teller(client: AsyncWebClient, request: Request, local: Local) -> Any:  # noqa: ANN401
    async def tell(reference: str) -> None:
        await whisper(client, request.place, local.at.user, broken(reference))

    return tell


async def _where(
    desk: Desk, local: Local, client: AsyncWebClient, asked: Asked
) -> tuple[Referral | None, list[str]]:
    """Return where the question can be posted now, and the channels before it where it cannot."""
    visitor = await admitted(desk, local, client, Deed.BE_LEARNT_FROM, "do this")
    answer = local.answer_meaning(asked.meaning)
    closed: list[str] = []
    for referral in referrals(answer, local.contents, sees=visitor.may(Deed.SEE_DIRECTORY)):
        if await desk.workspaces.profiles.reachable(client, local.at, referral.channel):
            return referral, closed
        closed.append(referral.channel)
    return None, list(dict.fromkeys(closed))


async def _reference(
    desk: Desk, local: Local, client: AsyncWebClient, referral: Referral, request: Request
) -> Reference:
    here = Here(
        people=tuple(Contact(each, each) for each in referral.people),
        groups=tuple(Contact(each, each) for each in referral.groups),
    )
    here = await named_here(here, desk.workspaces.profiles, client, local.at)
    about = found(referral.subject, local.snapshot.knowledge) if referral.subject else None
    return Reference(
        referral.channel,
        name(about) if about else None,
        (*here.groups, *here.people),
        linked=_linkable(request),
    )


def _linkable(request: Request) -> bool:
    """Tell whether there is a message that others can be led to: none of a command, or said in private."""
    return bool(request.asked.ts) and not request.place.startswith("D")


async def _post(
    desk: Desk,
    local: Local,
    client: AsyncWebClient,
    request: Request,
    referral: Referral,
    question: str,
    view: str,
) -> None:
    """Post the question, and tell who asked where it is."""
    notes, key, channel = _notes(desk, local), _key(request, local), referral.channel
    reference = await _reference(desk, local, client, referral, request)
    asked_in = await _permalink(client, request.place, request.asked.ts) if reference.linked else None
    message = asked_people(local.at.user, question, reference, asked_in, referral.groups)
    try:
        ts = await post(client, channel, message)
    except SlackApiError:
        await notes.take(_SHELF, key)
        await client.views_update(view_id=view, view=message_view(not_posted()))
        return
    link = await _permalink(client, channel, ts)
    until = desk.clock() + _REMEMBERED
    await notes.put(_SHELF, key, [channel, link or ""], person=local.at.user, until=until)
    try:
        await client.views_update(view_id=view, view=referred_view(channel, link))
    except SlackApiError:  # closed by now
        await whisper(client, request.place, local.at.user, referred(channel, link))


async def _claimed(desk: Desk, local: Local, request: Request) -> bool:
    until = desk.clock() + _POSTING
    claim: list[JsonValue] = [request.channel, ""]
    key = _key(request, local)
    return await _notes(desk, local).claim(_SHELF, key, claim, until=until, person=local.at.user)


async def _permalink(client: AsyncWebClient, channel: str, ts: str) -> str | None:
    try:
        return str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except SlackApiError:
        return None


def _notes(desk: Desk, local: Local) -> NoteStore:
    try:
        return desk.workspaces.store(local.at.workspace).notes
    except StoreDown:
        raise Refusal(out_of_reach()) from None


def _key(request: Request, local: Local) -> str:
    return f"{request.answer}:{local.at.user}"
