"""What a workspace decides for itself, and for single channels."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from bot.knowledge.models import Flag, Model
from bot.workspace.directory import ChannelId, PersonId


def _zone(name: str) -> str:
    """Return the name of a time zone; raise ValueError where there is none of that name."""
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError):
        raise ValueError("is not the name of a time zone, such as Europe/Prague") from None


class WorkspaceSettings(Model):
    """The settings of a workspace; the defaults hold where nobody has chosen."""

    guests_see_directory: Flag = False
    retention_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 90
    """How long questions that nobody answered are kept after they were last asked."""
    digest_channel: ChannelId | None = None
    fallback_channel: ChannelId | None = None
    """Where questions go whose topic has no channel."""
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    """By whose mornings it is told what comes by itself: that of whoever chose the digest; None for UTC."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone or "UTC")


class Answering(StrEnum):
    """When the bot speaks in a channel."""

    MENTIONS = "mentions"
    QUESTIONS = "questions"
    OFF = "off"


class ChannelSettings(Model):
    """The settings of one channel."""

    answering: Answering = Answering.MENTIONS
    in_thread: Flag = True
    """Whether everybody sees an answer to a question that was not put to the bot, or only the asker."""
    hourly_limit: Annotated[int, Field(strict=True, ge=1, le=60)] = 6
    onboarding: Flag = False
    """Whether people who join are welcomed."""
    onboarding_by: PersonId | None = None
    """Who marked it so, and sees who finished what."""
