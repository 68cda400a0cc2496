"""What two roles share and what only one of them has, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import together
from bot.answers.kinds import Aspect
from bot.answers.questions import capitalised, in_sentence, item_name, plural
from bot.answers.roles import partners_of
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role
from bot.matching.reading import Kind, Meaning
from bot.pictures.content.wording import CannotDrawError, few, from_sources, some
from bot.pictures.drawings import Comparison, Contrast

_MOST = 6


def comparison(pair: tuple[Role, Role], knowledge: KnowledgeBase) -> Comparison:
    """Return two roles side by side; raise CannotDrawError where nothing is known to compare."""
    first, second = pair
    answer = together.comparison(Meaning(Kind.COMPARISON, roles=(first.id, second.id)), knowledge)
    aspects = {
        "Do": _told_apart(answer.duties, pair, knowledge),
        # What both do and own is told once.
        "Own": replace(
            answer.topics,
            shared=tuple(name for name in answer.topics.shared if name not in answer.duties.shared),
        ),
        "Work with": _partners(first, second, knowledge),
        "Tools": answer.tools,
        "Skills": answer.skills,
    }
    titles = _titles(knowledge)
    contrasts = tuple(_contrast(label, aspect, titles) for label, aspect in aspects.items() if _told(aspect))
    if not contrasts:
        raise CannotDrawError(
            f"Too little is known to compare {plural(first)} and {plural(second)} in a picture."
        )
    return Comparison(
        title=f"{first.name} and {in_sentence(second.name)}",
        lead="What both have in the middle, what only one has beside it",
        caption=" ".join(
            [from_sources(answer.sources, knowledge), *(_little(role) for role in pair if role.partner)]
        ),
        alt=_alt(pair, aspects),
        heads=(f"Only {plural(first)}", "Both", f"Only {plural(second)}"),
        purposes=(_purpose(first), _purpose(second)),
        contrasts=contrasts,
    )


def _told_apart(duties: Aspect, pair: tuple[Role, Role], knowledge: KnowledgeBase) -> Aspect:
    """Return the duties with their topics' titles where both roles call theirs alike but mean two things."""
    alike = set(duties.only[0]) & set(duties.only[1])
    only = []
    for role, names in zip(pair, duties.only, strict=True):
        topics = {in_sentence(duty.title): duty.topic for duty in role.duties if duty.topic}
        only.append(
            tuple(
                in_sentence(knowledge.topics[topics[name]].title)
                if name in alike and name in topics
                else name
                for name in names
            )
        )
    return Aspect(duties.shared, tuple(only))


def _partners(first: Role, second: Role, knowledge: KnowledgeBase) -> Aspect:
    sides = [[plural(role) for role in partners_of(role, knowledge)] for role in (first, second)]
    sides = [[name for name in side if name not in (plural(first), plural(second))] for side in sides]
    return Aspect(
        tuple(name for name in sides[0] if name in sides[1]),
        (
            tuple(name for name in sides[0] if name not in sides[1]),
            tuple(name for name in sides[1] if name not in sides[0]),
        ),
    )


def _told(aspect: Aspect) -> bool:
    return bool(aspect.shared or any(aspect.only))


def _titles(knowledge: KnowledgeBase) -> dict[str, str]:
    """Return tools and skills as they begin a line, by how they stand in a sentence: some stay small."""
    entries = {**knowledge.skills, **knowledge.tools}
    return {item_name(item, knowledge): entry.name for item, entry in entries.items()}


def _contrast(label: str, aspect: Aspect, titles: Mapping[str, str]) -> Contrast:
    first, both, second = (
        few([titles.get(name, capitalised(name)) for name in names], _MOST)
        for names in (aspect.only[0], aspect.shared, aspect.only[1])
    )
    return Contrast(label=label, first=first, both=both, second=second)


def _purpose(role: Role) -> str:
    return capitalised(role.purpose.text).removesuffix(".")


def _little(role: Role) -> str:
    return f"The sources say little of {plural(role)}."


def _alt(pair: Sequence[Role], aspects: Mapping[str, Aspect]) -> str:
    first, second = (plural(role) for role in pair)
    shared = [name for aspect in aspects.values() for name in aspect.shared]
    lead = f"What {first} and {second} share: {some(shared) or 'nothing that a source names'}."
    only = [
        f"Only {plural(role)}: {some(names, 4)}."
        for at, role in enumerate(pair)
        if (names := [name for aspect in aspects.values() for name in aspect.only[at]])
    ]
    return " ".join([lead, *only])
