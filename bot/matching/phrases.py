"""The phrases that the classifier learns from: what each kind of question and each subject sounds like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import cycle, islice

from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Kind

_FRAMES_PER_NAME = 5
"""Ways of asking in which each name of a topic or concept is put."""

_ABOUT_SOURCES = (
    "what is the source {}",
    "the source {}",
    "tell me about the source {}",
    "what kind of source is {}",
    "how far can i trust the source {}",
)


@dataclass(frozen=True, slots=True)
class Label:
    """A class of the classifier: a kind, and the one entry that it is about where there is one."""

    kind: Kind
    entry: str | None = None
    outside: bool = False
    """True for an area that is not covered; its kind is `unknown`."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for what a label stands for."""

    text: str
    label: Label
    made: bool = False
    """True where it is a name put into a frame, and nobody's own words."""


@cache
def asking() -> Mapping[str, tuple[str, ...]]:
    """Return the ways to ask for each kind, with slots for names."""
    from bot.knowledge.places import compose_all, plain  # where the index was kept, no YAML is read

    text = files("bot.matching").joinpath("asking.yaml").read_text("utf-8")
    [root] = compose_all(text)
    ways, _ = plain(root)
    return {kind: tuple(phrases) for kind, phrases in ways.items()}


def phrases(knowledge: KnowledgeBase) -> list[Phrase]:
    """Return every phrase of a knowledge base; one with nothing but FAQs has only theirs."""
    return list(dict.fromkeys(_all(knowledge)))


def _all(knowledge: KnowledgeBase) -> Iterator[Phrase]:
    ways = asking()
    if knowledge.roles:
        for kind in (Kind.ROLE, Kind.SKILLS, Kind.TOOLS, Kind.COLLABORATION, Kind.COMPARISON, Kind.LIST):
            yield from (Phrase(text, Label(kind)) for text in ways[kind])
    if knowledge.tools or knowledge.skills:
        yield from (Phrase(text, Label(Kind.EXPERTISE)) for text in ways[Kind.EXPERTISE])
    yield from (Phrase(text, Label(Kind.HELP)) for text in ways[Kind.HELP])
    for walkthrough in knowledge.walkthroughs.values():
        label = Label(Kind.WALKTHROUGH, walkthrough.id)
        own = (*walkthrough.aliases, *walkthrough.phrases, f"walk me through {walkthrough.title.lower()}")
        yield from (Phrase(text, label) for text in own)
        if not walkthrough.roles:
            yield from (Phrase(text, label) for text in ways[Kind.WALKTHROUGH])
    owning = cycle(ways[Kind.OWNERSHIP])
    for topic in knowledge.topics.values():
        label = Label(Kind.OWNERSHIP, topic.id)
        yield from (Phrase(text, label) for text in topic.phrases)
        yield from _framed((topic.title, *topic.aliases), "{topic}", owning, label)
    telling = cycle(ways[Kind.ABOUT])
    for concept in knowledge.concepts.values():
        label = Label(Kind.ABOUT, concept.id)
        yield from (Phrase(text, label) for text in concept.phrases)
        yield from _framed((concept.name, *concept.aliases), "{concept}", telling, label)
        yield Phrase(f"what is meant by {concept.name.lower()}", label, made=True)  # as it is offered
    for source in knowledge.sources.values():
        yield from (
            Phrase(text, Label(Kind.ABOUT, source.id), made=True) for text in _of_source(source.title)
        )
    for faq in knowledge.faqs.values():
        yield from (Phrase(text, Label(Kind.FAQ, faq.id)) for text in faq.questions)
    for area in knowledge.outside:
        yield from (Phrase(text, Label(Kind.UNKNOWN, area.id, outside=True)) for text in area.phrases)


def _of_source(title: str) -> Iterator[str]:
    """Yield ways to ask for a source: it has to be called one, as its title speaks of roles itself."""
    named = title.lower()
    yield from (frame.format(named) for frame in _ABOUT_SOURCES)
    short, _, rest = named.partition(" - ")
    if rest:  # "Appendix B - Data Roles"
        yield from (short, f"what is {short}", f"what does {short} say", f"tell me about {short}")


def _framed(names: Iterable[str], slot: str, frames: Iterator[str], label: Label) -> Iterator[Phrase]:
    for name in names:
        if slot == "{topic}":
            yield Phrase(name.lower(), label, made=True)
        for frame in islice(frames, _FRAMES_PER_NAME):
            yield Phrase(frame.replace(slot, name.lower()), label, made=True)
