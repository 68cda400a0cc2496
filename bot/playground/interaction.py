"""Buttons, menus, shortcuts and modals: what people do with them goes to the app, and its answer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.courier import Undelivered
from bot.playground.hooks import give_hook
from bot.playground.modals import find, owner, public
from bot.playground.people import Channel
from bot.playground.pressing import find_element, outcome, state
from bot.playground.talking import Refused, channel_of
from bot.playground.tickets import Hook
from bot.playground.transport import Delivery
from bot.playground.workspace import Message, View, Workspace

Values = Mapping[str, Mapping[str, Any]]
"""What stands in the inputs of a surface, by block_id and action_id."""

NO_ANSWER = "The app did not answer in time. Try again in a moment."


def origin(workspace: Workspace, user: str, kind: str) -> dict[str, Any]:
    """Return the fields that every interaction payload begins with."""
    if not workspace.installed or not workspace.manifest.interactive:
        raise Refused("interactivity_disabled", "This app does not take part in interactions.")
    person = workspace.people[user]
    return {
        "type": kind,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": workspace.team},
        "api_app_id": workspace.app_id,
        "token": workspace.credentials.verification_token,
        "team": {"id": workspace.team, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def open_view(workspace: Workspace, user: str, view_id: str) -> View:
    """Return a view that this person has before them; raises Refused."""
    view = find(workspace, view_id=view_id)
    if view is None or owner(workspace, view_id) != user:
        raise Refused("view_not_found", "That is no longer open.")
    return view


def message_of(workspace: Workspace, user: str, channel: str, ts: str) -> tuple[Channel, Message]:
    """Return a message that this person sees; raises Refused."""
    place = channel_of(workspace, channel, user)
    private = workspace.ephemeral[user].get(ts)
    message = private if private is not None else workspace.messages[place.id].get(ts)
    if message is None:
        raise Refused("message_not_found", "That message is gone.")
    return place, message


def message_part(channel: Channel, message: Message) -> dict[str, Any]:
    """Return where an action on a message happened; ephemeral ones are not quoted."""
    private = bool(message.get("ephemeral"))
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    named = channel.name or "directmessage"
    part = {"container": container, "channel": {"id": channel.id, "name": named}}
    return part if private else {**part, "message": dict(message)}


def press_on_message(
    workspace: Workspace,
    user: str,
    on: tuple[str, str],
    action: tuple[str, str],
    value: Any = None,  # noqa: ANN401 - as the element's kind has it
    values: Values | None = None,
) -> None:
    """Press or choose something on a message: `on` is channel and ts, `action` block_id and action_id."""
    channel, message = message_of(workspace, user, *on)
    suggested = workspace.suggested.get((user, message["ts"]), {})
    block, element = find_element(message.get("blocks", ()), *action)
    if user not in element.get("visible_to_user_ids", [user]):
        raise Refused("invalid_action", "There is no such button for this person.")
    now = workspace.clock.now()
    hook = Hook(user, channel.id, now, message["ts"], message.get("thread_ts"))
    payload = {
        **origin(workspace, user, "block_actions"),
        **message_part(channel, message),
        "trigger_id": workspace.tickets.trigger(user, now),
        "response_url": give_hook(workspace, hook),
        "state": {"values": state(message["blocks"], values or {}, suggested)},
        "actions": [_action(workspace, block, element, outcome(element, value, suggested))],
    }
    send(workspace, user, Delivery("interactive", f"block_actions {action[1]}", payload))


def press_on_view(
    workspace: Workspace,
    user: str,
    view_id: str,
    action: tuple[str, str],
    value: Any = None,  # noqa: ANN401 - as the element's kind has it
    values: Values | None = None,
) -> None:
    """Press or choose something in a modal or Home."""
    view = open_view(workspace, user, view_id)
    suggested = workspace.suggested.get((user, view_id), {})
    block, element = find_element(view["blocks"], *action)
    result = outcome(element, value, suggested)
    view["state"] = {"values": state(view["blocks"], values or {}, suggested, view["state"]["values"])}
    below = view_id if view["type"] == "modal" else None
    payload = {
        **origin(workspace, user, "block_actions"),
        "container": {"type": "view", "view_id": view_id},
        "view": public(view),
        "trigger_id": workspace.tickets.trigger(user, workspace.clock.now(), below),
        "actions": [_action(workspace, block, element, result)],
    }
    send(workspace, user, Delivery("interactive", f"block_actions {action[1]}", payload))


def _action(
    workspace: Workspace, block: Mapping[str, Any], element: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **result,
        "action_ts": workspace.new_ts(),
    }


def shortcut(workspace: Workspace, user: str, callback_id: str, on: tuple[str, str] | None = None) -> None:
    """Use a shortcut: a global one, or one on a message."""
    wanted = "message" if on else "global"
    known = [(each.type, each.callback_id) for each in workspace.manifest.shortcuts]
    if (wanted, callback_id) not in known or "commands" not in workspace.granted:
        raise Refused("unknown_shortcut", "There is no such shortcut.")
    kind = "message_action" if on else "shortcut"
    now = workspace.clock.now()
    payload = {
        **origin(workspace, user, kind),
        "callback_id": callback_id,
        "action_ts": workspace.new_ts(),
        "trigger_id": workspace.tickets.trigger(user, now),
    }
    if on:
        channel, message = message_of(workspace, user, *on)
        if message.get("ephemeral"):
            raise Refused("message_not_found", "Shortcuts do not work on a message that only you see.")
        hook = Hook(user, channel.id, now, None, message.get("thread_ts"))
        payload |= {
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "message": dict(message),
            "message_ts": message["ts"],
            "response_url": give_hook(workspace, hook),
        }
    send(workspace, user, Delivery("interactive", f"{kind} {callback_id}", payload))


def send(workspace: Workspace, user: str, delivery: Delivery) -> None:
    """Deliver an interaction in the background; without an answer in time the person is told."""
    workspace.spawn(_send(workspace, user, delivery))


async def _send(workspace: Workspace, user: str, delivery: Delivery) -> None:
    try:
        await workspace.courier.ask(delivery)
    except Undelivered:
        workspace.feed.publish("notice", {"text": NO_ANSWER}, user)
