"""The files methods: an address to upload to, and the completion that makes a file exist."""

from __future__ import annotations

from typing import Any

from bot.playground.files import File
from bot.playground.limits import Rate
from bot.playground.posting import by_the_app, post
from bot.playground.web_api.chat import in_thread
from bot.playground.web_api.method import ApiError, Call, method

_WRITE = ("files:write",)
_MOST_BYTES = 1_000_000_000


@method(
    "files.getUploadURLExternal",
    scopes=_WRITE,
    rate=Rate.TIER_4,
    required="filename length",
    optional="alt_txt snippet_type",
)
def upload_url(call: Call) -> dict[str, Any]:
    """Promise a file and return where to send it."""
    workspace, length = call.workspace, call.integer("length", 0)
    if not 0 < length <= _MOST_BYTES:
        raise ApiError("invalid_arguments", "length must be the size of the file in bytes")
    file = File(
        workspace.new_id("F"),
        call.text("filename").replace("/", "_"),
        length,
        alt_text=call.text("alt_txt"),
        created=workspace.clock.now(),
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.url}/upload/{workspace.team}/{file.id}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    scopes=_WRITE,
    rate=Rate.TIER_4,
    required="files",
    optional="channel_id channels initial_comment thread_ts blocks",
)
def complete_upload(call: Call) -> dict[str, Any]:
    """Finish uploads, and share them where a channel is named; they are ready a moment later."""
    workspace, listed = call.workspace, call.structure("files")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        raise ApiError("invalid_arguments", "files must be an array of objects with an id")
    completed = []
    for each in listed:
        file = workspace.files.get(str(each.get("id")))
        if file is None or file.content is None or file.completed is not None:
            raise ApiError("file_not_found")
        completed.append(file)
    target = call.channel("channel_id") if call.text("channel_id") else None
    if target is not None and workspace.bot not in target.members:
        raise ApiError("not_in_channel")
    for file, each in zip(completed, listed, strict=True):
        file.title, file.completed = str(each.get("title") or file.name), workspace.clock.now()
    shown = [file.as_slack(workspace.url, workspace.clock.now()) for file in completed]
    if target is not None:
        message = {"text": call.text("initial_comment"), "files": shown, **in_thread(call, target)}
        post(workspace, target, {**message, **by_the_app(workspace)})
    return {"files": shown}


@method("files.info", scopes=("files:read",), rate=Rate.TIER_4, required="file", optional="cursor limit")
def file_info(call: Call) -> dict[str, Any]:
    """Return a file; its mimetype is empty until it is ready."""
    file = call.workspace.files.get(call.text("file"))
    if file is None or file.completed is None:
        raise ApiError("file_not_found")
    return {"file": file.as_slack(call.workspace.url, call.workspace.clock.now()), "comments": []}
