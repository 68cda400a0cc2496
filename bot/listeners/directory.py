"""The modal in which people say who it is here, and the buttons and menus that lead to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.workspace import Here
from bot.cards import decode
from bot.cards import directory as say
from bot.cards.assigning import (
    ASSIGN,
    CANNOT_BE_USED,
    CHOOSE,
    GROUPS,
    WRONG,
    Form,
    assign_view,
    assigned_view,
    choose_view,
    meaning_of,
    proposed_view,
    unchanged_view,
)
from bot.cards.forms import block_of, held, message_view
from bot.cards.here import here_line
from bot.cards.notices import broken, outdated
from bot.delivery.posting import post
from bot.knowledge.models import Role, Topic
from bot.listeners.deciding import ask_to_decide
from bot.listeners.desk import Desk
from bot.listeners.gate import CHANGING, Refusal, admitted, made
from bot.listeners.home import renew
from bot.workspace.contents import here_of
from bot.workspace.directory import Entry, Subject
from bot.workspace.handing_in import differing
from bot.workspace.naming import named_here
from bot.workspace.origin import origin
from bot.workspace.rights import Deed
from bot.workspace.subjects import found, subject_of
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_FIELDS = ("people", GROUPS, "channel", "note", "link")


def register(app: AsyncApp, desk: Desk) -> None:
    """Let people say who it is here."""

    @app.action({"type": "block_actions", "action_id": re.compile(f"^({ASSIGN}|{CHOOSE})$")})
    async def open_form(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        chosen = (action.get("selected_option") or action).get("value") or ""
        subject = _meant(chosen)

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_open(desk, body, client, subject), tell)

    @app.view(ASSIGN)
    async def take_form(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))
        desk.background.start(renew(desk, body, client))

    @app.options(GROUPS)
    async def suggest_groups(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        groups = await desk.workspaces.profiles.groups(client, origin(body))
        await ack(options=say.group_options(groups, str(body.get("value", ""))))


async def form_view(
    desk: Desk, local: Local, client: AsyncWebClient, subject: Subject | None
) -> dict[str, Any]:
    """Return the form for a role or topic, the choice of one where none is named, or why there is none."""
    try:
        visitor = await admitted(desk, local, client, Deed.PROPOSE, CHANGING)
        knowledge = local.snapshot.knowledge
        if subject is None:
            return choose_view(knowledge)
        about = _there(subject, local)
    except Refusal as refusal:
        return message_view(refusal.message)
    profiles, directory = desk.workspaces.profiles, local.contents.directory
    form = Form(
        about,
        await named_here(here_of(directory.entry(subject)), profiles, client, local.at),
        directory.absent.get(subject.id) if isinstance(about, Role) else None,
        groups=bool(await profiles.groups(client, local.at)),
        proposing=not visitor.may(Deed.CHANGE),
    )
    return assign_view(form, knowledge)


async def _open(desk: Desk, body: _Body, client: AsyncWebClient, subject: Subject | None) -> None:
    view = await form_view(desk, await desk.local(body, client), client, subject)
    # The choice of a role or topic makes way for its form; a card stays below it.
    await desk.views.show(client, body, view, instead=body.get("view", {}).get("callback_id") == CHOOSE)


def _meant(value: str) -> Subject | None:
    """Return the role or topic that a value of ours names; None for a value of another version."""
    try:
        return subject_of(decode(value).meaning)
    except ValueError:
        return None


def _there(subject: Subject | None, local: Local) -> Role | Topic:
    about = found(subject, local.snapshot.knowledge) if subject else None
    if about is None:
        raise Refusal(outdated())
    return about


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Make or propose what was handed in; return how Slack is to go on with the modal."""
    local = await desk.local(body, client)
    try:
        subject = _meant(meaning_of(body["view"]))
        about = _there(subject, local)
        visitor = await admitted(desk, local, client, Deed.PROPOSE, CHANGING)
        assert subject is not None  # noqa: S101 - what it names is there
        given = held(body["view"])
        entry, wrong = _entry(given, local.contents.directory.entry(subject))
        outsiders = await desk.workspaces.profiles.outsiders(client, local.at, _people(given))
        if outsiders:
            wrong["people"] = say.outsiders(outsiders)
        if wrong:
            errors = {block_of(body["view"], name): text for name, text in wrong.items()}
            return {"response_action": "errors", "errors": errors}
        covered_by = tuple(given.get("covered") or ()) if given.get("absent") else None
        edits = differing(subject, entry, covered_by, local.contents)
        proposals = await made(desk, local, visitor, edits)
    except Refusal as refusal:
        view = message_view(refusal.message)
    else:
        if proposals:
            view = proposed_view(about, await ask_to_decide(desk, local, client, proposals))
        elif edits:
            here = await named_here(here_of(entry), desk.workspaces.profiles, client, local.at)
            view = assigned_view(about, _line(here, local, about, covered_by))
        else:
            view = unchanged_view(about)
    return {"response_action": "update", "view": view}


def _line(here: Here, local: Local, about: Role | Topic, covered_by: tuple[str, ...] | None) -> str:
    if not isinstance(about, Role) or covered_by is None:
        return here_line(here, None, None)
    roles = local.snapshot.knowledge.roles
    return here_line(here, about, [roles[each] for each in covered_by if each in roles])


def _people(given: Mapping[str, Any]) -> list[str]:
    return [*(given.get("people") or ()), *([given["backup"]] if given.get("backup") else [])]


def _entry(given: Mapping[str, Any], before: Entry) -> tuple[Entry, dict[str, str]]:
    """Return the entry that was filled in, and what is wrong by input; then the entry is the one before."""
    values = {name: given[name] for name in _FIELDS if given.get(name)}
    # A group that stands in came by an import; the form shows only people there, and leaves it alone.
    kept = before.backup if before.backup and before.backup.startswith("S") else None
    try:
        return Entry(**values, backup=given.get("backup") or kept), {}
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors()}
        return before, {name: WRONG.get(name, CANNOT_BE_USED) for name in names}
