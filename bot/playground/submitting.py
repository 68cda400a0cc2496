"""Modals handed in and closed, and what the app answers: errors, another view, one on top, or none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.blocks import every_block
from bot.playground.courier import Undelivered
from bot.playground.handing import with_files
from bot.playground.hooks import give_hook
from bot.playground.interaction import NO_ANSWER, Values, open_view, origin, send
from bot.playground.modals import close_all, close_top, public, push, replace, with_errors
from bot.playground.pressing import missing, state
from bot.playground.talking import Refused
from bot.playground.tickets import Hook
from bot.playground.transport import Delivery
from bot.playground.web_api.content import checked_view
from bot.playground.web_api.method import ApiError
from bot.playground.workspace import View, Workspace

_MOST_STACKED = 3


def submit(workspace: Workspace, user: str, view_id: str, values: Values | None = None) -> None:
    """Hand in the top modal; what is missing is said at the field, and then nothing is sent."""
    view = _top(workspace, user, view_id)
    if view["submit"] is None:
        raise Refused("no_submit", "There is nothing to hand in here.")
    suggested = workspace.suggested.get((user, view_id), {})
    held = state(view["blocks"], values or {}, suggested, view["state"]["values"])
    with_files(workspace, user, view["blocks"], held)
    view["state"] = {"values": held}
    errors = missing(view["blocks"], held)
    with_errors(workspace, user, view, errors)
    if errors:
        return
    payload = {
        **origin(workspace, user, "view_submission"),
        "trigger_id": workspace.tickets.trigger(user, workspace.clock.now(), view_id),
        "view": public(view),
        "response_urls": _response_urls(workspace, user, view),
    }
    what = f"view_submission {view['callback_id']}".strip()
    workspace.spawn(_submit(workspace, user, view, Delivery("interactive", what, payload)))


def close(workspace: Workspace, user: str, view_id: str, *, everything: bool = False) -> None:
    """Close the top modal, or the whole stack; the app hears of those that asked for it."""
    _top(workspace, user, view_id)
    gone = close_all(workspace, user) if everything else close_top(workspace, user)
    for view in gone:
        if view["notify_on_close"]:
            payload = {
                **origin(workspace, user, "view_closed"),
                "view": public(view),
                "is_cleared": everything or len(gone) > 1,
            }
            send(
                workspace,
                user,
                Delivery("interactive", f"view_closed {view['callback_id']}".strip(), payload),
            )


def _top(workspace: Workspace, user: str, view_id: str) -> View:
    view = open_view(workspace, user, view_id)
    if not workspace.modals[user] or workspace.modals[user][-1] is not view:
        raise Refused("view_not_found", "That is not the modal on top.")
    return view


def _response_urls(workspace: Workspace, user: str, view: View) -> list[dict[str, Any]]:
    urls = []
    for block in every_block(view["blocks"]):
        element = block.get("element", {})
        if element.get("response_url_enabled"):
            held = view["state"]["values"][block["block_id"]][element["action_id"]]
            chosen = held.get("selected_conversation") or held.get("selected_channel")
            if chosen:
                hook = Hook(user, chosen, workspace.clock.now())
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": chosen,
                        "response_url": give_hook(workspace, hook),
                    }
                )
    return urls


async def _submit(workspace: Workspace, user: str, view: View, delivery: Delivery) -> None:
    try:
        reply = await workspace.courier.ask(delivery)
        _apply(workspace, user, view, reply.json())
    except Undelivered:
        workspace.feed.publish("notice", {"text": NO_ANSWER}, user)
    except ApiError as refusal:
        told = refusal.as_json().get("response_metadata", {}).get("messages", [refusal.code])
        workspace.feed.publish("notice", {"text": f"The app's answer is not valid: {told[0]}"}, user)


def _apply(workspace: Workspace, user: str, view: View, answer: object) -> None:
    if view not in workspace.modals[user]:
        return
    action = answer.get("response_action") if isinstance(answer, Mapping) else None
    if answer is None or answer == {}:
        close_top(workspace, user)
    elif not isinstance(answer, Mapping):
        raise ApiError("invalid_arguments", "a submission is answered with nothing or with an object")
    elif action == "errors":
        with_errors(workspace, user, view, _errors(view, answer.get("errors")))
    elif action == "clear":
        close_all(workspace, user)
    elif action == "update":
        replace(workspace, view, checked_view(workspace, answer.get("view")))
    elif action == "push" and len(workspace.modals[user]) < _MOST_STACKED:
        push(workspace, user, checked_view(workspace, answer.get("view")))
    else:
        raise ApiError("invalid_arguments", f"no such response_action here: {action}")


def _errors(view: View, errors: object) -> dict[str, str]:
    """Check that errors name input blocks of the view; Slack shows others nowhere."""
    inputs: Sequence[str] = [
        block["block_id"] for block in every_block(view["blocks"]) if block["type"] == "input"
    ]
    right = isinstance(errors, Mapping) and errors and all(isinstance(each, str) for each in errors.values())
    if not isinstance(errors, Mapping) or not right or not set(errors) <= set(inputs):
        raise ApiError("invalid_arguments", "errors must say something at input blocks of this view")
    return dict(errors)
