"""Brings the messages of an enrolment in line with what its steps need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.onboarding.actions import Action, Actions, DeleteScheduled, MayStillArrive, ScheduleMessage
from bot.onboarding.dates import NEAR, Zone, due
from bot.onboarding.enrolment import Course, Enrolment, Fate, Message, Step

FIXED = timedelta(seconds=60)
"""Slack refuses to delete what is due sooner than this."""


def arrange(enrolment: Enrolment, now: datetime) -> tuple[Enrolment, Actions]:
    """Return the enrolment with one message for each morning that needs one, and what that asks of Slack.

    While the course runs, every step that has neither arrived nor been finished stands in exactly one message
    that is to come; only a step that may have arrived waits until that is known. Otherwise none does. Called
    again, it changes nothing and asks for the same.
    """
    arranged = _aged(enrolment, now)
    needed = _needed(arranged)
    warnings: list[Action] = []
    arranged = _placed(_kept(arranged, needed), needed, now)
    for message in arranged.messages:
        if message.wanted and not set(message.steps) & {step.id for step in needed}:
            arranged, warned = _withdrawn(arranged, message, now)
            warnings += warned
    return arranged, (*_asked(arranged, now), *warnings)


def _aged(enrolment: Enrolment, now: datetime) -> Enrolment:
    """Take what Slack was to post by now for posted, and forget plans that were never tried in time."""
    messages = tuple(
        replace(message, fate=Fate.POSTED) if _arrived(message, now) else message
        for message in enrolment.messages
        if not _missed(message, now)
    )
    return replace(enrolment, messages=messages)


def _arrived(message: Message, now: datetime) -> bool:
    return message.fate is Fate.SCHEDULED and message.at <= now


def _missed(message: Message, now: datetime) -> bool:
    return message.fate is Fate.INTENDED and message.since is None and message.at <= now + NEAR


def _needed(enrolment: Enrolment) -> tuple[Step, ...]:
    if enrolment.course is not Course.RUNNING:
        return ()
    delivered = enrolment.delivered
    return tuple(step for step in enrolment.steps if not step.done_at and step.id not in delivered)


def _kept(enrolment: Enrolment, needed: Iterable[Step]) -> Enrolment:
    """Let messages that stay go without the steps that need none; a withdrawn one remembers its own."""
    ids = {step.id for step in needed}
    for message in enrolment.messages:
        steps = tuple(step for step in message.steps if step in ids)
        if message.wanted and steps:
            enrolment = enrolment.with_message(replace(message, steps=steps))
    return enrolment


def _placed(enrolment: Enrolment, needed: Iterable[Step], now: datetime) -> Enrolment:
    """Give each step a message that has none."""
    zone = Zone.named(enrolment.zone)
    for step in needed:
        if any(step.id in each.steps and _holds(each, now) for each in enrolment.messages):
            continue
        assert enrolment.chosen_at is not None  # noqa: S101 - for the type checker: it has steps
        at = due(enrolment.chosen_at, step.day, zone, now)
        enrolment = enrolment.with_message(_joined(_at(enrolment, at), step))
    return enrolment


def _holds(message: Message, now: datetime) -> bool:
    """Return whether its steps need no other message: it is to come, or may have come."""
    return message.wanted or message.at <= now + NEAR


def _at(enrolment: Enrolment, at: datetime) -> Message:
    """Return the message of that moment: one that stays, one that was to go, or a new one."""
    there = [each for each in enrolment.messages if each.at == at and each.fate is not Fate.POSTED]
    new = Message(enrolment.last_key + 1, at, ())
    return next((each for each in there if each.wanted), there[0] if there else new)


def _joined(message: Message, step: Step) -> Message:
    if message.wanted:
        return replace(message, steps=(*message.steps, step.id))
    # It may stand in Slack's list or be on its way off it: the next look at the list will tell.
    return replace(message, steps=(step.id,), fate=Fate.INTENDED)


def _withdrawn(enrolment: Enrolment, message: Message, now: datetime) -> tuple[Enrolment, Actions]:
    if message.since is None:
        return enrolment.without_message(message.key), ()
    if message.fate is Fate.SCHEDULED and message.at <= now + FIXED:
        posted = replace(message, fate=Fate.POSTED)
        return enrolment.with_message(posted), (MayStillArrive(message.at),)
    gone = enrolment.with_message(replace(message, fate=Fate.WITHDRAWN))
    unsure = message.fate is Fate.INTENDED and abs(message.at - now) <= NEAR
    return gone, (MayStillArrive(message.at),) if unsure else ()


def _asked(enrolment: Enrolment, now: datetime) -> Iterable[Action]:
    for message in enrolment.messages:
        if enrolment.channel is None:
            return
        if message.fate is Fate.INTENDED and message.since is None:
            yield ScheduleMessage(message.key, enrolment.channel, message.at)
        if message.fate is Fate.WITHDRAWN and message.id and message.at > now + FIXED:
            yield DeleteScheduled(message.key, enrolment.channel, message.id)
