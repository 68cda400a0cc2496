"""Who works with whom around a role, neighbours placed so that lines between them are short."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations, product

from bot.answers.questions import listed, plural
from bot.answers.roles import partners_of
from bot.answers.weighing import weighed
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role, Statement
from bot.pictures.content.wording import CannotDrawError, some
from bot.pictures.drawings import Neighbour, Network

_Link = tuple[int, int]


def network(role: Role, knowledge: KnowledgeBase) -> Network:
    """Return a role with those it works with; raise CannotDrawError where nobody is told of."""
    partners = partners_of(role, knowledge)
    if not partners:
        raise CannotDrawError(f"No source says who {plural(role)} work with.")
    links = _links(partners, knowledge)
    order = _in_a_ring(len(partners), links)
    placed = [partners[at] for at in order]
    links = tuple(
        (first, second)
        for first, second in combinations(range(len(order)), 2)
        if tuple(sorted((order[first], order[second]))) in links
    )
    return Network(
        title=f"Who works with {plural(role)}",
        lead=_lead(role, partners, len(links)),
        caption="The number on a line says how many sources tell of the two together.",
        alt=_alt(role, partners, placed, links),
        middle=role.plural,
        neighbours=tuple(
            Neighbour(name=other.plural, partner=other.partner, sources=len(weighed(_told(role, other))))
            for other in placed
        ),
        links=links,
    )


def _links(partners: Sequence[Role], knowledge: KnowledgeBase) -> tuple[_Link, ...]:
    """Return the pairs of partners, by position, that work with each other as well."""
    return tuple(
        (first, second)
        for first, second in combinations(range(len(partners)), 2)
        if partners[second] in partners_of(partners[first], knowledge)
    )


def _in_a_ring(count: int, links: Collection[_Link]) -> tuple[int, ...]:
    """Return an order around a ring that brings linked ones close: each moves as long as that helps."""
    order = list(range(count))
    improved = True
    while improved:
        improved = False
        for node, place in product(range(count), repeat=2):
            moved = [other for other in order if other != node]
            moved.insert(place, node)
            if _length(moved, links) < _length(order, links):
                order, improved = moved, True
    return tuple(order)


def _length(order: Sequence[int], links: Collection[_Link]) -> int:
    place = {node: at for at, node in enumerate(order)}
    steps = (abs(place[first] - place[second]) for first, second in links)
    return sum(min(step, len(order) - step) for step in steps)


def _told(role: Role, other: Role) -> list[Statement]:
    """Return what is told of two roles together, on either page."""
    return [
        each.summary
        for one, another in ((role, other), (other, role))
        for each in one.works_with
        if each.role == another.id
    ]


def _lead(role: Role, partners: Sequence[Role], links: int) -> str:
    """Return how many there are; of a single one, how the two work together."""
    if len(partners) == 1:
        return _told(role, partners[0])[0].text
    pairs = f"{links} pairs of them work" if links > 1 else "two of them work"
    return f"{len(partners)} roles" + (f"; {pairs} with each other, too" if links else "")


def _alt(role: Role, partners: Sequence[Role], placed: Sequence[Role], links: Sequence[_Link]) -> str:
    first = f"{role.plural} work with {listed([plural(other) for other in partners])}."
    pairs = [f"{plural(placed[one])} with {plural(placed[other])}" for one, other in links]
    return f"{first} Among these, {some(pairs)} work together as well." if pairs else first
