"""The workspace that everybody starts with: three people, three channels, and the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.clock import Clock
from bot.playground.people import Channel, Group, Person
from bot.playground.workspace import SLACKBOT, Credentials, Workspace


def seeded(
    manifest: Mapping[str, Any],
    *,
    team: str = "TDATA",
    name: str = "Datahaus",
    clock: Clock | None = None,
    credentials: Credentials | None = None,
) -> Workspace:
    """Return a workspace with Nia (new), Ana (analyst) and Adam (admin).

    The bot is in every channel. Ids are UNIA, UANA, UADAM, CGENERAL, CHELP, CONBOARDING, SPLATFORM, each
    followed by what the team's id has after TDATA; the direct messages with the bot are DNIA and so on.
    """
    workspace = Workspace(manifest, team=team, name=name, clock=clock, credentials=credentials)
    own = team.removeprefix("TDATA")
    people = [
        Person(
            f"UNIA{own}", "nia", "Nia Novak", "Europe/Prague", "Joined this week", email="nia@example.com"
        ),
        Person(f"UANA{own}", "ana", "Ana Alves", "America/Sao_Paulo", "Analyst", email="ana@example.com"),
        Person(
            f"UADAM{own}",
            "adam",
            "Adam Okoro",
            "Europe/London",
            "Head of data",
            is_admin=True,
            email="adam@example.com",
        ),
    ]
    bot = Person(workspace.bot, workspace.manifest.name.lower(), workspace.manifest.name, is_bot=True)
    for person in (*people, bot, Person(SLACKBOT, "slackbot", "Slackbot", is_bot=True)):
        workspace.add_person(person)
    everybody = [*(person.id for person in people), workspace.bot]
    for id_, name_, topic in (
        ("CGENERAL", "general", "What everybody should know"),
        ("CHELP", "data-help", "Questions about data, and who can help"),
        ("CONBOARDING", "onboarding", "Welcome"),
    ):
        workspace.add_channel(
            Channel(id_ + own, name_, topic=topic, creator=people[2].id, members=[*everybody])
        )
    for person in people:
        workspace.add_channel(Channel("D" + person.id[1:], "", "im", members=[person.id, workspace.bot]))
    group = Group(f"SPLATFORM{own}", "data-platform", "Data platform", [people[2].id])
    workspace.groups[group.id] = group
    return workspace
