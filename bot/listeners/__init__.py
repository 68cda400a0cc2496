"""One module a Slack surface; they translate and do nothing else."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.delivery.pace import Pace
from bot.listeners import (
    changes,
    channels,
    commands,
    deciding,
    directory,
    errors,
    feedback,
    finding,
    forgetting,
    gaps,
    home,
    importing,
    knowing,
    leaving,
    messages,
    onboarding,
    pacing,
    pictures,
    presses,
    prompting,
    referring,
    reminding,
    removing,
    setting_up,
    settling,
    stewarding,
    viewing,
    writing,
)
from bot.listeners.desk import Desk


def register(app: AsyncApp, desk: Desk, pace: Pace) -> None:
    """Register every listener, those that hear most first: each costs time before the one that matches."""
    pacing.register(app, pace, desk.background)
    commands.register(app, desk)
    messages.register(app, desk)
    home.register(app, desk)
    viewing.register(app, desk)
    finding.register(app, desk)
    setting_up.register(app, desk)
    stewarding.register(app, desk)
    directory.register(app, desk)
    deciding.register(app, desk)
    settling.register(app, desk)
    channels.register(app, desk)
    prompting.register(app, desk)
    gaps.register(app, desk)
    knowing.register(app, desk)
    importing.register(app, desk)
    writing.register(app, desk)
    forgetting.register(app, desk)
    feedback.register(app, desk)
    referring.register(app, desk)
    removing.register(app, desk)
    reminding.register(app, desk)
    onboarding.register(app, desk)
    pictures.register(app, desk)
    presses.register(app, desk)
    changes.register(app, desk)
    leaving.register(app, desk)
    errors.register(app, desk.background)
