"""External menus: what somebody types into one goes to the app, which suggests options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.blockkit.checks import Place, array, either, shape
from bot.playground.blockkit.texts import OPTION_GROUP, distinct_values, option
from bot.playground.courier import Undelivered
from bot.playground.interaction import message_of, message_part, open_view, origin
from bot.playground.modals import public
from bot.playground.pressing import find_element
from bot.playground.talking import Refused
from bot.playground.transport import Delivery
from bot.playground.workspace import Workspace

_EXTERNAL = {"external_select", "multi_external_select"}
_LEAST_TYPED = 3
"""Characters before Slack asks the app, unless the element says otherwise."""

_ANSWER = shape(
    {},
    {"options": array(option(), 100, least=0), "option_groups": array(OPTION_GROUP, 100, least=0)},
    either("options", "option_groups"),
    distinct_values,
)


async def suggest(
    workspace: Workspace, user: str, on: Mapping[str, str], action: tuple[str, str], query: str
) -> dict[str, Any]:
    """Return the app's options for what is typed; `on` is `{"view": id}` or `{"channel", "ts"}`."""
    if "view" in on:
        view = open_view(workspace, user, on["view"])
        blocks, key = view["blocks"], (user, view["id"])
        part: dict[str, Any] = {"container": {"type": "view", "view_id": view["id"]}, "view": public(view)}
    else:
        channel, message = message_of(workspace, user, on["channel"], on["ts"])
        blocks, key = message.get("blocks", []), (user, message["ts"])
        part = message_part(channel, message)
    block, element = find_element(blocks, *action)
    if element["type"] not in _EXTERNAL:
        raise Refused("action_not_found", "That menu asks nobody.")
    if len(query) < element.get("min_query_length", _LEAST_TYPED):
        return {"options": []}
    payload = {
        **origin(workspace, user, "block_suggestion"),
        **part,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": query,
    }
    try:
        reply = await workspace.courier.ask(Delivery("interactive", f"block_suggestion {action[1]}", payload))
    except Undelivered:
        raise Refused("no_answer", "The app did not answer in time.") from None
    answer: Any = reply.json()
    if found := list(_ANSWER(answer, Place("message"))):
        raise Refused("invalid_options", f"The app's options are not valid: {found[0]}")
    offered = answer.get("options") or [
        each for group in answer.get("option_groups", ()) for each in group["options"]
    ]
    known = workspace.suggested.setdefault(key, {})
    known[action[1]] = [*known.get(action[1], []), *offered]
    return dict(answer)
