"""The map of the data flow: who hands data to whom, gathered from every role's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.questions import listed, plural
from bot.answers.roles import partners_of
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Handover, Role
from bot.pictures.content.wording import CannotDrawError, from_sources
from bot.pictures.drawings import FlowMap, Onward, Station

_DUTIES = 7
_NOT_TOLD = "What they bring is not told"


@dataclass(frozen=True, slots=True)
class _Passing:
    """Something that one role hands to another."""

    giver: Role
    taker: Role
    what: Handover


def flow_map(knowledge: KnowledgeBase) -> FlowMap:
    """Return the way of the data through the role that most of it goes through.

    Raise CannotDrawError where no page marks what is handed over as data.
    """
    everything = [*_passed_on(knowledge)]
    data = [passing for passing in everything if passing.what.data]
    if not data:
        raise CannotDrawError("Nothing here says who hands data to whom.")
    ends = Counter(role.id for passing in data for role in (passing.giver, passing.taker))
    hub = knowledge.roles[ends.most_common(1)[0][0]]
    into = _first_of_each([passing for passing in data if passing.taker is hub])
    out = _first_of_each([passing for passing in data if passing.giver is hub])
    consumers = [passing.taker for passing in out]
    onward = [passing for passing in data if passing.giver in consumers and passing.taker is not hub]
    shown = [*into, *out, *onward]
    return FlowMap(
        title="The way of the data",
        lead=f"From those who produce it, through {plural(hub)}, to those who use it",
        caption=from_sources((id_ for passing in shown for id_ in passing.what.source_ids), knowledge),
        alt=_alt(hub, into, out, onward),
        producers=tuple(_station(passing.giver, passing.what) for passing in into),
        hub=hub.plural,
        duties=tuple(duty.title for duty in hub.duties[:_DUTIES]),
        consumers=tuple(_station(passing.taker, passing.what) for passing in out),
        onward=tuple(
            Onward(giver=consumers.index(passing.giver), station=_station(passing.taker, passing.what))
            for passing in onward
        ),
        helping=f"Work with {plural(hub)}, and what they bring",
        helpers=_helpers(hub, shown, everything, knowledge),
    )


def _passed_on(knowledge: KnowledgeBase) -> Iterator[_Passing]:
    for role in knowledge.roles.values():
        for told in role.works_with:
            other = knowledge.roles[told.role]
            yield from (_Passing(role, other, what) for what in told.brings)
            yield from (_Passing(other, role, what) for what in told.receives)


def _first_of_each(passings: Sequence[_Passing]) -> list[_Passing]:
    """Return one passing for each pair of roles: the one that is told first."""
    found: dict[tuple[str, str], _Passing] = {}
    for passing in passings:
        found.setdefault((passing.giver.id, passing.taker.id), passing)
    return list(found.values())


def _station(role: Role, what: Handover) -> Station:
    return Station(name=role.plural, note=what.text)


def _helpers(
    hub: Role, shown: Sequence[_Passing], everything: Sequence[_Passing], knowledge: KnowledgeBase
) -> tuple[Station, ...]:
    """Return who else works with the hub, and what they bring; those who bring nothing come last."""
    on_the_way = {role.id for passing in shown for role in (passing.giver, passing.taker)}
    others = [role for role in partners_of(hub, knowledge) if role.id not in on_the_way]
    brought = {
        passing.giver.id: passing.what.text
        for passing in _first_of_each([each for each in everything if each.taker is hub])
    }
    told = sorted(others, key=lambda role: role.id not in brought)
    return tuple(Station(name=role.plural, note=brought.get(role.id, _NOT_TOLD)) for role in told)


def _alt(hub: Role, into: Sequence[_Passing], out: Sequence[_Passing], onward: Sequence[_Passing]) -> str:
    givers = listed([plural(passing.giver) for passing in into]) or "nobody named here"
    takers = listed([plural(passing.taker) for passing in out]) or "nobody named here"
    further = [f"{passing.giver.plural} hand on to {plural(passing.taker)}." for passing in onward]
    first = f"Map of the data flow: from {givers} to {plural(hub)}, and from them to {takers}."
    return " ".join([first, *further])
