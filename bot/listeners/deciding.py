"""Proposals: those who may decide are asked in private, and approve or decline in one press."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.questions import listed, plural
from bot.answers.workspace import Contact, Here
from bot.cards import Message
from bot.cards import directory as say
from bot.cards.assigning import title
from bot.cards.here import here_line
from bot.cards.writing import own_line, own_title
from bot.delivery.posting import post, respond
from bot.listeners.closing import answered, settled, tell_waiting
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, reachable
from bot.workspace.changes import Overtaken, Proposal
from bot.workspace.contents import here_of
from bot.workspace.directory import Entry, Listed, Subject, SubjectKind
from bot.workspace.edits import Assign, Edit, Erase, MarkAbsent, Write
from bot.workspace.gaps import GapState
from bot.workspace.handing_in import deciders
from bot.workspace.naming import named_here
from bot.workspace.rights import Deed
from bot.workspace.stores import StoreDown
from bot.workspace.subjects import found
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Let those who may decide do so."""

    @app.action({"type": "block_actions", "action_id": re.compile(f"^({say.APPROVE}|{say.DECLINE})$")})
    async def decide(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        approved, id_ = action["action_id"] == say.APPROVE, str(action.get("value"))
        local = await desk.local(body, client)
        message, proposal = await _decided(desk, local, client, id_, approved=approved)
        desk.background.start(_show(client, body, message, replace=proposal is not None))
        if proposal is not None and approved:
            desk.background.start(_close(desk, body, client, proposal.edit))
        if proposal is not None and proposal.by != local.at.user:
            told = say.your_proposal(_title(proposal.edit, local), approved=approved)
            desk.background.start(post(client, proposal.by, told))


async def ask_to_decide(
    desk: Desk, local: Local, client: AsyncWebClient, proposals: Sequence[Proposal]
) -> int:
    """Ask everybody who may decide, in private; return how many were asked."""
    asked = await deciders(desk.workspaces, client, local.at, local.contents)
    cards = [await _card(desk, local, client, proposal) for proposal in proposals]
    for person in asked:
        for card in cards:
            desk.background.start(post(client, person, card))
    return len(asked)


async def _decided(
    desk: Desk, local: Local, client: AsyncWebClient, id_: str, *, approved: bool
) -> tuple[Message, Proposal | None]:
    """Decide a proposal; return what to say, and the proposal where it was decided now."""
    try:
        await admitted(desk, local, client, Deed.DECIDE, "decide this")
        store = desk.workspaces.store(local.at.workspace).contents
        proposal = next((each for each in await store.proposals() if each.id == id_), None)
        if proposal is None:
            return say.overtaken(), None
        await (store.approve if approved else store.decline)(id_, local.at.user)
    except Refusal as refusal:
        return refusal.message, None
    except StoreDown:
        return say.out_of_reach(), None
    except Overtaken:
        return say.overtaken(), None
    return say.decided(_title(proposal.edit, local), approved=approved), proposal


async def _close(desk: Desk, body: _Body, client: AsyncWebClient, edit: Edit) -> None:
    """Close the gap that an approved proposal answers, if it is an answer to one."""
    if not isinstance(edit, Write) or edit.gap is None:
        return
    local = await desk.local(body, client)
    with contextlib.suppress(Refusal):  # it is closed by the clock then
        with reachable():
            gap = await desk.workspaces.store(local.at.workspace).gaps.gap(edit.gap)
        people = await settled(desk, local, edit.gap, GapState.ANSWERED)
        question = gap.texts[0] if gap and gap.texts else own_line(edit.own.value.model_dump(mode="json"))
        news = await answered(desk, local, client, question, edit.own.value.id)
        tell_waiting(desk, local, client, edit.gap, people, news)


async def _show(client: AsyncWebClient, body: _Body, message: Message, *, replace: bool) -> None:
    url = body.get("response_url")
    if url:
        await respond(client, url, message, replace=replace, in_channel=replace)
    else:  # of a card that stands where there is none
        await post(client, body["user"]["id"], message)


async def _card(desk: Desk, local: Local, client: AsyncWebClient, proposal: Proposal) -> Message:
    profiles = desk.workspaces.profiles
    by = Here(people=(Contact(proposal.by, proposal.by),))
    [proposer] = (await named_here(by, profiles, client, local.at)).people
    lines = []
    for value in (proposal.before, proposal.edit.after(proposal.before, proposal.by, proposal.at)):
        lines.append(await _line(desk, local, client, proposal.edit, value))
    before, after = lines
    return say.proposal_card(proposal.id, proposer, _title(proposal.edit, local), before, after)


async def _line(desk: Desk, local: Local, client: AsyncWebClient, edit: Edit, value: Any) -> str:  # noqa: ANN401
    """Return what stands in a place, as markup."""
    if isinstance(edit, MarkAbsent):
        return "this role is here" if value is None else say.absent(_plurals(value, local))
    if isinstance(edit, Write | Erase):
        return own_line(value)
    entry = Listed.model_validate(value).entry if value else Entry()
    here = await named_here(here_of(entry), desk.workspaces.profiles, client, local.at)
    return here_line(here, None, None)


def _plurals(ids: Sequence[str], local: Local) -> str:
    roles = local.snapshot.knowledge.roles
    return listed([plural(roles[each]) for each in ids if each in roles])


def _title(edit: Edit, local: Local) -> str:
    """Return what a proposal is about, as the directory calls it."""
    if isinstance(edit, Write | Erase):
        return own_title(*edit.place)
    subject = _subject(edit)
    about = found(subject, local.snapshot.knowledge) if subject else None
    return title(about) if about else str(edit.place)


def _subject(edit: Edit) -> Subject | None:
    if isinstance(edit, Assign):
        return edit.of
    return Subject(kind=SubjectKind.ROLE, id=edit.role) if isinstance(edit, MarkAbsent) else None
