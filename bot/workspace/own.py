"""A workspace's own entries: the same models as the knowledge base, and single texts of it put otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import LATER, Concept, Faq, Id, Model, Prose, Role, Statement, Topic

_M = TypeVar("_M", Role, Topic, Concept)


class OwnShelf(StrEnum):
    """What a workspace can write itself."""

    ROLE = "role"
    TOPIC = "topic"
    FAQ = "faq"
    ROLE_TEXT = "role-text"
    TOPIC_TEXT = "topic-text"
    CONCEPT_TEXT = "concept-text"


class Override(Model):
    """A text that takes the place of the knowledge base's: a role's purpose, a topic's note, a concept's."""

    id: Id
    text: Prose

    @property
    def statement(self) -> Statement:
        """The text as a statement; no source speaks for it, the workspace does."""
        return Statement(text=self.text, ours=True)


class OwnRole(Model):
    """A role; it takes the place of one with the same id."""

    shelf: Literal[OwnShelf.ROLE] = OwnShelf.ROLE
    value: Role


class OwnTopic(Model):
    """A topic; it takes the place of one with the same id."""

    shelf: Literal[OwnShelf.TOPIC] = OwnShelf.TOPIC
    value: Topic


class OwnFaq(Model):
    """A question with its answer."""

    shelf: Literal[OwnShelf.FAQ] = OwnShelf.FAQ
    value: Faq


class OwnText(Model):
    """A text of the knowledge base put otherwise."""

    shelf: Literal[OwnShelf.ROLE_TEXT, OwnShelf.TOPIC_TEXT, OwnShelf.CONCEPT_TEXT]
    value: Override


OwnEntry: TypeAlias = Annotated[OwnRole | OwnTopic | OwnFaq | OwnText, Field(discriminator="shelf")]

OWN: TypeAdapter[OwnEntry] = TypeAdapter(OwnEntry, config=LATER)
"""Reads and writes an own entry as JSON."""


@dataclass(frozen=True, slots=True)
class Own:
    """Everything that a workspace wrote itself."""

    entries: tuple[OwnEntry, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.entries)

    @property
    def knowledge(self) -> KnowledgeBase:
        """The roles, topics and FAQs, as what questions are read against beside the base."""
        return KnowledgeBase(
            roles={entry.value.id: entry.value for entry in self.entries if isinstance(entry, OwnRole)},
            topics={entry.value.id: entry.value for entry in self.entries if isinstance(entry, OwnTopic)},
            faqs={entry.value.id: entry.value for entry in self.entries if isinstance(entry, OwnFaq)},
        )

    def over(self, base: KnowledgeBase) -> KnowledgeBase:
        """Return the base with the own entries in it; the base itself where there are none."""
        if not self:
            return base
        own = self.knowledge
        return replace(
            base,
            roles=_said_otherwise({**base.roles, **own.roles}, self._texts(OwnShelf.ROLE_TEXT), _purpose),
            topics=_said_otherwise({**base.topics, **own.topics}, self._texts(OwnShelf.TOPIC_TEXT), _note),
            concepts=_said_otherwise(base.concepts, self._texts(OwnShelf.CONCEPT_TEXT), _statements),
            faqs={**base.faqs, **own.faqs},
        )

    def _texts(self, shelf: OwnShelf) -> list[Override]:
        return [entry.value for entry in self.entries if isinstance(entry, OwnText) and entry.shelf is shelf]


def _said_otherwise(
    held: Mapping[str, _M], texts: Iterable[Override], put: Callable[[_M, Statement], _M]
) -> Mapping[str, _M]:
    """Return the entries with other texts; a text for an entry that is no longer there is passed over."""
    changed = {text.id: put(held[text.id], text.statement) for text in texts if text.id in held}
    return {**held, **changed}


def _purpose(role: Role, said: Statement) -> Role:
    return role.model_copy(update={"purpose": said})


def _note(topic: Topic, said: Statement) -> Topic:
    return topic.model_copy(update={"note": said})


def _statements(concept: Concept, said: Statement) -> Concept:
    return concept.model_copy(update={"statements": (said,)})
