"""Who is in the workspace, in which channels, and how Slack describes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

ChannelKind = Literal["channel", "private", "im", "mpim"]


@dataclass(slots=True)
class Person:
    """A member: somebody, the app's bot user, or Slackbot."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/London"
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    team: str = ""
    """Another workspace's id for somebody of another organisation, who is here by a shared channel."""
    email: str = ""
    """Told only to an app that may read addresses."""

    def tz_offset(self, now: float) -> int:
        """Return the seconds that their clock is ahead of UTC at that moment."""
        offset = datetime.fromtimestamp(now, ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def as_slack(self, team: str, now: float, *, addressed: bool = False) -> dict[str, Any]:
        """Return the user object of users.info, with the e-mail address where the app may see it."""
        team = self.team or team
        address = {"email": self.email} if addressed and self.email else {}
        return {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.tz_offset(now),
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "title": self.title,
                "team": team,
                **address,
            },
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now),
        }


@dataclass(slots=True)
class Group:
    """A user group."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)

    def as_slack(self, team: str) -> dict[str, Any]:
        """Return the usergroup object of usergroups.list."""
        return {
            "id": self.id,
            "team_id": team,
            "is_usergroup": True,
            "handle": self.handle,
            "name": self.name,
            "description": "",
            "is_external": False,
            "date_delete": 0,
            "user_count": len(self.users),
        }


@dataclass(slots=True)
class Channel:
    """A conversation of any kind."""

    id: str
    name: str
    kind: ChannelKind = "channel"
    topic: str = ""
    creator: str = ""
    created: int = 0
    members: list[str] = field(default_factory=list)
    archived: bool = False
    shared: bool = False
    """Shared with another organisation."""

    @property
    def is_public(self) -> bool:
        """Say whether everybody may find and join it."""
        return self.kind == "channel"

    @property
    def event_kind(self) -> str:
        """Return its `channel_type` in events."""
        return {"private": "group"}.get(self.kind, self.kind)

    @property
    def history_scope(self) -> str:
        """Return the scope that reading its messages needs."""
        return {"channel": "channels", "private": "groups"}.get(self.kind, self.kind) + ":history"

    @property
    def read_scope(self) -> str:
        """Return the scope that looking it up needs."""
        return {"channel": "channels", "private": "groups"}.get(self.kind, self.kind) + ":read"

    def other(self, user: str) -> str:
        """Return the other side of a direct message."""
        return next((each for each in self.members if each != user), user)

    def as_slack(self, viewer: str) -> dict[str, Any]:
        """Return the conversation object, as the bot sees it."""
        common: dict[str, Any] = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
        }
        if self.kind == "im":
            return {**common, "user": self.other(viewer), "is_user_deleted": False}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "private",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_general": self.name == "general",
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_member": viewer in self.members,
            "creator": self.creator,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }
