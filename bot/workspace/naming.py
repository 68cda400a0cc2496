"""Puts names where only ids are kept, at the moment when an answer is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import Answer, CraftAnswer, OwnershipAnswer, PartnersAnswer, RoleAnswer
from bot.answers.known_here import AssetAnswer, AssetOwner, PeopleAnswer
from bot.answers.workspace import Contact, Here
from bot.workspace.origin import Origin
from bot.workspace.profiles import Profiles

_OF_HERE = (RoleAnswer, OwnershipAnswer, PeopleAnswer, CraftAnswer, PartnersAnswer)


async def named(answer: Answer, profiles: Profiles, client: AsyncWebClient, at: Origin) -> Answer:
    """Return the answer with the names of the people, groups and channels in it."""
    if isinstance(answer, _OF_HERE) and answer.here:
        return replace(answer, here=await named_here(answer.here, profiles, client, at))
    if isinstance(answer, AssetAnswer) and answer.people:
        return await _named_owners(answer, profiles, client, at)
    return answer


async def _named_owners(
    answer: AssetAnswer, profiles: Profiles, client: AsyncWebClient, at: Origin
) -> AssetAnswer:
    contacts = Here(people=tuple(Contact(id_, id_) for id_ in answer.people))
    known = {who.id: who for who in (await named_here(contacts, profiles, client, at)).people}

    def named_owner(owner: AssetOwner) -> AssetOwner:
        return replace(owner, contact=known[owner.contact.id]) if owner.contact else owner

    return replace(
        answer,
        owned=tuple(replace(each, owners=tuple(map(named_owner, each.owners))) for each in answer.owned),
    )


async def named_here(here: Here, profiles: Profiles, client: AsyncWebClient, at: Origin) -> Here:
    """Return an entry of the directory with names; what Slack does not tell of keeps its id."""
    ids = [contact.id for contact in _contacts(here)]
    names, address = await asyncio.gather(profiles.names(client, at, ids), profiles.address(client, at))

    def contact(of: Contact) -> Contact:
        return Contact(of.id, names.get(of.id, of.id), _link(of.id, at.team, address))

    return replace(
        here,
        people=tuple(map(contact, here.people)),
        groups=tuple(map(contact, here.groups)),
        channel=contact(here.channel) if here.channel else None,
        backup=contact(here.backup) if here.backup else None,
    )


def _contacts(here: Here) -> Iterator[Contact]:
    yield from (*here.people, *here.groups)
    yield from (each for each in (here.channel, here.backup) if each)


def _link(id_: str, team: str, address: str | None) -> str | None:
    if id_.startswith("S") and team:
        return f"https://app.slack.com/client/{team}/browse-user-groups/user_groups/{id_}"
    return f"{address}team/{id_}" if address and id_.startswith(("U", "W")) else None
