"""Questions as Slack tells of them, and what the journal says is left to do."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import payloads
from sqlalchemy import func, select

from bot.playground.transport import Delivery, signed_headers
from bot.playground.workspace import SLACKBOT, Workspace
from bot.storage.database import Database
from bot.storage.tables import journal


@dataclass
class Mention:
    """Something somebody asked, and whether Slack was told that it was heard."""

    place: Workspace
    channel: str
    user: str
    ts: str
    text: str
    acknowledged: bool = False


def say(place: Workspace, question: str, luck: random.Random) -> Mention:
    """Let somebody mention the app in some channel, without telling it."""
    channel = luck.choice([each for each in place.channels.values() if each.name.startswith("data-")])
    user = luck.choice([each for each in channel.members if each not in {place.bot, SLACKBOT}])
    return put(place, channel.id, user, question)


def put(place: Workspace, channel: str, user: str, question: str) -> Mention:
    """Put a mention of somebody's into a channel, without telling the app."""
    ts, text = place.new_ts(), f"<@{place.bot}> {question}"
    place.messages[channel][ts] = {"type": "message", "user": user, "text": text, "ts": ts}
    return Mention(place, channel, user, ts, text)


def signed(mention: Mention, kind: str) -> tuple[bytes, dict[str, str]]:
    """Return the request that tells of it, as a mention or as a message."""
    place = mention.place
    inner = {
        "type": kind,
        "user": mention.user,
        "text": mention.text,
        "ts": mention.ts,
        "team": place.team,
        "channel": mention.channel,
        "event_ts": mention.ts,
        **({"channel_type": "channel"} if kind == "message" else {}),
    }
    authorized = {
        "enterprise_id": None,
        "team_id": place.team,
        "user_id": place.bot,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    said = payloads.event(
        inner,
        team_id=place.team,
        context_team_id=place.team,
        api_app_id=place.app_id,
        event_id=f"Ev{place.new_id('')}",
        authorizations=[authorized],
    )
    body, content_type = Delivery("events_api", kind, said.payload).encode()
    return body, signed_headers(place.credentials.signing_secret, body, content_type)


async def left(database: Database) -> Counter[str]:
    """Return how many messages are not done with, by how far they have come."""
    query = select(journal.c.state, func.count()).where(journal.c.lease_until.is_not(None))
    async with database.reading() as connection:
        rows: Any = await connection.execute(query.group_by(journal.c.state))
        return Counter(dict(map(tuple, rows)))
