"""Newcomers: those who join an onboarding channel, and what they press in their plan."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import OwnershipAnswer
from bot.cards import Message
from bot.cards import onboarding as say
from bot.cards.forms import message_view
from bot.cards.newcomers import newcomers_card as newcomers_list
from bot.cards.notices import broken, line
from bot.cards.plan import finished_in, met_first_card, plan_card, step_card
from bot.delivery.posting import NoLongerPossible, post, redraw, respond
from bot.guiding.guide import Change
from bot.guiding.offering import newcomers, offered, standing
from bot.guiding.reconciliation import direct
from bot.knowledge.models import PlanStep
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, reachable
from bot.listeners.home import renew
from bot.matching.reading import Kind, Meaning
from bot.onboarding.actions import (
    Actions,
    DeleteScheduled,
    MayStillArrive,
    ScheduleMessage,
    ShowNow,
    UnknownZone,
)
from bot.onboarding.course import begin, choose, finish, join, opened, pause, plan_for, resume, stop
from bot.onboarding.enrolment import Course, Enrolment
from bot.onboarding.first import met_first
from bot.workspace.origin import origin
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_PRESSED = re.compile(r"^onboard-(?P<deed>[a-z]+)(:[a-z0-9-]+)?$")
_AT_ONCE = 5
"""Joins that are written down at once, however many there are: the others wait here, not for the database."""
_DIGITS = 20
"""Of a message's key, at most; a longer number is none of ours."""
_DOING = "begin a plan for newcomers"
_TURNS: Mapping[str, tuple[Change, str]] = {
    say.PAUSE: (pause, say.paused()),
    say.RESUME: (resume, say.resumed()),
    say.STOP: (stop, say.stopped()),
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Welcome those who join, and do what they press."""
    few = asyncio.Semaphore(_AT_ONCE)

    async def is_somebody_else(event: _Body, context: AsyncBoltContext) -> bool:
        return event.get("user") != context.bot_user_id

    @app.event("member_joined_channel", matchers=[is_somebody_else])
    async def welcome_newcomer(body: _Body, client: AsyncWebClient) -> None:
        at = origin(body)
        async with few:
            contents = await desk.workspaces.contents(at.workspace)
            if not contents.channel(at.channel).onboarding:
                return
            changed = await desk.guide.change(
                at.workspace,
                at.user,
                lambda known, _: (known, ()),
                lambda known: join(known, at.workspace, at.user, at.channel)[0],
            )
        known = changed[0] if changed else None
        due = known and known.unsettled and known.greeting and not known.greeting.since
        if due and not desk.guide.busy[at.workspace, at.user]:
            _, actions = join(None, at.workspace, at.user, at.channel)
            desk.background.start(desk.guide.carry_out(client, at.workspace, at.user, actions))

    @app.action({"type": "block_actions", "action_id": _PRESSED})
    async def go_on(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_Pressed(desk, body, client).take(action), tell)


async def onboarding_card(desk: Desk, local: Local, client: AsyncWebClient) -> Message:
    """Return somebody's plan, or the choice of a role where they have none; raise Refusal."""
    await admitted(desk, local, client, Deed.BE_LEARNT_FROM, _DOING)
    with reachable():
        known = await desk.guide.enrolments(local.at.workspace).get(local.at.user)
    return _card(desk, local, known)


async def newcomers_card(desk: Desk, local: Local, client: AsyncWebClient) -> Message:
    """Return who finished what in the channels that the asker marked, in all for who looks after them."""
    visitor = await admitted(desk, local, client, Deed.SEE_DIRECTORY, "see how newcomers are doing")
    all_ = visitor.may(Deed.CHANGE)
    channels = [
        channel
        for channel, settings in local.contents.channels.items()
        if settings.onboarding and (all_ or settings.onboarding_by == local.at.user)
    ]
    with reachable():
        store = desk.guide.enrolments(local.at.workspace)
        found = {channel: await store.joined(channel) for channel in channels}
    people = [each.user for known in found.values() for each in known[:_NAMED]]
    names = await desk.workspaces.profiles.names(client, local.at, people)
    return newcomers_list(newcomers(found, names, local.snapshot.knowledge))


_NAMED = 40


def _card(desk: Desk, local: Local, known: Enrolment | None, notes: Iterable[str] = ()) -> Message:
    there = standing(known, local.snapshot.knowledge, desk.guide.clock())
    if there is None or known is None or known.course is Course.STOPPED:
        choice = say.choose_role(offered(local))
        return _with_notes(choice, notes)
    return plan_card(there, notes)


def _with_notes(message: Message, notes: Iterable[str]) -> Message:
    said = [line(note) for note in notes]
    blocks = (block for each in (*said, message) for block in each.blocks)
    return Message(" ".join([*(each.text for each in said), message.text]), tuple(blocks))


class _Pressed:
    """Something that was pressed in a plan, or a role that was chosen."""

    def __init__(self, desk: Desk, body: _Body, client: AsyncWebClient) -> None:
        self._desk, self._body, self._client = desk, body, client
        self._at = origin(body)
        self._asked: list[ScheduleMessage | DeleteScheduled] = []
        """What is asked of Slack; done last, as it may have to wait for its turn."""

    async def take(self, action: _Body) -> None:
        """Do what was pressed for, and show what came of it in its place."""
        local = await self._desk.local(self._body, self._client)
        option = action.get("selected_option") or action
        value, deed = str(option.get("value") or ""), str(action["action_id"]).partition(":")[0]
        try:
            await admitted(self._desk, local, self._client, Deed.BE_LEARNT_FROM, _DOING)
            with reachable():
                await self._done(local, deed, value)
        except Refusal as refusal:
            await self._show(refusal.message)
        if "view" in self._body:
            await renew(self._desk, self._body, self._client)
        if self._asked:
            team, user = self._at.workspace, self._at.user
            await self._desk.guide.carry_out(self._client, team, user, tuple(self._asked))

    async def _done(self, local: Local, deed: str, value: str) -> None:
        if deed == say.ROLE:
            await self._choose(local, value)
        elif deed == say.CHANGE:
            await self._show(say.choose_role(offered(local), again=True))
        elif deed in _TURNS:
            change, note = _TURNS[deed]
            known, actions = await self._change(change)
            notes = [note, *_notes(actions)]
            await self._show(_card(self._desk, local, known, notes) if known else say.not_enrolled())
        elif deed == say.SHOW:
            await self._show_step(local, value)
        elif deed == say.OPEN:
            await self._open(local, value)
        elif deed == say.DONE:
            await self._finish(local, value)

    async def _choose(self, local: Local, role: str) -> None:
        knowledge, guide = local.snapshot.knowledge, self._desk.guide
        plan = plan_for(role, knowledge.plans) if role in knowledge.roles else None
        if plan is None:
            await self._show(say.no_plan())
            return
        user, team = self._at.user, self._at.workspace
        known = await guide.enrolments(team).get(user)
        channel = (known.channel if known else None) or await direct(self._client, user)
        profile = await self._desk.workspaces.profiles.profile(self._client, self._at)
        zone = profile.zone if profile else None

        def chosen(start: Enrolment, now: Any) -> tuple[Enrolment, Actions]:  # noqa: ANN401
            return choose(start, role, plan, channel=channel, zone=zone, now=now)

        changed = await guide.change(team, user, chosen, lambda known: begin(known, team, user))
        assert changed is not None  # noqa: S101 - for the type checker: somebody has begun
        enrolment, actions = changed
        notes = [say.chosen(knowledge.roles[role].name), *_notes(actions)]
        notes += [say.in_direct_messages()] if self._at.channel != channel else []
        await self._show(_card(self._desk, local, enrolment, notes))
        steps = [step for action in actions if isinstance(action, ShowNow) for step in action.steps]
        self._ask(actions)
        await self._post_steps(local, enrolment, steps)

    async def _open(self, local: Local, value: str) -> None:
        """Show what a thin message brings, as it is now."""
        key = int(value) if value.isdecimal() and len(value) <= _DIGITS else 0
        known, _ = await self._change(lambda known, now: opened(known, key, now))
        message = known.message(key) if known else None
        if known is None or message is None or known.course is not Course.RUNNING:
            await self._show(_card(self._desk, local, known))
            return
        left = {step.id for step in known.steps if not step.done_at}
        steps = [step for step in message.steps if step in left]
        cards = await self._drawn(local, known, steps)
        await self._show(cards[0] if cards else _card(self._desk, local, known))
        for card in cards[1:]:
            await post(self._client, known.channel or self._at.user, card)

    async def _show_step(self, local: Local, step: str) -> None:
        known = await self._desk.guide.enrolments(self._at.workspace).get(self._at.user)
        if known is None or known.channel is None:
            await self._show(say.not_enrolled())
            return
        await self._post_steps(local, known, [step])
        if self._at.channel != known.channel and self._body.get("response_url"):
            await respond(self._client, self._body["response_url"], line(say.in_direct_messages()))

    async def _finish(self, local: Local, step: str) -> None:
        known, _ = await self._change(lambda known, now: finish(known, step, now))
        there = standing(known, local.snapshot.knowledge, self._desk.guide.clock())
        message = self._body.get("message")
        if there is None or not isinstance(message, Mapping) or not message.get("blocks"):
            await self._show(_card(self._desk, local, known))
        else:
            await self._show(finished_in(message, step, there))
        if known and there and known.channel and known.greeting and known.greeting.ts:
            # The plan took the place of the welcome: it says how far they are, too.
            await redraw(self._client, known.channel, known.greeting.ts, plan_card(there))

    async def _change(self, change: Change) -> tuple[Enrolment | None, Actions]:
        changed = await self._desk.guide.change(
            self._at.workspace, self._at.user, change, lambda known: known
        )
        if changed is None:
            return None, ()
        self._ask(changed[1])
        return changed

    def _ask(self, actions: Actions) -> None:
        self._asked += [each for each in actions if isinstance(each, ScheduleMessage | DeleteScheduled)]

    async def _post_steps(self, local: Local, known: Enrolment, steps: Sequence[str]) -> None:
        for card in await self._drawn(local, known, steps):
            await post(self._client, known.channel or self._at.user, card)

    async def _drawn(self, local: Local, known: Enrolment, steps: Sequence[str]) -> list[Message]:
        plan = local.snapshot.knowledge.plans.get(known.plan or "")
        there = {step.id: step for step in plan.steps} if plan else {}
        return [
            step_card(there[step], await self._inner(local, known.role or "", there[step]))
            for step in steps
            if step in there
        ]

    async def _inner(self, local: Local, role: str, step: PlanStep) -> Message:
        what, _, of = step.show.partition(":")
        if what == "owns-first":
            topics = met_first(role, local.snapshot.knowledge)
            answers = [local.answer_meaning(Meaning(Kind.OWNERSHIP, topic=topic.id)) for topic in topics]
            return met_first_card([each for each in answers if isinstance(each, OwnershipAnswer)])
        if what == "question":
            answer = local.answer_question(of)
        elif what == "walkthrough":
            answer = local.answer_meaning(Meaning(Kind.WALKTHROUGH, entry=of))
        else:
            kind = Kind.ROLE if what == "role" else Kind.COLLABORATION
            answer = local.answer_meaning(Meaning(kind, roles=(role,)))
        return await self._desk.card(local, answer, self._client, public=True)

    async def _show(self, message: Message) -> None:
        """Put something in the place of what was pressed; post it where there is no such place.

        The Home says by itself what has changed; it is drawn anew, with what is to be said above it.
        """
        if "view" in self._body:
            await self._desk.views.show(self._client, self._body, message_view(message), instead=True)
            return
        url, container = self._body.get("response_url"), self._body.get("container") or {}
        try:
            if url:
                await respond(
                    self._client, url, message, replace=True, in_channel=not container.get("is_ephemeral")
                )
                return
        except NoLongerPossible:
            pass
        await post(self._client, self._at.user, message)


def _notes(actions: Actions) -> list[str]:
    """Return what is to be said of what happens."""
    told = []
    for action in actions:
        if isinstance(action, MayStillArrive):
            told.append(say.may_still_arrive(action.at))
        elif isinstance(action, UnknownZone):
            told.append(say.zone_unknown())
    return told
