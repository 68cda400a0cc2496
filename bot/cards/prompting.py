"""What to ask, offered where somebody opens the direct message with the bot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import Offer
from bot.cards.wording import shorten

TITLE = "Ask me, for example"

_MOST = 4
_LABEL = 60


def prompts(offers: Sequence[Offer]) -> list[dict[str, str]]:
    """Return up to four questions, as Slack offers them above the composer."""
    return [{"title": shorten(each.text, _LABEL), "message": each.text} for each in offers[:_MOST]]
