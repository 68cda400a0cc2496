"""Questions in the words that people type, so that what is offered can be typed as well as pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role
from bot.matching.reading import Kind, Meaning


@dataclass(frozen=True, slots=True)
class Offer:
    """Something else to ask: the words for it, and what they mean."""

    text: str
    meaning: Meaning


def in_sentence(name: str) -> str:
    """Return a name as it stands in the middle of a sentence: "data quality", but "ETL" and "DevOps"."""
    return name[:1].lower() + name[1:] if name.partition(" ")[0][1:].islower() else name


def capitalised(text: str) -> str:
    """Return the text fit to begin a sentence."""
    return text[:1].upper() + text[1:]


def plural(role: Role) -> str:
    """Return the plural of a role as it stands in a sentence."""
    return in_sentence(role.plural)


def listed(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def question(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace = EMPTY) -> str | None:
    """Return a question that means this, or None where its subjects are unknown here."""
    if meaning.kind is Kind.ASSET:
        named = workspace.catalogue.of(meaning.items[:1])
        return f"Who owns {named[0].name}?" if named else None
    try:
        return _QUESTIONS[meaning.kind](meaning, knowledge)
    except (KeyError, IndexError):
        return None


def offers(
    meanings: Iterable[Meaning], knowledge: KnowledgeBase, workspace: Workspace = EMPTY
) -> tuple[Offer, ...]:
    """Return each meaning with its question; those that have none, or were offered before, are left out."""
    found: dict[str, Offer] = {}
    for meaning in meanings:
        text = question(meaning, knowledge, workspace)
        if text is not None:
            found.setdefault(text, Offer(text, meaning))
    return tuple(found.values())


def item_name(item: str, knowledge: KnowledgeBase) -> str:
    """Return a tool or skill as it stands in a sentence: "Kafka", "version control", "statistics"."""
    if item in knowledge.skills and item not in knowledge.tools:
        return in_sentence(knowledge.skills[item].name)
    name = knowledge.tools[item].name
    # A product keeps its capital; a name with a common noun behind it is none.
    following = name.partition(" ")[2]
    common = following[:1].islower() and not following.startswith(("and ", "or "))
    return in_sentence(name) if common else name


def _plurals(meaning: Meaning, knowledge: KnowledgeBase) -> list[str]:
    return [plural(knowledge.roles[role]) for role in meaning.roles]


def _role(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return f"What do {_plurals(meaning, knowledge)[0]} do?"


def _ownership(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return f"Who owns {in_sentence(knowledge.topics[meaning.topic or ''].title)}?"


def _skills(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return f"What skills do {_plurals(meaning, knowledge)[0]} need?"


def _tools(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return f"What tools do {_plurals(meaning, knowledge)[0]} use?"


def _expertise(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    names = [item_name(item, knowledge) for item in meaning.items]
    verb = "uses" if meaning.items[0] in knowledge.tools else "is skilled in"
    return f"Who {verb} {listed(names)}?"


def _collaboration(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    first, *others = _plurals(meaning, knowledge)
    return f"How do {first} work with {others[0]}?" if others else f"Who do {first} work with?"


def _comparison(meaning: Meaning, knowledge: KnowledgeBase) -> str | None:
    names = _plurals(meaning, knowledge)
    return f"How do {listed(names)} differ?" if names[1:] else None


def _walkthrough(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    story = knowledge.walkthroughs[meaning.entry] if meaning.entry else None
    told_first = next((each for each in knowledge.walkthroughs.values() if not each.roles), None)
    if story is None or story is told_first:
        return "Walk me through an example project"
    return f"Walk me through {in_sentence(story.title)}"


def _about(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    entry = meaning.entry or ""
    if entry in knowledge.sources:
        return f"What is the source {knowledge.sources[entry].title}?"
    return f"What is meant by {in_sentence(knowledge.concepts[entry].name)}?"


def _faq(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return knowledge.faqs[meaning.entry or ""].questions[0]


def _people(meaning: Meaning, knowledge: KnowledgeBase) -> str:
    return f"Who are our {_plurals(meaning, knowledge)[0]}?"


_QUESTIONS: Mapping[Kind, Callable[[Meaning, KnowledgeBase], str | None]] = {
    Kind.ROLE: _role,
    Kind.OWNERSHIP: _ownership,
    Kind.SKILLS: _skills,
    Kind.TOOLS: _tools,
    Kind.EXPERTISE: _expertise,
    Kind.COLLABORATION: _collaboration,
    Kind.COMPARISON: _comparison,
    Kind.LIST: lambda _meaning, _knowledge: "Which roles are there?",
    Kind.WALKTHROUGH: _walkthrough,
    Kind.HELP: lambda _meaning, _knowledge: "What can I ask?",
    Kind.ABOUT: _about,
    Kind.FAQ: _faq,
    Kind.PEOPLE: _people,
}
