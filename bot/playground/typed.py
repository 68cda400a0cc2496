"""What people type, as Slack's composer sends it: escaped, with mentions, channels and links marked up."""

from __future__ import annotations

import re

from bot.playground.workspace import Workspace

_TOKEN = re.compile(
    r"(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])"
    r"|(?<![\w@])@(?P<name>[\w.-]*\w)"
    r"|(?<![\w#])#(?P<channel>[\w-]*\w)"
)
_BROADCASTS = {"here", "channel", "everyone"}


def escape(text: str) -> str:
    """Write the three characters that Slack's markup uses as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def compose(workspace: Workspace, text: str, *, labelled: bool = False) -> str:
    """Return typed text in Slack's wire form; `labelled` mentions carry names, as escaped commands do."""

    def mark(found: re.Match[str]) -> str:
        link, name, channel = found["link"], found["name"], found["channel"]
        if link:
            return f"<{link}>"
        if name:
            return _mention(workspace, name, labelled=labelled) or found.group()
        known = next((each for each in workspace.channels.values() if each.name == channel), None)
        return f"<#{known.id}|{known.name if labelled else ''}>" if known else found.group()

    return _TOKEN.sub(mark, escape(text))


def _mention(workspace: Workspace, name: str, *, labelled: bool) -> str | None:
    if name in _BROADCASTS:
        return f"<!{name}>"
    for person in workspace.people.values():
        if person.name == name.lower():
            return f"<@{person.id}|{person.name}>" if labelled else f"<@{person.id}>"
    for group in workspace.groups.values():
        if group.handle == name.lower():
            return f"<!subteam^{group.id}|@{group.handle}>"
    return None
