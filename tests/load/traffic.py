"""What many people send, signed beforehand: commands and mentions, each with another question."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise

import payloads
from faults import asking

from bot.knowledge.base import KnowledgeBase
from bot.playground.transport import Delivery, signed_headers
from bot.playground.workspace import Credentials, Workspace

KNOWN = Credentials.of(payloads.TEAM)
PEOPLE, CHANNELS = 500, 50
NONSENSE = ("where is the cafeteria?", "book me a room for ten", "who won the match last night?")


@dataclass(frozen=True, slots=True)
class Signed:
    """A request, ready to be sent."""

    body: bytes
    headers: dict[str, str]


def questions(knowledge: KnowledgeBase) -> list[str]:
    """Return what people ask: nothing, roles, topics, skills, tools, pairs, and what nobody here knows."""
    roles = [role for role in knowledge.roles.values() if not role.partner]
    return [
        "",
        *(role.id for role in roles),
        *(f"who owns {topic.title.lower()}?" for topic in knowledge.topics.values()),
        *(f"what skills does a {role.name.lower()} need?" for role in roles),
        *(f"which tools do {role.plural.lower()} use?" for role in roles),
        *(f"{one.name} vs {other.name}" for one, other in pairwise(roles)),
        *NONSENSE,
    ]


class Traffic:
    """An endless supply of requests, none twice."""

    def __init__(self, asked: list[str], place: Workspace) -> None:
        self._asked, self._place, self._number = asked, place, count()

    def command(self) -> Signed:
        """Return one slash command."""
        return signed(self._command())

    def commands(self, many: int, *, fresh: bool = False) -> list[Signed]:
        """Return slash commands; with `fresh`, nobody has typed exactly that before."""
        return [signed(self._command(fresh=fresh)) for _ in range(many)]

    def mentions(self, many: int) -> list[Signed]:
        """Return mentions, each a message of its own that stands in the workspace."""
        return [self._mention() for _ in range(many)]

    def _command(self, *, fresh: bool = False) -> Delivery:
        number = next(self._number)
        asked = self._asked[number % len(self._asked)]
        asked = f"{asked} :q{number}:" if fresh else asked  # an emoji says nothing, but is typed
        return payloads.command(asked, user_id=f"U{number % PEOPLE:04}", trigger_id=f"1.2.{number}")

    def _mention(self) -> Signed:
        number = next(self._number)
        asked = self._asked[1 + number % (len(self._asked) - 1)]
        said = asking.put(self._place, f"C{number % CHANNELS:04}", f"U{number % PEOPLE:04}", asked)
        return Signed(*asking.signed(said, "app_mention"))


def signed(delivery: Delivery) -> Signed:
    body, kind = delivery.encode()
    return Signed(body, signed_headers(KNOWN.signing_secret, body, kind))
