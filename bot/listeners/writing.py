"""Own roles, topics, answers and texts: written, changed and taken away in a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import writing as say
from bot.cards.forms import block_of, held, message_view
from bot.cards.notices import broken, outdated
from bot.cards.writing import WRITE, Draft
from bot.delivery.posting import post
from bot.listeners.deciding import ask_to_decide
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, made
from bot.workspace.checking import Unfit
from bot.workspace.edits import Erase, Write
from bot.workspace.own import OwnEntry
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local
from bot.workspace.writing import Unfilled, What, filled, initial, what_of

_Body = Mapping[str, Any]

WRITING = "write what I answer here"


def register(app: AsyncApp, desk: Desk) -> None:
    """Let people write what only they can tell."""

    @app.action({"type": "block_actions", "action_id": WRITE})
    async def open_writing(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        chosen = str((action.get("selected_option") or {}).get("value"))

        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(_show(desk, body, client, chosen), tell)

    @app.view(WRITE)
    async def take_writing(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))


async def writing_view(desk: Desk, local: Local, client: AsyncWebClient, chosen: str = "") -> dict[str, Any]:
    """Return the form for what was chosen, the choice where nothing was, or why there is none."""
    try:
        visitor = await admitted(desk, local, client, Deed.PROPOSE, WRITING)
        if not chosen:
            own = local.contents.own.entries
            return say.choose_view([(_name(entry, local), _value(entry)) for entry in own])
        what, before = _meant(chosen, local)
    except Refusal as refusal:
        return message_view(refusal.message)
    draft = Draft(
        what.value,
        chosen,
        _name(before, local) if before else "",
        initial(before) if before else {},
        proposing=not visitor.may(Deed.CHANGE),
    )
    return say.write_view(draft, local.snapshot.knowledge)


async def _show(desk: Desk, body: _Body, client: AsyncWebClient, chosen: str) -> None:
    view = await writing_view(desk, await desk.local(body, client), client, chosen)
    await desk.views.show(client, body, view, instead=True)


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Keep or propose what was handed in; return how Slack is to go on with the modal."""
    local, given = await desk.local(body, client), held(body["view"])
    try:
        visitor = await admitted(desk, local, client, Deed.PROPOSE, WRITING)
        what, before = _meant(str(body["view"]["private_metadata"]), local)
        try:
            edit = _edit(what, given, before, local)
            proposals = await made(desk, local, visitor, [edit], WRITING)
        except Unfilled as empty:
            return _wrong(body, say.missing(empty.inputs, given, what.value))
        except Unfit as unfit:
            return _wrong(body, say.unfit((each.message for each in unfit.problems), what.value))
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    name = _name(edit.own if isinstance(edit, Write) else before, local)
    if proposals:
        asked = await ask_to_decide(desk, local, client, proposals)
        view = say.proposed_view(name, asked)
    else:
        view = say.removed_view(name) if isinstance(edit, Erase) else say.written_view(name)
    return {"response_action": "update", "view": view}


def _edit(what: What, given: Mapping[str, Any], before: OwnEntry | None, local: Local) -> Write | Erase:
    if before and say.removing(given):
        return Erase(shelf=before.shelf, id=before.value.id)
    knowledge = local.snapshot.knowledge
    taken = {What.FAQ: knowledge.faqs, What.ROLE: knowledge.roles, What.TOPIC: knowledge.topics}
    return Write(own=filled(what, given, before, taken.get(what, {})))


def _wrong(body: _Body, wrong: Mapping[str, str]) -> dict[str, Any]:
    errors = {block_of(body["view"], name): text for name, text in wrong.items()}
    return {"response_action": "errors", "errors": errors}


def _value(entry: OwnEntry) -> str:
    return f"own:{entry.shelf}:{entry.value.id}"


def _meant(value: str, local: Local) -> tuple[What, OwnEntry | None]:
    """Return what a form is for; raise Refusal where that is gone."""
    kind, _, rest = value.partition(":")
    if kind == "new" and rest in {*What}:
        return What(rest), None
    for entry in local.contents.own.entries:
        if _value(entry) == value:
            return what_of(entry), entry
    raise Refusal(outdated())


def _name(entry: OwnEntry | None, local: Local) -> str:
    """Return what an entry is called."""
    if entry is None:
        return ""
    value, knowledge = entry.value, local.snapshot.knowledge
    own = getattr(value, "name", None) or getattr(value, "title", None)
    asked = next(iter(getattr(value, "questions", ())), None)
    shelves = (knowledge.roles, knowledge.topics, knowledge.concepts)
    about = next((shelf[value.id] for shelf in shelves if value.id in shelf), None)
    return str(own or asked or getattr(about, "name", None) or getattr(about, "title", None) or value.id)
