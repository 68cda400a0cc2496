"""What the app sends to a response URL, or answers a command with: shown, replaced, or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.posting import by_the_app, change, post, post_privately, remove, remove_privately
from bot.playground.showing import show_message
from bot.playground.tickets import Hook
from bot.playground.web_api.content import content
from bot.playground.web_api.method import ApiError
from bot.playground.workspace import Workspace

_KNOWN = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "mrkdwn",
    "unfurl_links",
    "unfurl_media",
}


def give_hook(workspace: Workspace, hook: Hook) -> str:
    """Return a new response URL."""
    return f"{workspace.url}/hook/{workspace.team}/{workspace.tickets.hook(hook)}"


def respond(workspace: Workspace, hook: Hook, answer: Mapping[str, Any]) -> None:
    """Do what the app asks; raises ApiError where Slack refuses it."""
    if unknown := sorted(set(answer) - _KNOWN):
        raise ApiError("invalid_payload", *(f"no such field here: {name}" for name in unknown))
    kind = answer.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise ApiError("invalid_payload", "response_type is ephemeral or in_channel")
    if answer.get("delete_original"):
        _delete(workspace, hook)
        return
    message = content(workspace, answer.get("text") or "", answer.get("blocks"))
    if answer.get("replace_original"):
        _replace(workspace, hook, message)
        return
    channel = workspace.channels[hook.channel]
    message |= by_the_app(workspace)
    if answer.get("thread_ts"):
        message["thread_ts"] = answer["thread_ts"]
    if kind == "ephemeral":
        post_privately(workspace, channel, hook.user, message)
    else:
        post(workspace, channel, message)


def _delete(workspace: Workspace, hook: Hook) -> None:
    if hook.ts in workspace.ephemeral[hook.user]:
        remove_privately(workspace, hook.user, hook.ts)
    elif hook.ts in workspace.messages[hook.channel]:
        remove(workspace, workspace.channels[hook.channel], hook.ts)
    else:
        raise ApiError("message_not_found", "there is no original to delete")


def _replace(workspace: Workspace, hook: Hook, message: Mapping[str, Any]) -> None:
    private = workspace.ephemeral[hook.user].get(hook.ts or "")
    if private is not None:
        private.pop("blocks", None)
        private |= message
        shown = show_message(workspace, hook.channel, private)
        workspace.feed.publish("message", shown, hook.user)
    elif hook.ts is not None and hook.ts in workspace.messages[hook.channel]:
        fields = {"blocks": None, **message}
        change(workspace, workspace.channels[hook.channel], hook.ts, fields, workspace.bot)
    else:
        raise ApiError("message_not_found", "there is no original to replace")
