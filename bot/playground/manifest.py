"""What an app manifest grants and subscribes to, as the workspace asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an app manifest that decide what Slack lets the app do and tells it."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, Command]
    shortcuts: tuple[Shortcut, ...]
    home: bool
    messages_tab: bool
    interactive: bool
    redirects: tuple[str, ...]
    """Where people are sent back to who install the app."""
    unfurl_domains: tuple[str, ...]
    """The domains that the app claims; its videos must come from one of them."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Manifest:
        """Read a manifest as Slack takes it; what it leaves out is off."""
        features, settings = raw.get("features", {}), raw.get("settings", {})
        scopes = raw.get("oauth_config", {}).get("scopes", {})
        commands = [
            Command(
                each["command"],
                each.get("description", ""),
                each.get("usage_hint", ""),
                bool(each.get("should_escape")),
            )
            for each in features.get("slash_commands", ())
        ]
        return cls(
            name=features.get("bot_user", {}).get("display_name") or raw["display_information"]["name"],
            scopes=frozenset([*scopes.get("bot", ()), *scopes.get("bot_optional", ())]),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands={each.command: each for each in commands},
            shortcuts=tuple(
                Shortcut(each["name"], each["type"], each["callback_id"], each.get("description", ""))
                for each in features.get("shortcuts", ())
            ),
            home=bool(features.get("app_home", {}).get("home_tab_enabled")),
            messages_tab=bool(features.get("app_home", {}).get("messages_tab_enabled")),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
            redirects=tuple(raw.get("oauth_config", {}).get("redirect_urls", ())),
            unfurl_domains=tuple(features.get("unfurl_domains", ())),
        )
