"""When the steps of a plan are due: on working mornings of the person's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.knowledge.models import Plan, PlanStep

MORNING = time(10)

NEAR = timedelta(minutes=2)
"""What is due sooner than this is not scheduled any more: Slack might take it for the past."""

_SATURDAY, _MONDAY = 5, 7


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name; UTC, and not `known`, where the name means nothing."""

    name: str
    known: bool = True

    @classmethod
    def named(cls, name: str | None) -> Zone:
        """Return the zone of a name as Slack gives it."""
        try:
            return cls(ZoneInfo(name or "").key)
        except (KeyError, ValueError, OSError):  # no such zone, no name of a zone, a folder of zones
            return cls("UTC", known=False)

    def morning(self, day: date) -> datetime:
        """Return ten in the morning of that day, there; a day at the weekend moves to Monday."""
        weekday = day.weekday()
        working = day + timedelta(days=_MONDAY - weekday) if weekday >= _SATURDAY else day
        return datetime.combine(working, MORNING, ZoneInfo(self.name)).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """Return which day it is there."""
        return moment.astimezone(ZoneInfo(self.name)).date()

    def next_morning(self, now: datetime) -> datetime:
        """Return the first working morning that can still be scheduled."""
        today = self.day(now)
        mornings = (self.morning(today + timedelta(days=later)) for later in range(3))
        return next(morning for morning in mornings if morning > now + NEAR)


@dataclass(frozen=True, slots=True)
class Due:
    """One message: when it is due, and the steps that it brings."""

    at: datetime
    steps: tuple[PlanStep, ...]


def due(chosen_at: datetime, day: int, zone: Zone, now: datetime) -> datetime:
    """Return when a step is due whose day counts from the choice.

    What is past, or too near to be scheduled, moves to the next working morning.
    """
    planned = zone.morning(zone.day(chosen_at) + timedelta(days=day))
    return planned if planned > now + NEAR else zone.next_morning(now)


def timetable(plan: Plan, chosen_at: datetime, zone: Zone) -> tuple[Due, ...]:
    """Return a plan's messages in their order; those of day 0 are due at the choice itself."""
    at: dict[datetime, list[PlanStep]] = {}
    for step in sorted(plan.steps, key=lambda step: step.day):
        moment = due(chosen_at, step.day, zone, chosen_at) if step.day else chosen_at
        at.setdefault(moment, []).append(step)
    return tuple(Due(moment, tuple(steps)) for moment, steps in at.items())
