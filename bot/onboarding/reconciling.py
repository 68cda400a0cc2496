"""Keeps what is stored and what stands in Slack's list the same, through crashes, restarts and lost answers.

Each call to Slack is made in three moves: `attempt` is stored, so that of many processes one goes on and any
later one knows that the call may have been made; the call; its outcome is stored. Where the last move is
missing, `reconcile` finds out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.onboarding.actions import Action, Actions, MayStillArrive, ScheduleMessage, Welcome
from bot.onboarding.arranging import arrange
from bot.onboarding.dates import NEAR
from bot.onboarding.enrolment import Course, Enrolment, Fate, Greeting, Message

LATE = NEAR
"""How long after its time a message is posted for certain, if it ever is."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of Slack's list of scheduled messages."""

    id: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in somebody's direct messages with the bot."""

    channel: str
    greeting: str | None = None
    """Where the welcome stands."""
    keys: frozenset[int] = field(default_factory=frozenset)
    """The keys in the buttons of the thin messages there."""


def attempt_welcome(enrolment: Enrolment, now: datetime) -> Enrolment | None:
    """Return what to store before the welcome is posted; None where it is not to be posted now."""
    greeting = enrolment.greeting
    due = greeting is not None and greeting.since is None and greeting.ts is None
    if not due or enrolment.course is not Course.INVITED:
        return None
    return replace(enrolment, greeting=Greeting(since=now))


def welcomed(enrolment: Enrolment, channel: str, ts: str) -> Enrolment:
    """Note where the welcome stands."""
    since = enrolment.greeting.since if enrolment.greeting else None
    return replace(enrolment, channel=channel, greeting=Greeting(since, ts))


def unwelcomed(enrolment: Enrolment) -> Enrolment:
    """Note that Slack did not take the welcome; it is to be posted still."""
    greeting = enrolment.greeting
    return replace(enrolment, greeting=Greeting()) if greeting and greeting.ts is None else enrolment


def attempt(enrolment: Enrolment, key: int, now: datetime) -> Enrolment | None:
    """Return what to store before a message is scheduled or deleted; None where that is overtaken."""
    message = enrolment.message(key)
    if message is None:
        return None
    to_schedule = message.fate is Fate.INTENDED and message.since is None and message.at > now + NEAR
    to_delete = message.fate is Fate.WITHDRAWN and message.id is not None
    if not to_schedule and not to_delete:
        return None
    return enrolment.with_message(replace(message, since=now))


def scheduled(
    enrolment: Enrolment, done: ScheduleMessage, message_id: str, now: datetime
) -> tuple[Enrolment, Actions]:
    """Note what Slack calls a message that it took; one that is not wanted any more is to be deleted."""
    message = enrolment.message(done.key)
    if message is None or message.id not in {None, message_id}:
        return arrange(_left_over(enrolment, message_id, done.at, now), now)
    fate = Fate.SCHEDULED if message.fate is Fate.INTENDED else message.fate
    return arrange(enrolment.with_message(replace(message, id=message_id, fate=fate)), now)


def refused(enrolment: Enrolment, key: int) -> Enrolment:
    """Note that Slack refused to schedule a message; the next reconciliation asks for it again."""
    message = enrolment.message(key)
    if message is None or message.id:
        return enrolment
    if message.fate is Fate.WITHDRAWN:
        return enrolment.without_message(key)
    return enrolment.with_message(replace(message, since=None))


def deleted(enrolment: Enrolment, key: int, now: datetime) -> tuple[Enrolment, Actions]:
    """Note that a message is off Slack's list; steps that need one again get another."""
    message = enrolment.message(key)
    if message is None or message.fate is Fate.POSTED:
        return enrolment, ()
    return arrange(enrolment.without_message(key), now)


def not_deleted(enrolment: Enrolment, key: int, now: datetime) -> tuple[Enrolment, Actions]:
    """Note that Slack does not know a message: it was deleted before, or is about to arrive."""
    message = enrolment.message(key)
    if message is None or message.at > now + NEAR:
        return deleted(enrolment, key, now)
    return enrolment, (MayStillArrive(message.at),) if message.at + NEAR > now else ()


def in_doubt(enrolment: Enrolment, now: datetime) -> bool:
    """Return whether only the direct messages themselves can tell what became of something."""
    greeting = enrolment.greeting
    unsure = greeting is not None and greeting.ts is None and greeting.since is not None
    return (unsure and enrolment.course is Course.INVITED) or any(
        _past(message, now) for message in enrolment.messages
    )


def reconcile(
    enrolment: Enrolment, listed: Iterable[Listed], now: datetime, seen: Seen | None = None
) -> tuple[Enrolment, Actions]:
    """Compare with Slack's list, at start and every few minutes, so that nothing is lost or sent twice.

    `listed` must have been asked for after the enrolment was read, and before `now`. Only this room schedules
    messages to people directly, so what else stands there is left over from an earlier try and is deleted.
    `seen` is needed where `in_doubt` says so; without it, what is in doubt stays so.
    """
    standing = {each.id: each for each in listed if each.channel == enrolment.channel}
    settled, asked = _greeted(enrolment, now, seen)
    for message in enrolment.messages:
        entry = _entry(message, standing, enrolment)
        if message.under_way(now) or message.fate is Fate.POSTED or message.since is None:
            continue
        if entry is not None:
            del standing[entry.id]
            fate = Fate.SCHEDULED if message.wanted else Fate.WITHDRAWN
            settled = settled.with_message(replace(message, id=entry.id, fate=fate))
        else:
            settled = _absent(settled, message, now, seen)
    for entry in standing.values():
        if not _may_be_under_way(entry, enrolment, now):
            settled = _left_over(settled, entry.id, entry.at, now)
    arranged, more = arrange(settled, now)
    return arranged, (*asked, *more)


def _greeted(enrolment: Enrolment, now: datetime, seen: Seen | None) -> tuple[Enrolment, Actions]:
    greeting = enrolment.greeting
    if greeting is None or greeting.ts or greeting.under_way(now) or enrolment.course is not Course.INVITED:
        return enrolment, ()
    if greeting.since is None:
        return enrolment, (Welcome(enrolment.user),)
    if seen is None:
        return enrolment, ()
    if seen.greeting:
        return welcomed(enrolment, seen.channel, seen.greeting), ()
    again: tuple[Action, ...] = (Welcome(enrolment.user),)
    return replace(enrolment, greeting=Greeting()), again


def _entry(message: Message, standing: dict[str, Listed], enrolment: Enrolment) -> Listed | None:
    """Return a message's entry: the one with its id or, where that is unknown, a free one of its moment."""
    if message.id is not None:
        return standing.get(message.id)
    named = {each.id for each in enrolment.messages}
    free = (each for each in standing.values() if each.at == message.at and each.id not in named)
    return next(free, None)


def _absent(enrolment: Enrolment, message: Message, now: datetime, seen: Seen | None) -> Enrolment:
    """Return what to make of a message that does not stand in the list."""
    over = message.at + LATE < now and not message.steps
    if message.at > now + NEAR or over:
        return enrolment.without_message(message.key)
    if seen and message.key in seen.keys:
        return enrolment.with_message(replace(message, fate=Fate.POSTED))
    if seen and _past(message, now):
        return enrolment.without_message(message.key)
    return enrolment


def _past(message: Message, now: datetime) -> bool:
    """Return whether it was posted or never will be, and nobody knows which."""
    unsure = message.fate in {Fate.INTENDED, Fate.WITHDRAWN} and message.since is not None
    return unsure and bool(message.steps) and not message.under_way(now) and message.at + LATE < now


def _may_be_under_way(entry: Listed, enrolment: Enrolment, now: datetime) -> bool:
    """Return whether an entry may belong to a call whose outcome is about to be stored."""
    return any(
        message.under_way(now) and (message.id == entry.id or message.at == entry.at)
        for message in enrolment.messages
    )


def _left_over(enrolment: Enrolment, message_id: str, at: datetime, now: datetime) -> Enrolment:
    key = enrolment.last_key + 1
    return enrolment.with_message(Message(key, at, (), Fate.WITHDRAWN, now, message_id))
