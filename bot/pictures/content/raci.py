"""The matrix of topics by role, group by group so that it can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from bot.answers.questions import in_sentence, listed, plural
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part, Role, Topic
from bot.pictures.content.wording import CannotDrawError, from_sources
from bot.pictures.drawings import Mark, Matrix, MatrixRow, Panel

_BUSIEST = 3


def groups(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return the groups of topics, in file order."""
    return tuple(dict.fromkeys(topic.group for topic in knowledge.topics.values()))


def matrix(
    roles: Sequence[Role], group: str | None, knowledge: KnowledgeBase, without: Collection[str] = ()
) -> Matrix:
    """Return the topics of one group or of all with who has which part; of some roles only where given.

    Where none are given, those `without` are left out: a workspace does not have them.
    Raise CannotDrawError where the group is unknown or none of the roles has a part.
    """
    known = groups(knowledge)
    wanted = [each for each in known if group is None or each.casefold() == group.casefold()]
    if group is not None and not wanted:
        raise CannotDrawError(f"There is no group of topics “{group}” but these: {'; '.join(known)}.")
    columns = roles or [role for role in _by_involvement(knowledge) if role.id not in without]
    panels = [panel for each in wanted if (panel := _panel(each, columns, knowledge)).rows]
    if not panels:
        raise CannotDrawError(f"No topic {'of that group ' if group else ''}names a part {_of(roles)}.")
    ids = {role.id for role in columns}
    shown = [
        topic
        for topic in knowledge.topics.values()
        if topic.group in wanted and any(stake.role in ids for stake in topic.stakes)
    ]
    cited = chain.from_iterable(stake.source_ids for topic in shown for stake in topic.stakes)
    return Matrix(
        title=f"Who has which part: {in_sentence(wanted[0])}" if group else "Who has which part in what",
        caption=_caption(from_sources(cited, knowledge), [] if roles else without, knowledge),
        alt=_alt(shown, columns, wanted[0] if group else None),
        panels=tuple(panels),
    )


def _caption(sources: str, without: Collection[str], knowledge: KnowledgeBase) -> str:
    gone = [plural(knowledge.roles[each]) for each in without if each in knowledge.roles]
    return f"{sources} Not here, so left out: {listed(gone)}." if gone else sources


def _of(roles: Sequence[Role]) -> str:
    return f"of {listed([plural(role) for role in roles])}" if roles else "of any role"


def _by_involvement(knowledge: KnowledgeBase) -> tuple[Role, ...]:
    """Return the roles with a part in anything, those with a part in most of it first."""
    counts = {role: len(stakes) for role, stakes in knowledge.stakes_by_role.items()}
    return tuple(knowledge.roles[role] for role in sorted(counts, key=lambda role: -counts[role]))


def _panel(group: str, columns: Sequence[Role], knowledge: KnowledgeBase) -> Panel:
    topics = [topic for topic in knowledge.topics.values() if topic.group == group]
    involved = {stake.role for topic in topics for stake in topic.stakes}
    roles = [role for role in columns if role.id in involved]
    rows = (MatrixRow(title=topic.title, cells=_cells(topic, roles)) for topic in topics)
    return Panel(
        title=group,
        columns=tuple(role.name for role in roles),
        rows=tuple(row for row in rows if any(row.cells)),
    )


def _cells(topic: Topic, roles: Sequence[Role]) -> tuple[tuple[Mark, ...], ...]:
    """Return each role's parts in a topic; one that it has both in full and in part is told in full."""
    found: dict[str, dict[Part, bool]] = {}
    for stake in topic.stakes:
        parts = found.setdefault(stake.role, {})
        parts[stake.part] = parts.get(stake.part, True) and stake.partial
    return tuple(
        tuple(Mark(part=part, partial=partial) for part, partial in found.get(role.id, {}).items())
        for role in roles
    )


def _alt(topics: Sequence[Topic], columns: Sequence[Role], group: str | None) -> str:
    responsible = Counter(
        role
        for topic in topics
        for role in {stake.role for stake in topic.stakes if stake.part is Part.RESPONSIBLE}
    )
    busiest = sorted((role for role in columns if responsible[role.id]), key=lambda r: -responsible[r.id])
    told = [f"{plural(role)} for {responsible[role.id]}" for role in busiest[:_BUSIEST]]
    about = "one topic" if len(topics) == 1 else f"{len(topics)} topics"
    about += f" of {in_sentence(group)}" if group else ""
    start = f"Matrix of {about} by role: who is responsible, accountable, consulted or informed."
    return f"{start} {listed(told)[:1].upper()}{listed(told)[1:]} are responsible." if told else start
