"""The set-up: who installed the app is told how to begin, and the walk through the roles on the Home."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import directory as say
from bot.cards.assigning import CANNOT_BE_USED, GROUPS
from bot.cards.forms import held, message_view
from bot.cards.notices import broken
from bot.cards.setting_up import LATER, NO, RESUME, YES, welcome
from bot.delivery.posting import post
from bot.knowledge.models import Role
from bot.listeners.desk import Desk
from bot.listeners.gate import CHANGING, Refusal, admitted, made, reachable
from bot.listeners.home import renew
from bot.listeners.prompting import never_greeted
from bot.manifest import COMMAND
from bot.workspace import setting_up
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, Edit, MarkAbsent
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_ONCE = timedelta(days=1)
"""Who installs again on one day is not welcomed again."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the answers of the walk."""

    @app.action(re.compile(f"^({YES}|{NO}|{LATER}|{RESUME})$"))
    async def take_answer(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_taken(desk, action, body, client), tell)


async def greet(desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, installer: str) -> None:
    """Tell whoever installed the app how to begin, in one direct message."""
    notes = desk.workspaces.store(workspace).notes
    until = desk.clock() + _ONCE
    if await notes.claim(setting_up.SHELF, "welcomed", installer, until=until, person=installer):
        await never_greeted(desk, workspace, installer)
        await post(client, installer, welcome(COMMAND))


async def _taken(desk: Desk, action: _Body, body: _Body, client: AsyncWebClient) -> None:
    """Take one answer, and ask about the next role."""
    local = await desk.local(body, client)
    wrong = ""
    try:
        visitor = await admitted(desk, local, client, Deed.CHANGE, CHANGING)
        with reachable():
            notes = desk.workspaces.store(local.at.workspace).notes
            progress = setting_up.SetUp.of(
                local.snapshot.knowledge, local.contents.directory, await notes.all(setting_up.SHELF)
            )
            if action["action_id"] == RESUME:
                for each in progress.later:
                    await notes.take(setting_up.SHELF, each.id)
            role = progress.current
            # Somebody else may have answered for it meanwhile; then their answer stands.
            if role is not None and role.id == action.get("value"):
                said, given = action["action_id"], held(body.get("view") or {})
                edits, wrong = await _edits(desk, local, client, said, role, given)
                if not wrong:
                    await made(desk, local, visitor, edits)
                    state = setting_up.LATER if said == LATER else setting_up.DONE
                    await notes.put(setting_up.SHELF, role.id, state)
    except Refusal as refusal:
        await desk.views.show(client, body, message_view(refusal.message))
        return
    await renew(desk, body, client, wrong=wrong)


async def _edits(
    desk: Desk, local: Local, client: AsyncWebClient, answer: str, role: Role, given: Mapping[str, Any]
) -> tuple[list[Edit], str]:
    """Return what an answer changes, and what is wrong with it."""
    if answer == NO:
        return [MarkAbsent(role=role.id, covered_by=())], ""
    if answer == LATER:
        return [], ""
    people = tuple(given.get("people") or ())
    outsiders = await desk.workspaces.profiles.outsiders(client, local.at, people)
    if outsiders:
        return [], say.outsiders(outsiders)
    try:
        entry = Entry(people=people, groups=given.get(GROUPS) or (), channel=given.get("channel"))
    except ValidationError:
        return [], CANNOT_BE_USED
    return [Assign(of=Subject(kind=SubjectKind.ROLE, id=role.id), entry=entry)] if entry else [], ""
