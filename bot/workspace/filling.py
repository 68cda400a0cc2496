"""Fills a gap: an own entry that answers it from now on, and those who waited are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.models import Faq
from bot.matching.text import words
from bot.workspace.gaps import Gap

_WORDS = 5
_LONGEST = 40


def entry_for(gap: Gap, answer: str, ways: Sequence[str], role: str | None) -> Faq:
    """Return the own entry that answers a gap; raises ValidationError.

    Its id begins as the question does, and is the gap's own, so that a second answer takes the place of the
    first.
    """
    said = [word for word in words(gap.texts[0] if gap.texts else "") if word.isascii()][:_WORDS]
    id_ = "-".join([*said, gap.group[:6]])[-_LONGEST:].strip("-")
    return Faq(id=id_, questions=tuple(ways), answer=answer, roles=(role,) if role else ())
