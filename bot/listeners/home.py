"""The Home, drawn when somebody opens it, and what they search and choose there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.questions import offers
from bot.answers.roles import partners_of
from bot.answers.workspace import Contact
from bot.cards.forms import message_view
from bot.cards.home import Home, Tended, home_view
from bot.cards.notices import broken, outdated
from bot.cards.plan import Standing
from bot.cards.searching import SEARCH, chosen, search_options
from bot.cards.setting_up import Asked, Asking
from bot.delivery.posting import post
from bot.delivery.views import publish
from bot.guiding.offering import standing
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal
from bot.listeners.tending import amiss, gap_lines
from bot.onboarding.enrolment import Course
from bot.scopes import lacking
from bot.workspace.rights import Deed
from bot.workspace.setting_up import SHELF, SetUp
from bot.workspace.stores import StoreDown
from bot.workspace.suggesting import suggested
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_GAPS = 5
"""Gaps that a Home lists; /role gaps has more."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Draw Homes, and answer what is searched there."""

    async def is_of_home(event: _Body) -> bool:
        return event.get("tab") == "home"

    @app.event("app_home_opened", matchers=[is_of_home])
    async def draw_home(body: _Body, event: _Body, client: AsyncWebClient) -> None:
        desk.background.start(_draw(desk, body, client, event.get("view") or {}))

    @app.options(SEARCH)
    async def suggest_answers(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        local = await desk.local(body, client)
        typed = str(body.get("value") or "")
        await ack(options=search_options(typed, local.snapshot.search(typed)))

    @app.action(SEARCH)
    async def answer_search(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        option = action.get("selected_option")
        if option:
            desk.background.start(_answer(desk, body, client, str(option.get("value"))), tell)


async def renew(
    desk: Desk, body: _Body, client: AsyncWebClient, *, searched: str = "", wrong: str = ""
) -> None:
    """Show somebody their Home as it is now, since they have changed what it shows.

    `wrong` is what was wrong with what they said in the set-up.
    """
    local = await desk.local(body, client)
    home = await _home(desk, local, client, wrong=wrong)
    await publish(client, local.at.user, home_view(home, searched))


async def _draw(desk: Desk, body: _Body, client: AsyncWebClient, before: _Body) -> None:
    """Show somebody their Home, unless they have just that before them."""
    local = await desk.local(body, client)
    view = home_view(await _home(desk, local, client))
    if view["private_metadata"] != before.get("private_metadata"):
        await publish(client, local.at.user, view, before.get("hash"))


async def _home(desk: Desk, local: Local, client: AsyncWebClient, wrong: str = "") -> Home:
    knowledge = local.snapshot.knowledge
    roles = [role for role in knowledge.roles.values() if role.id not in local.shown.absent]
    described = [role for role in roles if not role.partner]
    visitor = await desk.workspaces.seen(local, client) if local.kept else None
    tends = visitor is not None and visitor.may(Deed.CHANGE)
    return Home(
        described,
        [role for role in roles if role.partner],
        [(role, partners) for role in described if (partners := partners_of(role, knowledge))],
        recent=offers(await desk.learning.recents.of(local.at), knowledge),
        proposing=visitor is not None and visitor.may(Deed.PROPOSE),
        standing=await _standing(desk, local),
        step=await _step(desk, local, client, wrong) if tends else None,
        tended=await _tended(desk, local, client) if tends else None,
    )


async def _standing(desk: Desk, local: Local) -> Standing | None:
    """Return how far somebody has come with what newcomers are shown; None where that is not known."""
    try:
        known = await desk.guide.enrolments(local.at.workspace).get(local.at.user)
    except StoreDown:
        return None
    stopped = known is None or known.course is Course.STOPPED
    return None if stopped else standing(known, local.snapshot.knowledge, desk.guide.clock())


async def _step(desk: Desk, local: Local, client: AsyncWebClient, wrong: str) -> Asking | Asked | None:
    """Return where the set-up is; None where that cannot be known now."""
    try:
        notes = await desk.workspaces.store(local.at.workspace).notes.all(SHELF)
    except StoreDown:
        return None
    progress = SetUp.of(local.snapshot.knowledge, local.contents.directory, notes)
    role, total = progress.current, len(progress.roles)
    if role is None:
        return Asked(total, len(progress.later))
    profiles, at = desk.workspaces.profiles, local.at
    groups, channels = await asyncio.gather(profiles.groups(client, at), profiles.channels(client, at))
    group = suggested(role, groups)
    return Asking(
        role,
        total - len(progress.left) + 1,
        total,
        group=Contact(group, groups[group]) if group else None,
        channel=suggested(role, channels),
        groups=bool(groups),
        wrong=wrong,
    )


async def _tended(desk: Desk, local: Local, client: AsyncWebClient) -> Tended | None:
    """Return what needs looking after; None where that cannot be reached."""
    try:
        gaps, more = await gap_lines(desk, local, _GAPS)
    except Refusal:
        return None
    granted = await desk.workspaces.profiles.granted(client, local.at)
    lacks = lacking(granted) if granted is not None else ()
    return Tended(gaps, more, amiss(desk, local), [lack.meaning for lack in lacks if lack.optional])


async def _answer(desk: Desk, body: _Body, client: AsyncWebClient, value: str) -> None:
    """Show the answer to what was chosen or typed, and empty the field for the next search."""
    local = await desk.local(body, client)
    try:
        wanted = chosen(value)
    except ValueError:
        view = message_view(outdated())
    else:
        typed = wanted if isinstance(wanted, str) else ""
        answer = local.answer_question(typed) if isinstance(wanted, str) else local.answer_meaning(wanted)
        view = await desk.view(local, answer, client, typed=typed)
        if typed:
            desk.asked(local, answer, client, typed)
    await desk.views.show(client, body, view)
    await renew(desk, body, client, searched=str(body["actions"][0].get("action_ts") or ""))
