"""Which owners of files are which people and groups of a workspace, as far as Slack tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.imports.found import Found
from bot.imports.owners import OwnerMap, with_groups
from bot.knowledge.assets import Owner
from bot.workspace.assets import AssetFile
from bot.workspace.origin import Origin
from bot.workspace.profiles import Profiles

EMAIL_SCOPE = "users:read.email"
"""What it takes to ask who has an address."""

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def known_before(before: Iterable[AssetFile | None], given: OwnerMap | None = None) -> OwnerMap:
    """Return who owners were found to be when their files were imported last, unless it is given anew."""
    known = {reference: id_ for file in before if file for reference, id_ in file.people.items()}
    return OwnerMap({**known, **(given.ids if given else {})})


async def owners_here(
    found: Mapping[str, Found],
    known: OwnerMap,
    profiles: Profiles,
    client: AsyncWebClient,
    at: Origin,
) -> OwnerMap:
    """Return who owners are in Slack: as is known, else the user group of a team's name, else by address."""
    owners = [owner for each in found.values() for asset in each.assets for owner in asset.owners]
    mapped = with_groups(owners, known, await profiles.group_ids(client, at))
    if not await profiles.may(client, at, EMAIL_SCOPE):
        return mapped
    people = {}
    for owner, address in _addresses(owners, found.values()):
        if mapped.of(owner) is None and owner.reference not in people:
            people[owner.reference] = await profiles.of_address(client, at, address)
    return OwnerMap({**mapped.ids, **{owner: id_ for owner, id_ in people.items() if id_}})


def _addresses(owners: Iterable[Owner], found: Iterable[Found]) -> Iterator[tuple[Owner, str]]:
    """Yield the owners who have an address: their own, or the one that the file gives them."""
    parties = {party.reference: party.email for each in found for party in each.parties}
    for owner in owners:
        address = owner.reference if _ADDRESS.fullmatch(owner.reference) else parties.get(owner.reference)
        if address:
            yield owner, address
