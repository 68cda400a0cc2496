"""One module a Slack surface; they translate and do nothing else."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.answers.answerer import Answerer
from bot.delivery.background import Background
from bot.delivery.claims import Claims
from bot.drawn import Drawn
from bot.listeners import commands, errors, messages, presses


def register(app: AsyncApp, answerer: Answerer, drawn: Drawn, claims: Claims, background: Background) -> None:
    """Register every listener, those that hear most first: each costs time before the one that matches."""
    commands.register(app, answerer, drawn)
    messages.register(app, answerer, drawn, claims, background)
    presses.register(app, answerer, drawn, background)
    errors.register(app, background)
