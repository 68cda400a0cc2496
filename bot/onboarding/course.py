"""What people do with their onboarding, and what follows: each returns the new state and what to do.

Store the new state first, then do the actions; where storing is refused as overtaken, read and decide anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.knowledge.models import Plan
from bot.onboarding.actions import Actions, Completed, ShowNow, UnknownZone, Welcome
from bot.onboarding.arranging import arrange
from bot.onboarding.dates import Zone
from bot.onboarding.enrolment import Course, Enrolment, Fate, Greeting, Message, Step


def plan_for(role: str, plans: Mapping[str, Plan]) -> Plan | None:
    """Return the plan made for a role, else the first that fits any; None where there is neither."""
    named = [plan for plan in plans.values() if role in plan.roles]
    general = [plan for plan in plans.values() if not plan.roles]
    return next(iter((*named, *general)), None)


def join(known: Enrolment | None, team: str, user: str, joined: str) -> tuple[Enrolment, Actions]:
    """Welcome somebody who joined an onboarding channel, unless they were welcomed or have begun before."""
    if known is not None:
        return replace(known, joined=known.joined or joined), ()
    return Enrolment(team, user, joined=joined, greeting=Greeting()), (Welcome(user),)


def begin(known: Enrolment | None, team: str, user: str) -> Enrolment:
    """Return where somebody stands who starts by themselves; they need no welcome."""
    return known or Enrolment(team, user)


def choose(
    enrolment: Enrolment, role: str, plan: Plan, *, channel: str, zone: str | None, now: datetime
) -> tuple[Enrolment, Actions]:
    """Start a plan for a role, for the first time or in the place of another; days count from now.

    Choosing the running role again, as a second press does, only shows its first steps again. `channel` is
    where direct messages go, `zone` the person's time zone as Slack names it.
    """
    first = tuple(step.id for step in plan.steps if step.day == 0)
    show: Actions = (ShowNow(first),) if first else ()
    if (enrolment.course, enrolment.role, enrolment.plan) == (Course.RUNNING, role, plan.id):
        return enrolment, show
    known = Zone.named(zone)
    key = enrolment.last_key + 1
    shown = (Message(key, now, first, Fate.POSTED),) if first else ()
    chosen = replace(
        enrolment,
        channel=channel,
        course=Course.RUNNING,
        role=role,
        plan=plan.id,
        chosen_at=now,
        zone=known.name,
        steps=tuple(Step(step.id, step.day) for step in sorted(plan.steps, key=lambda step: step.day)),
        messages=(*_emptied(enrolment.messages), *shown),
        last_key=key,
    )
    arranged, asked = arrange(chosen, now)
    return arranged, (*show, *(() if known.known else (UnknownZone(zone),)), *asked)


def _emptied(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return what may still stand in Slack's list; the steps of the plan before are nobody's any more."""
    return tuple(replace(each, steps=()) for each in messages if each.fate is not Fate.POSTED)


def pause(enrolment: Enrolment, now: datetime) -> tuple[Enrolment, Actions]:
    """Let nothing arrive until the person resumes."""
    if enrolment.course is not Course.RUNNING:
        return enrolment, ()
    return arrange(replace(enrolment, course=Course.PAUSED), now)


def resume(enrolment: Enrolment, now: datetime) -> tuple[Enrolment, Actions]:
    """Go on; what fell into the pause comes together on the next working morning."""
    if enrolment.course is not Course.PAUSED:
        return enrolment, ()
    return arrange(replace(enrolment, course=Course.RUNNING), now)


def stop(enrolment: Enrolment, now: datetime) -> tuple[Enrolment, Actions]:
    """End it for good; what was reached stays to be seen, and another choice starts anew."""
    if enrolment.course is Course.STOPPED:
        return enrolment, ()
    return arrange(replace(enrolment, course=Course.STOPPED), now)


def turn_away(enrolment: Enrolment, now: datetime) -> tuple[Enrolment, Actions]:
    """End it for somebody who is no newcomer: a bot, or of another organisation, or gone."""
    return stop(replace(enrolment, joined=None, greeting=None), now)


def finish(enrolment: Enrolment, step: str, now: datetime) -> tuple[Enrolment, Actions]:
    """Mark a step as done, also before its day: a message left without steps is cancelled."""
    if all(each.id != step or each.done_at for each in enrolment.steps):
        return enrolment, ()
    steps = tuple(
        replace(each, done_at=now) if each.id == step and not each.done_at else each
        for each in enrolment.steps
    )
    done, asked = arrange(replace(enrolment, steps=steps), now)
    return done, (*asked, *((Completed(),) if done.finished else ()))


def opened(enrolment: Enrolment, key: int, now: datetime) -> tuple[Enrolment, Actions]:
    """Take a message for posted whose button was pressed, whatever was known of it."""
    message = enrolment.message(key)
    if message is None or message.fate is Fate.POSTED:
        return enrolment, ()
    return arrange(enrolment.with_message(replace(message, fate=Fate.POSTED)), now)
