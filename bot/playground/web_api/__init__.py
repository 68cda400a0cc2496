"""Slack's Web API, as far as the app calls it: importing this package enters its methods."""

from bot.playground.web_api import (
    assistants,
    chat,
    conversations,
    members,
    reading,
    scheduling,
    sharing,
    surfaces,
    team,
)

__all__ = [
    "assistants",
    "chat",
    "conversations",
    "members",
    "reading",
    "scheduling",
    "sharing",
    "surfaces",
    "team",
]
