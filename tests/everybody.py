"""A workspace with one person of each kind in it, and what they send that no button or form of ours made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import payloads
from served_app import Served, served

from bot.playground.people import Person
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, NameStewards
from bot.workspace.stores import WorkspaceStore

HERE = WorkspaceId(payloads.TEAM)
ENGINEER = Subject(kind=SubjectKind.ROLE, id="data-engineer")
ANALYST = Subject(kind=SubjectKind.ROLE, id="data-analyst")

ADMIN, OWNER, SERVER_ADMIN, STEWARD, MEMBER = "UADAM", "UOWNER", "UOPS", "USTEWARD", "UNIA"
GUEST, GUEST_STEWARD, STRANGER, BOT = "UGUEST", "UGUESTST", "USTRANGE", "UROBOT"
PEOPLE = {
    ADMIN: "an admin of the workspace",
    OWNER: "an owner of the workspace",
    SERVER_ADMIN: "somebody in ROLECALL_ADMINS",
    STEWARD: "a steward",
    MEMBER: "a member",
    GUEST: "a guest",
    GUEST_STEWARD: "a guest who is named steward",
    STRANGER: "somebody of another organisation",
    BOT: "another bot",
}
"""The columns of the table."""
ADMINS = frozenset({ADMIN, OWNER, SERVER_ADMIN})
KEEPERS = ADMINS | {STEWARD}
OWN = KEEPERS | {MEMBER}
GUESTS = frozenset({GUEST, GUEST_STEWARD})

_NEW = (
    Person(OWNER, "owner", "Owner", is_owner=True),
    Person(SERVER_ADMIN, "ops", "Ops"),
    Person(STEWARD, "steward", "Steward"),
    Person(GUEST, "guest", "Guest", is_guest=True),
    Person(GUEST_STEWARD, "gueststeward", "Guest Steward", is_guest=True),
    Person(STRANGER, "stranger", "Stranger", team="TOTHER"),
    Person(BOT, "robot", "Robot", is_bot=True),
)


@dataclass
class Hall:
    """The workspace, what is kept of it, and which listeners have heard something."""

    served: Served
    store: WorkspaceStore
    heard: set[str] = field(default_factory=set)

    async def send(self, delivery: Any) -> str:
        """Send something; return what is answered."""
        reply = await self.served.send(delivery)
        assert reply.status == 200
        return reply.body.decode()

    async def submit(self, user: str, callback_id: str, metadata: str = "", **inputs: Any) -> None:
        """Hand in a form that was never shown."""
        view = _view("modal", callback_id, metadata, inputs)
        answered = await self.send(payloads.submission(view=view, user=sender(user)))
        assert answered, "who hands something in is told what became of it"

    async def press(self, user: str, action_id: str, value: str = "", **fields: Any) -> None:
        """Press a button that was never shown."""
        await self.send(payloads.press(value, action_id, user=sender(user), **fields))

    async def press_at_home(self, user: str, action_id: str, value: str = "", **inputs: Any) -> None:
        """Press a button on a Home that was never drawn."""
        press = payloads.press(value, action_id, user=sender(user), trigger_id=self.trigger(user))
        view = {**_view("home", "", "", inputs), "id": "VHOME"}
        payload = {name: held for name, held in press.payload.items() if name not in _OF_MESSAGES}
        await self.send(type(press)(press.kind, press.what, {**payload, "view": view}))

    async def say(self, user: str, text: str, channel: str = payloads.CHANNEL) -> str:
        """Type the command; return all that the answer says."""
        given = self.trigger(user)
        return await self.send(payloads.command(text, user_id=user, channel_id=channel, trigger_id=given))

    def trigger(self, user: str) -> str:
        """Return what opens a modal for somebody."""
        return self.served.workspace.tickets.trigger(user, self.served.workspace.clock.now())

    def modal(self) -> dict[str, Any] | None:
        """Return the modal that was opened or changed last."""
        calls = [
            call
            for name in ("views.open", "views.push", "views.update")
            for call in self.served.workspace.calls(name)
        ]
        return calls[-1].request["view"] if calls else None


_OF_MESSAGES = {"channel", "message", "container", "response_url"}


def _view(kind: str, callback_id: str, metadata: str, inputs: Any) -> dict[str, Any]:
    return {
        "id": "V1",
        "type": kind,
        "callback_id": callback_id,
        "private_metadata": metadata,
        "state": {"values": {name: {name: state} for name, state in inputs.items()}},
        "hash": "1.x",
    }


def sender(user: str) -> dict[str, Any]:
    """Return somebody as payloads name them."""
    return {"id": user, "name": user.lower(), "team_id": "TOTHER" if user == STRANGER else payloads.TEAM}


@asynccontextmanager
async def hall() -> AsyncIterator[Hall]:
    """Serve the app to everybody, with stewards who were named by an admin."""
    async with served(given={"rolecall_admins": ((HERE, SERVER_ADMIN),)}) as there:
        for person in _NEW:
            there.workspace.add_person(person)
        store = there.app.workspaces.store(HERE)
        await store.contents.change(NameStewards(people=(STEWARD, GUEST_STEWARD)), ADMIN)
        await store.contents.change(Assign(of=ANALYST, entry=Entry(people=("UANA",))), ADMIN)
        made = Hall(there, store)
        _listen_in(made)
        yield made


def listeners(there: Served) -> dict[str, Any]:
    """Return the app's listeners by module and name."""
    return {
        f"{each.ack_function.__module__.rpartition('.')[2]}.{each.ack_function.__name__}": each
        for each in there.app.bolt._async_listeners
    }


def _listen_in(there: Hall) -> None:
    def noting(name: str, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def noted(**given: Any) -> Any:
            there.heard.add(name)
            return await function(**given)

        return noted

    for name, listener in listeners(there.served).items():
        listener.ack_function = noting(name, listener.ack_function)
