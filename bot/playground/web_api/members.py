"""The users and usergroups methods."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.people import Person
from bot.playground.web_api.method import ApiError, Call, method, page

_USERS = ("users:read",)
_ADDRESSES = ("users:read.email",)
_GROUPS = ("usergroups:read",)


def _told(call: Call, person: Person) -> dict[str, Any]:
    workspace = call.workspace
    addressed = not workspace.granted.isdisjoint(_ADDRESSES)
    return person.as_slack(workspace.team, workspace.clock.now(), addressed=addressed)


@method("users.info", scopes=_USERS, rate=Rate.TIER_4, required="user", optional="include_locale")
def user_info(call: Call) -> dict[str, Any]:
    """Return one person."""
    workspace = call.workspace
    person = workspace.people.get(call.text("user"))
    if person is None:
        raise ApiError("user_not_found")
    return {"user": _told(call, person)}


@method("users.lookupByEmail", scopes=_ADDRESSES, rate=Rate.TIER_3, required="email")
def user_by_email(call: Call) -> dict[str, Any]:
    """Return the person who has an address; the deactivated and bots have none."""
    address = call.text("email").casefold()
    for person in call.workspace.people.values():
        if person.email and person.email.casefold() == address and not (person.deleted or person.is_bot):
            return {"user": _told(call, person)}
    raise ApiError("users_not_found")


@method("users.list", scopes=_USERS, rate=Rate.TIER_2, optional="cursor include_locale limit team_id")
def list_users(call: Call) -> dict[str, Any]:
    """Return everybody."""
    workspace = call.workspace
    shown, following = page(call, list(workspace.people.values()))
    return {
        "members": [_told(call, each) for each in shown],
        "cache_ts": int(workspace.clock.now()),
        **following,
    }


@method(
    "usergroups.list",
    scopes=_GROUPS,
    rate=Rate.TIER_2,
    optional="include_count include_disabled include_users team_id",
)
def list_groups(call: Call) -> dict[str, Any]:
    """Return the user groups; a workspace on a free plan has none, and says so with an error."""
    if not call.workspace.paid:
        raise ApiError("paid_teams_only")
    shown = []
    for group in call.workspace.groups.values():
        users = {"users": group.users} if call.flag("include_users") else {}
        shown.append({**group.as_slack(call.workspace.team), **users})
    return {"usergroups": shown}


@method(
    "usergroups.users.list",
    scopes=_GROUPS,
    rate=Rate.TIER_2,
    required="usergroup",
    optional="include_disabled team_id",
)
def list_group_users(call: Call) -> dict[str, Any]:
    """Return who is in a user group."""
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": group.users}
