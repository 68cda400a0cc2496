"""A small knowledge base made in Python: three roles and a partner, enough for every kind of answer."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import (
    Collaboration,
    Concept,
    Duty,
    Entry,
    Faq,
    Handover,
    Named,
    Part,
    Role,
    Source,
    Stake,
    Statement,
    Step,
    Topic,
    Walkthrough,
)
from bot.matching.reading import Alternative, Kind, Meaning, Reading


def said(text: str, *sources: str) -> Statement:
    return Statement(text=text, sources=sources or ("000",))


PLUMBER = Role(
    id="data-plumber",
    name="Data plumber",
    plural="Data plumbers",
    purpose=said("Brings water from the well to the tap.", "000:1", "001"),
    duties=(
        Duty(title="Pipes", text="lay and mend them", topic="pipes", sources=("000:2", "001")),
        Duty(title="Taps", text="fit the ones people drink from", sources=("000:3",)),
        Duty(title="Wells", text="dig new ones", sources=("000",)),
        Duty(title="Valves", text="open and close them", sources=("000",)),
        Duty(title="Meters", text="read them each month", sources=("001",)),
        Duty(title="Drains", text="keep them free, usually", sources=("001",)),
    ),
    tasks=(said("Walks along the pipes every morning."),),
    tools=(Named(id="wrench", sources=("000", "001")), Named(id="sonar", note="for wells", sources=("000",))),
    skills=(Named(id="welding", note="basics", sources=("001",)),),
    works_with=(
        Collaboration(
            role="water-taster",
            summary=said("Plumbers deliver the water that tasters taste.", "000", "002"),
            before=(said("They agree which wells count."),),
            after=(said("Tasters tell what they found."),),
            brings=(Handover(text="Fresh water", sources=("000",), data=True),),
            receives=(Handover(text="Word of bad wells", sources=("002",)),),
        ),
    ),
)
TASTER = Role(
    id="water-taster",
    name="Water taster",
    plural="Water tasters",
    purpose=said("Tells whether the water is fit to drink.", "002"),
    duties=(
        Duty(title="Tasting", text="try the water of every tap", topic="water-quality", sources=("002",)),
        Duty(title="Leaks", text="report them", topic="pipes", sources=("002",)),
    ),
    tools=(Named(id="wrench", sources=("002",)), Named(id="cup", sources=("002",))),
    skills=(Named(id="patience", sources=("002",)),),
)
MAPPER = Role(
    id="ml-mapper",
    name="ML mapper",
    plural="ML mappers",
    purpose=said("Draws where the water runs.", "001"),
)
WELL_OWNER = Role(
    id="well-owner",
    name="Well owner",
    plural="Well owners",
    partner=True,
    purpose=said("Owns the well."),
    little_known="One source names well owners once; nothing else is told of them.",
)

PIPES = Topic(
    id="pipes",
    title="Pipes",
    group="Water",
    phrases=("who mends what drips",),
    stakes=(
        Stake(role="data-plumber", part=Part.RESPONSIBLE, text="lay and mend them", sources=("000:2", "001")),
        Stake(role="water-taster", part=Part.RESPONSIBLE, text="report leaks", sources=("002:9",)),
    ),
)
WATER_QUALITY = Topic(
    id="water-quality",
    title="Water quality",
    group="Water",
    phrases=("it tastes odd",),
    stakes=(
        Stake(
            role="ml-mapper",
            part=Part.RESPONSIBLE,
            partial=True,
            text="may mark wells that went bad",
            sources=("001",),
        ),
        Stake(role="water-taster", part=Part.RESPONSIBLE, text="taste it each day", sources=("002", "000")),
        Stake(role="data-plumber", part=Part.CONSULTED, text="know which pipe it came by", sources=("000",)),
        Stake(role="data-plumber", part=Part.INFORMED, text="hear of bad wells", sources=("002",)),
    ),
    others_informed=("the mayor",),
    note=said("Two sources name the taster; one lets the mapper mark wells.", "000", "001", "002"),
)

SMALL = KnowledgeBase(
    roles={role.id: role for role in (PLUMBER, TASTER, MAPPER, WELL_OWNER)},
    topics={topic.id: topic for topic in (PIPES, WATER_QUALITY)},
    tools={
        "wrench": Entry(id="wrench", name="Wrench", text="Turns what is stuck.", sources=("000",)),
        "sonar": Entry(id="sonar", name="Sonar"),
        "cup": Entry(id="cup", name="Paper cup"),
    },
    skills={
        "welding": Entry(id="welding", name="Welding"),
        "patience": Entry(id="patience", name="Patience"),
        "singing": Entry(id="singing", name="Singing"),
    },
    concepts={
        "water-cycle": Concept(
            id="water-cycle",
            name="The water cycle",
            statements=(
                said("Water comes down and goes up."),
                *(said(f"It takes {n} days.") for n in range(6)),
            ),
            roles=("data-plumber",),
            topics=("pipes",),
        )
    },
    sources={
        id_: Source(id=id_, title=title, what=f"A {kind}.", trust="Trust it halfway.")
        for id_, title, kind in (
            ("000", "The well book", "handbook"),
            ("001", "Pipes & dreams", "blog post"),
            ("002", "Notes on taste", "private note"),
        )
    },
    walkthroughs={
        "new-well": Walkthrough(
            id="new-well",
            title="A new well",
            summary=said("How a village gets a well."),
            steps=(
                Step(title="Somebody is thirsty", text="The mayor asks.", roles=(), sources=("000",)),
                Step(title="Digging", text="Plumbers dig.", roles=("data-plumber",), sources=("000",)),
                Step(
                    title="Tasting",
                    text="Tasters taste.",
                    roles=("water-taster",),
                    ordered=False,
                    sources=("002",),
                ),
                Step(title="Singing", text="Somebody sings.", roles=(), general=True, sources=("000",)),
            ),
        ),
        "two-hands": Walkthrough(
            id="two-hands",
            title="Two hands",
            summary=said("How plumbers and tasters work together."),
            roles=("water-taster", "data-plumber"),
            steps=(Step(title="Hello", text="They meet.", roles=("data-plumber",), sources=("000",)),),
        ),
    },
    faqs={
        "tap-key": Faq(
            id="tap-key",
            questions=("Where is the tap key?",),
            answer="Under the mat: https://example.com/mat. <!channel> <@U1> javascript:alert(1)",
            roles=("data-plumber", "key-keeper"),
            sources=("handbook",),
        )
    },
    version="small",
)


def reading(kind: Kind, *alternatives: Meaning, **subjects: Any) -> Reading:
    """Return a reading of this kind; alternatives are nearly as good as it."""
    meaning = Meaning(kind, **subjects)
    return Reading("?", meaning, 0.9, alternatives=tuple(Alternative(other, 0.6) for other in alternatives))


def everything(knowledge: KnowledgeBase) -> list[Meaning]:
    """Return one meaning for all that can be asked of a knowledge base."""
    roles, single = list(knowledge.roles), [(role,) for role in knowledge.roles]
    return [
        *(Meaning(Kind.ROLE, roles=role) for role in single),
        *(Meaning(Kind.SKILLS, roles=role) for role in single),
        *(Meaning(Kind.TOOLS, roles=role) for role in single),
        *(Meaning(Kind.PEOPLE, roles=role) for role in single),
        *(Meaning(Kind.COLLABORATION, roles=role) for role in single),
        *(Meaning(Kind.COLLABORATION, roles=pair) for pair in permutations(roles, 2)),
        *(Meaning(Kind.COMPARISON, roles=pair) for pair in combinations(roles, 2)),
        *(Meaning(Kind.OWNERSHIP, topic=topic) for topic in knowledge.topics),
        *(Meaning(Kind.EXPERTISE, items=(item,)) for item in (*knowledge.tools, *knowledge.skills)),
        *(Meaning(Kind.ABOUT, entry=entry) for entry in (*knowledge.concepts, *knowledge.sources)),
        *(Meaning(Kind.WALKTHROUGH, entry=entry) for entry in knowledge.walkthroughs),
        *(Meaning(Kind.FAQ, entry=entry) for entry in knowledge.faqs),
        *(Meaning(kind) for kind in (Kind.LIST, Kind.HELP, Kind.UNKNOWN, Kind.WALKTHROUGH)),
    ]
