"""Files that people hand in with a form: taken from the page, and in the payload as Slack puts them there."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.blocks import elements_of, every_block
from bot.playground.files import READY_AFTER, File
from bot.playground.talking import Refused
from bot.playground.workspace import Workspace

MOST_BYTES = 10_000_000
"""Of one file that is handed in with a form."""
_MOST = 10


def take(workspace: Workspace, user: str, name: str, encoded: str) -> File:
    """Take a file that somebody chose; raises Refused."""
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("invalid_arguments", "That is no file.") from None
    return keep(workspace, user, name, content)


def keep(workspace: Workspace, user: str, name: str, content: bytes) -> File:
    """Keep a file of somebody's; raises Refused where Slack would not take it."""
    if not content or len(content) > MOST_BYTES:
        raise Refused("file_too_large", "A file must hold something, and may have 10 MB.")
    now = workspace.clock.now()
    file = File(workspace.new_id("F"), name.replace("/", "_"), len(content), content=content, created=now)
    file.completed, file.by = now - READY_AFTER, user
    workspace.files[file.id] = file
    return file


def with_files(
    workspace: Workspace, user: str, blocks: Sequence[Any], held: Mapping[str, Mapping[str, Any]]
) -> None:
    """Put the whole files where their ids are held; raises Refused where somebody may not hand one in."""
    for block in every_block(blocks):
        for element in elements_of(block):
            if element["type"] == "file_input":
                state = held[block["block_id"]][element["action_id"]]
                state["files"] = [_whole(workspace, user, each, element) for each in state["files"] or ()]
                if len(state["files"]) > element.get("max_files", _MOST):
                    raise Refused("too_many_files", "That are too many files.")


def _whole(workspace: Workspace, user: str, given: object, element: Mapping[str, Any]) -> dict[str, Any]:
    id_ = given.get("id") if isinstance(given, Mapping) else given
    file = workspace.files.get(str(id_))
    if file is None or file.by != user:
        raise Refused("file_not_found", "That file is not yours to hand in.")
    endings = element.get("filetypes")
    if endings and file.name.rpartition(".")[2].lower() not in endings:
        raise Refused("invalid_filetype", f"Only these: {', '.join(endings)}.")
    return file.as_slack(workspace.url, workspace.clock.now())
