"""What people have before them beside messages: their Home and their modals, and what they do there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from served_app import Served

from bot.playground.blocks import elements_of, every_block
from bot.playground.interaction import press_on_view
from bot.playground.submitting import submit
from bot.playground.suggesting import suggest
from bot.playground.talking import open_home
from bot.playground.views import view_problems

_KEPT = ("type", "title", "submit", "close", "blocks", "callback_id", "private_metadata")


async def home(hall: Served, user: str = "UNIA") -> dict[str, Any]:
    """Open the Home; return it, which must be one that Slack takes."""
    open_home(hall.workspace, user)
    await hall.quiet()
    return home_of(hall, user)


def home_of(hall: Served, user: str = "UNIA") -> dict[str, Any]:
    return _taken(hall.workspace.homes[user])


def modal(hall: Served, user: str = "UNIA") -> dict[str, Any]:
    """Return the modal on top."""
    return _taken(hall.workspace.modals[user][-1])


def _taken(view: dict[str, Any]) -> dict[str, Any]:
    assert view_problems({name: view[name] for name in _KEPT if view.get(name)}) == []
    ids = [block["block_id"] for block in view["blocks"]]
    assert len(set(ids)) == len(ids), ids
    return view


def elements(view: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield everything that can be pressed, chosen or filled in, with its block."""
    for block in every_block(view["blocks"]):
        for each in elements_of(block):
            yield block["block_id"], dict(each)


def said_on(element: dict[str, Any]) -> str:
    """Return what stands on a button or in a field."""
    text = element.get("text") or element.get("placeholder") or {"text": ""}
    return str(text["text"])


def on_it(view: dict[str, Any]) -> list[str]:
    """Return what stands on everything that can be pressed or filled in."""
    return [said_on(each) for _, each in elements(view)]


def texts(part: Any) -> str:
    """Return all that is to be read in a view."""
    if isinstance(part, list):
        return "\n".join(filter(None, map(texts, part)))
    if not isinstance(part, dict):
        return ""
    own = part["text"] if isinstance(part.get("text"), str) else ""
    return "\n".join(filter(None, [own, *(texts(value) for value in part.values())]))


def find(view: dict[str, Any], name: str) -> tuple[str, dict[str, Any]]:
    """Return the button or field on which this stands, or that has this action_id."""
    for block_id, each in elements(view):
        if name in {said_on(each), each["action_id"]}:
            return block_id, each
    raise AssertionError(f"{name!r} is not among {on_it(view)}")


async def press(
    hall: Served, view: dict[str, Any], name: str, user: str = "UNIA", value: Any = None, **filled: Any
) -> None:
    """Press a button or choose from a menu, with inputs filled in before."""
    block_id, element = find(view, name)
    at = (block_id, element["action_id"])
    press_on_view(hall.workspace, user, view["id"], at, value, _values(view, filled))
    await hall.quiet()


async def suggested(hall: Served, view: dict[str, Any], name: str, typed: str, user: str = "UNIA") -> Any:
    """Type into an external menu; return its options."""
    block_id, element = find(view, name)
    action = (block_id, element["action_id"])
    return (await suggest(hall.workspace, user, {"view": view["id"]}, action, typed))["options"]


async def hand_in(hall: Served, view: dict[str, Any], user: str = "UNIA", **filled: Any) -> None:
    """Fill in inputs by name and hand the modal in."""
    submit(hall.workspace, user, view["id"], _values(view, filled))
    await hall.quiet()


def _values(view: dict[str, Any], filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for name, value in filled.items():
        block_id, element = find(view, name)
        values[block_id] = {element["action_id"]: value}
    return values
