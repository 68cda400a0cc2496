"""Slash commands: what is typed goes to the app, and what it answers in time is shown."""

from __future__ import annotations

from typing import Any

from bot.playground.courier import Undelivered
from bot.playground.hooks import give_hook, respond
from bot.playground.people import Channel
from bot.playground.posting import notice
from bot.playground.talking import Refused, channel_of
from bot.playground.tickets import Hook
from bot.playground.transport import Delivery
from bot.playground.typed import compose, escape
from bot.playground.web_api.method import ApiError
from bot.playground.workspace import Workspace

_ERRORS = {"http_timeout": "operation_timeout"}


def command(workspace: Workspace, user: str, channel: str, typed: str, thread_ts: str | None = None) -> None:
    """Send a command that was typed; raises Refused where Slack would not even send it."""
    place = channel_of(workspace, channel, user)
    word, _, text = typed.strip().partition(" ")
    if thread_ts:
        text = f"{word} is not supported in threads. Sorry!"
        notice(workspace, place, user, text, thread_ts)
        raise Refused("no_commands_in_threads", text)
    known = workspace.manifest.commands.get(word)
    if known is None or "commands" not in workspace.granted or not workspace.installed:
        raise Refused("unknown_command", f"{word} is not a valid command.")
    hook = Hook(user, place.id, workspace.clock.now())
    form = {
        "token": workspace.credentials.verification_token,
        "team_id": workspace.team,
        "team_domain": workspace.domain,
        "channel_id": place.id,
        "channel_name": _name(place),
        "user_id": user,
        "user_name": workspace.people[user].name,
        "command": word,
        "text": _text(workspace, text.strip(), escaped=known.should_escape),
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": give_hook(workspace, hook),
        "trigger_id": workspace.tickets.trigger(user, workspace.clock.now()),
    }
    delivery = Delivery("slash_commands", f"slash command {word}", form)
    workspace.spawn(_run(workspace, delivery, place, hook))


def _text(workspace: Workspace, text: str, *, escaped: bool) -> str:
    """Return a command's text: with names made ids where the manifest asks for it, else as it was typed."""
    return compose(workspace, text, labelled=True) if escaped else escape(text)


def _name(channel: Channel) -> str:
    names = {"im": "directmessage", "private": "privategroup"}
    return names.get(channel.kind, channel.name)


async def _run(workspace: Workspace, delivery: Delivery, channel: Channel, hook: Hook) -> None:
    word = delivery.payload["command"]
    try:
        reply = await workspace.courier.ask(delivery)
        answer: Any = reply.json()
        if isinstance(answer, dict):
            respond(workspace, hook, answer)
        elif answer is not None:
            respond(workspace, hook, {"text": reply.body.decode()})
    except Undelivered as failure:
        error = _ERRORS.get(failure.reason, "dispatch_failed")
        notice(workspace, channel, hook.user, f'{word} failed with the error "{error}"')
    except ApiError as refusal:
        told = refusal.as_json().get("response_metadata", {}).get("messages", [])
        text = f'{word} failed with the error "{refusal.code}"'
        notice(workspace, channel, hook.user, escape("\n".join([text, *told])))
