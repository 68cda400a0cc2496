"""Asks Slack who somebody is and what things are called; remembered for an hour, in memory only."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.origin import Origin
from bot.workspace.remembering import KEPT, Remembered
from bot.workspace.rights import Person, Standing

log = logging.getLogger(__name__)

_WAIT = 1.0
"""Seconds that an answer waits for a name; Slack waits three for the answer."""
_AGAIN = 60.0
"""Seconds until something that Slack would not tell is asked for again."""
_PATIENCE = 60.0
"""Seconds that work which nobody waits for waits, as Slack may first ask for a pause."""
_PAGES, _PAGE = 10, 200
_MEMBERS = frozenset({Standing.ADMIN, Standing.MEMBER, Standing.GUEST})


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person."""

    name: str
    standing: Standing
    gone: bool = False
    """Whether the account was deactivated."""
    zone: str | None = None
    """The time zone by its IANA name."""


class Profiles:
    """What Slack says of people, groups and channels, as the answers of this process need it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._people: Remembered[Profile | None] = Remembered(clock)
        self._groups: Remembered[Mapping[str, tuple[str, str]]] = Remembered(clock)
        self._channels: Remembered[Mapping[str, Any] | None] = Remembered(clock)
        self._public: Remembered[Mapping[str, str]] = Remembered(clock)
        self._granted: Remembered[frozenset[str] | None] = Remembered(clock)
        self._admins: Remembered[tuple[str, ...]] = Remembered(clock)
        self._addresses: Remembered[str | None] = Remembered(clock)
        self._addressed: Remembered[str | None] = Remembered(clock)

    async def person(self, client: AsyncWebClient, of: Origin) -> Person:
        """Return who acts; a stranger where Slack does not say, so that nothing is shown by mistake."""
        found = await self._profile(client, of, of.user) if of.user else None
        return Person(of.user, found.standing if found else Standing.STRANGER)

    async def person_now(self, client: AsyncWebClient, of: Origin) -> Person:
        """Return who acts, asked anew; as it was known where Slack does not say."""
        told = await _asked(client.users_info(user=of.user))
        if told:
            self.told(of, told["user"])
        return await self.person(client, of)

    def knows(self, of: Origin) -> bool:
        """Tell whether Slack need not be asked who acts."""
        return self._people.get((of.workspace, of.user)) is not None

    async def profile(self, client: AsyncWebClient, of: Origin) -> Profile | None:
        """Return what Slack says of whoever acts; None where it does not say."""
        return await self._profile(client, of, of.user)

    def told(self, of: Origin, user: Mapping[str, Any]) -> Profile:
        """Remember what Slack was asked of a person elsewhere."""
        profile = _profile(user, of)
        self._people.put((of.workspace, user["id"]), profile)
        return profile

    async def outsiders(self, client: AsyncWebClient, of: Origin, ids: Iterable[str]) -> Sequence[str]:
        """Return the names of those who are no people of this workspace: bots, and other organisations'."""
        found = [await self._profile(client, of, each) for each in ids]
        return [each.name for each in found if each and each.standing in {Standing.STRANGER, Standing.BOT}]

    async def names(self, client: AsyncWebClient, of: Origin, ids: Iterable[str]) -> Mapping[str, str]:
        """Return what people, user groups and channels are called, as far as Slack tells."""
        wanted = dict.fromkeys(ids)
        found = await asyncio.gather(*(self._name(client, of, each) for each in wanted))
        return {id_: name for id_, name in zip(wanted, found, strict=True) if name}

    async def address(self, client: AsyncWebClient, of: Origin) -> str | None:
        """Return the web address of the workspace, with a slash at its end; None where Slack does not say."""
        known = self._addresses.get((of.workspace, of.team))
        if known:
            return known[0]
        url = (await _asked(client.auth_test()) or {}).get("url")
        return self._addresses.put((of.workspace, of.team), url, KEPT if url else _AGAIN)

    async def groups(self, client: AsyncWebClient, of: Origin) -> Mapping[str, str]:
        """Return the user groups by id with their names; none on a free plan."""
        return {id_: names[0] for id_, names in (await self._named_groups(client, of)).items()}

    async def group_ids(self, client: AsyncWebClient, of: Origin) -> Mapping[str, str]:
        """Return the ids of user groups by name and by handle, which counts where two are called alike."""
        named = (await self._named_groups(client, of)).items()
        return {names[which]: id_ for which in (0, 1) for id_, names in named}

    async def of_address(self, client: AsyncWebClient, of: Origin, address: str) -> str | None:
        """Return the id of who has an e-mail address here; None for nobody, and where Slack may not say."""
        key = (of.workspace, address.casefold())
        known = self._addressed.get(key)
        if known:
            return known[0]
        told = await _asked(client.users_lookupByEmail(email=address), wait=_PATIENCE)
        found = (told or {}).get("user")
        member = found and self.told(of, found).standing in _MEMBERS
        id_ = str(found["id"]) if found and member else None
        return self._addressed.put(key, id_, KEPT if id_ else _AGAIN)

    async def channels(self, client: AsyncWebClient, of: Origin) -> Mapping[str, str]:
        """Return the open public channels by id with their names, without those that others share."""
        known = self._public.get((of.workspace, ""))
        if known:
            return known[0]
        found: dict[str, str] = {}
        cursor, team = "", of.team if of.team != of.workspace else ""
        for _ in range(_PAGES):
            asking = client.conversations_list(
                exclude_archived=True, limit=_PAGE, cursor=cursor, team_id=team or None
            )
            told = await _asked(asking, wait=10.0) or {}
            listed = (each for each in told.get("channels", ()) if not each.get("is_ext_shared"))
            found |= {each["id"]: str(each["name"]) for each in listed}
            cursor = (told.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return self._public.put((of.workspace, ""), found, KEPT if found else _AGAIN)

    async def granted(self, client: AsyncWebClient, of: Origin) -> frozenset[str] | None:
        """Return the scopes that the app has in a workspace; None where Slack does not say."""
        known = self._granted.get((of.workspace, ""))
        if known:
            return known[0]
        named: list[str] = []

        async def asking() -> Any:  # noqa: ANN401 - Slack's answer, whose headers say more than its body
            answer = await client.auth_test()
            headers = {name.lower(): value for name, value in answer.headers.items()}
            named.extend(str(headers.get("x-oauth-scopes") or "").split(","))
            return answer

        await _asked(asking())
        found = frozenset(filter(None, map(str.strip, named))) or None
        return self._granted.put((of.workspace, ""), found, KEPT if found else _AGAIN)

    async def may(self, client: AsyncWebClient, of: Origin, scope: str) -> bool:
        """Return whether the app has a scope in a workspace; True where Slack does not say."""
        granted = await self.granted(client, of)
        return granted is None or scope in granted

    async def shared(self, client: AsyncWebClient, of: Origin, *, now: bool = False) -> bool | None:
        """Return whether another organisation reads the channel; None where nobody can tell.

        With `now`, Slack is asked anew: that it has become so may have been told to another process.
        """
        if of.shared is not None or not of.channel:
            return of.shared
        asking = self.channel if now and not of.channel.startswith("D") else self._channel
        told = await asking(client, of, of.channel)
        return bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")) if told else None

    async def channel(self, client: AsyncWebClient, of: Origin, channel: str) -> Mapping[str, Any] | None:
        """Return what Slack says of a channel now; None where the bot cannot see it."""
        self._channels.drop((of.workspace, channel))
        return await self._channel(client, of, channel)

    async def reachable(self, client: AsyncWebClient, of: Origin, channel: str) -> bool:
        """Return whether the app can post in a channel now."""
        told = await self.channel(client, of, channel) or {}
        return bool(told.get("is_member")) and not told.get("is_archived")

    async def admins(self, client: AsyncWebClient, of: Origin) -> tuple[str, ...]:
        """Return the workspace's admins and owners."""
        known = self._admins.get((of.workspace, ""))
        if known:
            return known[0]
        found, cursor = [], ""
        for _ in range(_PAGES):
            told = await _asked(client.users_list(limit=_PAGE, cursor=cursor), wait=10.0) or {}
            found += [user["id"] for user in told.get("members", ()) if _is_admin(user)]
            cursor = (told.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return self._admins.put((of.workspace, ""), tuple(found), KEPT if found else _AGAIN)

    def changed(self, of: Origin, user: Mapping[str, Any]) -> Profile:
        """Take note of what Slack tells of a person by itself."""
        self._admins.drop((of.workspace, ""))
        return self.told(of, user)

    def forget(self, of: Origin, id_: str) -> None:
        """Forget a group or channel that has changed."""
        self._groups.drop((of.workspace, ""))
        self._public.drop((of.workspace, ""))
        self._channels.drop((of.workspace, id_))

    async def _named_groups(self, client: AsyncWebClient, of: Origin) -> Mapping[str, tuple[str, str]]:
        """Return the user groups by id, with name and handle."""
        known = self._groups.get((of.workspace, ""))
        if known:
            return known[0]
        team = of.team if of.team != of.workspace else ""  # asked for only by an organisation's token
        told = await _asked(client.usergroups_list(team_id=team or None))
        listed = (told or {}).get("usergroups", ())
        groups = {each["id"]: (str(each["name"]), str(each.get("handle") or each["name"])) for each in listed}
        return self._groups.put((of.workspace, ""), groups, KEPT if told else _AGAIN)

    async def _name(self, client: AsyncWebClient, of: Origin, id_: str) -> str | None:
        if id_.startswith(("U", "W")):
            profile = await self._profile(client, of, id_)
            return profile.name if profile else None
        if id_.startswith("S"):
            return (await self.groups(client, of)).get(id_)
        told = await self._channel(client, of, id_)
        return told.get("name") if told else None

    async def _profile(self, client: AsyncWebClient, of: Origin, user: str) -> Profile | None:
        key = (of.workspace, user)
        known = self._people.get(key)
        if known:
            return known[0]
        told = await _asked(client.users_info(user=user))
        profile = _profile(told["user"], of) if told else None
        return self._people.put(key, profile, KEPT if profile else _AGAIN)

    async def _channel(self, client: AsyncWebClient, of: Origin, channel: str) -> Mapping[str, Any] | None:
        key = (of.workspace, channel)
        known = self._channels.get(key)
        if known:
            return known[0]
        told = await _asked(client.conversations_info(channel=channel))
        found = told["channel"] if told else None
        return self._channels.put(key, found, KEPT if found else _AGAIN)


async def _asked(asking: Awaitable[Any], wait: float = _WAIT) -> Mapping[str, Any] | None:
    """Return Slack's answer; None where it refuses, or is too slow for somebody who waits."""
    try:
        answer = await asyncio.wait_for(asking, wait)
    except SlackApiError as error:
        said = "no answer" if isinstance(error.response, str) else error.response.get("error")
        log.info("Slack would not say: %s", said)
        return None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("Slack could not be asked: %s", type(error).__name__)
        return None
    told: Mapping[str, Any] = answer.data
    return told


def _profile(user: Mapping[str, Any], of: Origin) -> Profile:
    said = user.get("profile") or {}
    name = said.get("display_name") or said.get("real_name") or user.get("real_name") or user.get("name")
    zone = str(user["tz"]) if user.get("tz") else None
    return Profile(str(name or user["id"]), _standing(user, of), bool(user.get("deleted")), zone)


def _standing(user: Mapping[str, Any], of: Origin) -> Standing:
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return Standing.BOT
    if user.get("is_stranger") or user.get("deleted") or not _belongs(user, of):
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.ADMIN if _is_admin(user) else Standing.MEMBER


def _belongs(user: Mapping[str, Any], of: Origin) -> bool:
    """Whether somebody is of the workspace, or of the organisation that it is part of."""
    organisation = user.get("enterprise_user") or {}
    if of.team and of.team in organisation.get("teams", ()):
        return True
    if of.enterprise and organisation.get("enterprise_id") == of.enterprise:
        return True
    return user.get("team_id") in {of.team, None}


def _is_admin(user: Mapping[str, Any]) -> bool:
    powers = ("is_admin", "is_owner", "is_primary_owner")
    return any(user.get(power) for power in powers) and not (user.get("deleted") or user.get("is_bot"))
