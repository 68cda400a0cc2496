"""What a message may hold, the same for posting, updating, scheduling, answering a command or a hook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.playground.blockkit.checks import Place
from bot.playground.blockkit.texts import markup
from bot.playground.blocks import elements_of, every_block, problems
from bot.playground.views import view_problems
from bot.playground.web_api.method import ApiError
from bot.playground.workspace import Workspace

MOST_TEXT = 40_000
MOST_TEXT_OF_UPDATE = 4_000
MOST_BLOCK_TEXT = 13_000
"""All texts of a message's blocks together; it is not documented, the server just refuses more."""

MOST_VIEW_BYTES = 250_000


def content(workspace: Workspace, text: str, blocks: object, *, most: int = MOST_TEXT) -> dict[str, Any]:
    """Return the checked text and blocks of a message; raises ApiError."""
    if not text:
        hint = "text is needed beside blocks, for notifications and screen readers"
        raise ApiError("no_text", *([hint] if blocks else []))
    if len(text) > most:
        raise ApiError("msg_too_long")
    loose = list(markup(text, Place("message", "/text")))
    if loose:
        raise ApiError("invalid_arguments", *loose)
    if blocks is None or blocks == []:
        return {"text": text}
    found = problems(blocks, "message") or list(_beyond(workspace, blocks, "/blocks"))
    if found:
        raise ApiError("invalid_blocks", *found, errors=found)
    if _length(blocks) > MOST_BLOCK_TEXT:
        raise ApiError("msg_blocks_too_long")
    return {"text": text, "blocks": with_ids(workspace, blocks)}


def checked_view(workspace: Workspace, view: object) -> dict[str, Any]:
    """Return a view as Slack would store it; raises ApiError."""
    found = view_problems(view)
    if not found and isinstance(view, dict):
        found = list(_beyond(workspace, view["blocks"], "/view/blocks"))
        if len(json.dumps(view)) > MOST_VIEW_BYTES:
            raise ApiError("view_too_large")
        if _takes_files(view["blocks"]) and "files:read" not in workspace.granted:
            raise ApiError("missing_scope", needed="files:read", provided=",".join(sorted(workspace.granted)))
    if found or not isinstance(view, dict):
        raise ApiError("invalid_arguments", *found)
    return {**view, "blocks": with_ids(workspace, view["blocks"])}


def with_ids(workspace: Workspace, blocks: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - checked before
    """Return a copy of the blocks in which every block and element has an id, as Slack stores them."""
    copied: list[dict[str, Any]] = json.loads(json.dumps(blocks))
    for block in every_block(copied):
        block.setdefault("block_id", workspace.new_id("b"))
        for element in elements_of(block):
            element.setdefault("action_id", workspace.new_id("a"))
    return copied


def _takes_files(blocks: Any) -> bool:  # noqa: ANN401 - checked before
    return any(
        element["type"] == "file_input" for block in every_block(blocks) for element in elements_of(block)
    )


def _beyond(workspace: Workspace, node: object, path: str) -> Iterator[str]:
    """Find what only this workspace refuses: pictures it does not have, videos the app may not show."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _beyond(workspace, each, f"{path}/{index}")
    if not isinstance(node, dict):
        return
    named = node.get("slack_file")
    if isinstance(named, Mapping):
        file = workspace.file_named(named)
        if file is None or not file.is_ready(workspace.clock.now()):
            yield f"invalid slack file: not found or not ready [json-pointer:{path}/slack_file]"
    if node.get("type") == "video":
        yield from (
            f"Video validation failed: {each} [json-pointer:{path}]" for each in _video(workspace, node)
        )
    for name, value in node.items():
        yield from _beyond(workspace, value, f"{path}/{name}")


def _video(workspace: Workspace, block: Mapping[str, Any]) -> Iterator[str]:
    if "links.embed:write" not in workspace.granted:
        yield "Bot scopes missing: [links.embed:write]"
    host = urlsplit(block["video_url"]).hostname or ""
    if not any(host == each or host.endswith(f".{each}") for each in workspace.manifest.unfurl_domains):
        yield "Domain is not a valid unfurl domain claimed by your app"


def _length(node: object) -> int:
    if isinstance(node, list):
        return sum(_length(each) for each in node)
    if isinstance(node, dict):
        return sum(
            len(value) if name == "text" and isinstance(value, str) else _length(value)
            for name, value in node.items()
        )
    return 0
