"""Uploads: promised, sent, completed, and only a moment later ready to be shown."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playground_app import Play, playing

from bot.playground.handing import MOST_BYTES, keep
from bot.playground.talking import Refused

PICTURE = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


async def promised(play: Play, name: str = "skills.png", length: int = len(PICTURE)) -> dict[str, Any]:
    """Ask where to upload."""
    return await play.call("files.getUploadURLExternal", filename=name, length=length, alt_txt="Skills")


async def sent(play: Play, url: str, content: bytes = PICTURE) -> int:
    """Upload; return the status."""
    async with play.http.post(url, data=content) as answer:
        return answer.status


async def uploaded(play: Play, **completion: Any) -> str:
    """Upload and complete a picture; return its id."""
    promise = await promised(play)
    assert await sent(play, promise["upload_url"]) == 200
    files = [{"id": promise["file_id"], "title": "Skills of a data engineer"}]
    await play.call("files.completeUploadExternal", files=files, **completion)
    return str(promise["file_id"])


async def test_a_picture_is_ready_a_moment_after_its_upload(play: Play) -> None:
    file = await uploaded(play)
    picture = {"type": "image", "slack_file": {"id": file}, "alt_text": "Skills"}
    card = {"channel": "CHELP", "text": "Skills", "blocks": [picture]}

    assert (await play.call("files.info", file=file))["file"]["mimetype"] == ""
    refused = await play.error("chat.postMessage", **card)
    assert (refused["error"], "not ready" in refused["errors"][0]) == ("invalid_blocks", True)
    await play.workspace.clock.advance(2)

    assert (await play.call("files.info", file=file))["file"]["mimetype"] == "image/png"
    assert (await play.call("chat.postMessage", **card))["ok"]
    [shown] = await play.shown("CHELP")
    async with play.http.get(play.url + shown["blocks"][0]["slack_file"]["url"]) as answer:
        assert (await answer.read(), answer.content_type) == (PICTURE, "image/png")


async def test_what_people_hand_in_is_read_with_the_token_and_the_scope_alone(play: Play) -> None:
    content = base64.b64encode(b"* @acme/pay\n").decode()
    file = (await play.page("upload", **{"as": "UADAM"}, name="CODEOWNERS", content=content))["file"]
    told = (await play.call("files.info", file=file))["file"]
    assert (told["user"], told["size"], told["name"]) == ("UADAM", 12, "CODEOWNERS")

    async def got(token: str) -> tuple[str, bytes]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with play.http.get(told["url_private"], headers=headers) as answer:
            return answer.content_type, await answer.read()

    known = play.workspace.credentials.bot_token
    assert (await got(known))[1] == b"* @acme/pay\n"
    assert (await got(""))[0] == (await got("xoxb-other"))[0] == "text/html"
    play.workspace.granted.discard("files:read")
    assert (await got(known))[0] == "text/html"


@pytest.mark.parametrize("content", ["", "no base64!"])
async def test_what_is_no_file_is_not_taken(play: Play, content: str) -> None:
    refused = await play.page("upload", **{"as": "UADAM"}, name="a.yaml", content=content)

    assert refused["error"] in {"invalid_arguments", "file_too_large"}
    assert play.workspace.files == {}


async def test_a_file_of_more_than_a_form_takes_is_refused(play: Play) -> None:
    with pytest.raises(Refused, match="10 MB"):
        keep(play.workspace, "UADAM", "a.yaml", b"x" * (MOST_BYTES + 1))


async def test_a_file_that_is_shared_stands_in_a_message(play: Play) -> None:
    file = await uploaded(play, channel_id="CHELP", initial_comment="Here it is")

    [shown] = await play.shown("CHELP")
    assert (shown["text"], shown["files"][0]["id"]) == ("Here it is", file)
    assert shown["files"][0]["title"] == "Skills of a data engineer"


async def test_what_is_no_picture_is_downloaded(play: Play) -> None:
    promise = await promised(play, "page.html", 8)
    await sent(play, promise["upload_url"], b"<script>")
    await play.call("files.completeUploadExternal", files=[{"id": promise["file_id"]}])

    async with play.http.get(f"{play.url}/files/{promise['file_id']}/page.html") as answer:
        assert answer.headers["content-disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"


async def test_an_upload_is_as_long_as_promised_and_happens_once(play: Play) -> None:
    promise = await promised(play)
    files = [{"id": promise["file_id"]}]

    assert await sent(play, promise["upload_url"], b"short") == 400
    assert (await play.error("files.completeUploadExternal", files=files))["error"] == "file_not_found"
    assert await sent(play, promise["upload_url"]) == 200
    assert (await play.error("files.info", file=promise["file_id"]))["error"] == "file_not_found"
    await play.call("files.completeUploadExternal", files=files)
    assert await sent(play, promise["upload_url"]) == 404
    assert (await play.error("files.completeUploadExternal", files=files))["error"] == "file_not_found"
    assert await sent(play, promise["upload_url"] + "x") == 404


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": "[]"}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
        ("files.info", {"file": "F1"}, "file_not_found"),
    ],
)
async def test_a_file_that_is_none_is_refused(
    play: Play, method: str, args: dict[str, Any], error: str
) -> None:
    assert (await play.error(method, **args))["error"] == error


async def test_a_file_is_shared_only_where_the_app_is_a_member(play: Play) -> None:
    play.workspace.channels["CHELP"].members.remove(play.workspace.bot)
    promise = await promised(play)
    await sent(play, promise["upload_url"])

    files = {"files": [{"id": promise["file_id"]}], "channel_id": "CHELP"}
    assert (await play.error("files.completeUploadExternal", **files))["error"] == "not_in_channel"


async def test_a_file_that_nobody_uploaded_is_not_there(play: Play) -> None:
    async with play.http.get(f"{play.url}/files/F1/x.png") as answer:
        assert answer.status == 404
