"""Cards that were drawn before, kept to be sent again: drawing one costs more than all else that answers."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import NamedTuple

from bot.answers.kinds import (
    Answer,
    CollaborationAnswer,
    ComparisonAnswer,
    CraftAnswer,
    ExpertiseAnswer,
    ListAnswer,
    OwnershipAnswer,
    PartnersAnswer,
    RoleAnswer,
    UnknownAnswer,
)
from bot.answers.known_here import AssetAnswer, PeopleAnswer
from bot.answers.questions import Offer
from bot.answers.workspace import NOBODY
from bot.cards import Message, View, card
from bot.cards.assigning import editable
from bot.cards.pictures import pictured
from bot.matching.reading import Kind, Meaning
from bot.trail import note

KEPT = 512
"""Cards; some twenty kilobytes each."""


class _Key(NamedTuple):
    """What tells most cards apart; the answer itself tells the rest."""

    kind: type
    meaning: Meaning
    rival: Offer | None
    suggestions: tuple[str, ...]
    view: View
    page: int
    public: bool
    tables: bool
    editing: bool


class Drawn:
    """Draws as `card` does, and draws nothing twice that holds nothing of a single workspace."""

    def __init__(self, kept: int = KEPT) -> None:
        """Keep that many cards, those that were sent last."""
        self._most = kept
        self._cards: OrderedDict[_Key, tuple[Answer, Message]] = OrderedDict()
        self.hits = self.misses = 0
        self.shown: Counter[Kind] = Counter()

    def card(
        self,
        answer: Answer,
        *,
        view: View = View.FIRST,
        page: int = 0,
        public: bool = False,
        tables: bool = True,
        editing: bool = False,
    ) -> Message:
        """Return the message that shows an answer, as `bot.cards.card` does; nobody may change it.

        With `editing`, it bears the button to say who it is in this workspace.
        """
        self.shown[answer.kind] += 1
        note(answer=answer.kind.value)  # for the log: what kind of thing was asked, never what
        scene = (view, page, public, tables, editing)
        key = _Key(type(answer), answer.meaning, answer.rival, answer.suggestions, *scene)
        kept, message = self._cards.get(key, (None, None))
        # Other knowledge, or a workspace's own entries, may answer the same meaning otherwise.
        if message is not None and (kept is answer or kept == answer):
            self._cards[key] = (answer, message)  # the one before holds on to the knowledge that it is from
            self._cards.move_to_end(key)
            self.hits += 1
            return message
        message = card(answer, view=view, page=page, public=public, tables=tables)
        message = editable(message, answer) if editing else message
        message = pictured(message, answer) if view is View.FIRST else message
        self.misses += 1
        if not _local(answer):
            self._keep(key, answer, message)
        return message

    def _keep(self, key: _Key, answer: Answer, message: Message) -> None:
        self._cards[key] = (answer, message)
        self._cards.move_to_end(key)
        if len(self._cards) > self._most:
            self._cards.popitem(last=False)


def _local(answer: Answer) -> bool:
    """Tell whether something of one workspace is in it: people, where to ask, roles that it lacks, paths."""
    match answer:
        case PeopleAnswer() | AssetAnswer():
            return True
        case OwnershipAnswer() | PartnersAnswer():
            return bool(answer.absent) or answer.here != NOBODY or answer.covered_by is not None
        case RoleAnswer() | CraftAnswer():
            return answer.here != NOBODY or answer.covered_by is not None
        case ListAnswer() | ComparisonAnswer() | ExpertiseAnswer() | CollaborationAnswer():
            return bool(answer.absent)
        case UnknownAnswer():
            return bool(answer.unmatched)
        case _:
            return False
