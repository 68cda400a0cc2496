"""Files handed over in Slack: read, shown as what they would change, and taken over in one press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import importing as say
from bot.cards.forms import block_of, held, message_view
from bot.cards.importing import IMPORT, LEAVE, TAKE_OVER
from bot.cards.notices import broken, outdated
from bot.delivery.downloading import SCOPE
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted
from bot.listeners.handed import DOING, MOST, Handed, handed_of, show
from bot.workspace.assets import LONGEST
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Let those who may hand over files."""

    @app.action(IMPORT)
    async def open_form(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_open(desk, body, client), _teller(body, client))

    @app.view(IMPORT)
    async def take_file(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))

    @app.action(TAKE_OVER)
    async def take_over(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        from bot.listeners import reading_files

        desk.background.start(reading_files.take_over(desk, action, body, client), _teller(body, client))

    @app.action(LEAVE)
    async def leave_it(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        handed = handed_of(action)
        desk.background.start(show(client, body, say.left(handed.name) if handed else outdated()))


async def import_form(desk: Desk, local: Local, client: AsyncWebClient) -> dict[str, Any]:
    """Return the form, or why there is none."""
    try:
        await admitted(desk, local, client, Deed.CHANGE, DOING)
    except Refusal as refusal:
        return message_view(refusal.message)
    if not await desk.workspaces.profiles.may(client, local.at, SCOPE):
        return message_view(say.may_not_read())
    return say.import_view()


async def _open(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    local = await desk.local(body, client)
    await desk.views.show(client, body, await import_form(desk, local, client))


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Take a file that was handed in, to be read by and by; return how Slack is to go on with the modal."""
    local, given = await desk.local(body, client), held(body["view"])
    try:
        await admitted(desk, local, client, Deed.CHANGE, DOING)
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    chosen: Mapping[str, Any] = next(iter(given.get(say.FILE) or ()), {})
    name = str(given.get(say.NAME) or chosen.get("name") or "").strip()
    wrong = _wrong(chosen, name)
    if wrong:
        return {"response_action": "errors", "errors": {block_of(body["view"], say.FILE): wrong}}
    from bot.listeners.reading_files import preview

    handed = Handed(str(chosen["id"]), name)
    desk.background.start(preview(desk, body, client, handed), _teller(body, client))
    return {"response_action": "update", "view": say.reading_view(name)}


def _wrong(chosen: Mapping[str, Any], name: str) -> str:
    """Return what is wrong with a file, as far as can be told before it is read; empty for nothing."""
    if not chosen.get("id"):
        return say.NO_FILE
    from bot.workspace.intake import readable

    if not readable(name) or len(name) > LONGEST or not name.isprintable():
        return say.NOT_READABLE
    return say.TOO_LARGE if int(chosen.get("size") or 0) > MOST else ""


def _teller(body: _Body, client: AsyncWebClient) -> Any:  # noqa: ANN401 - a function of the background's
    async def tell(reference: str) -> None:
        await post(client, body["user"]["id"], broken(reference))

    return tell
