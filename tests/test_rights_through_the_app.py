"""Every deed that needs a right, by every kind of person, with payloads that no button or form of ours made.

What a person may do is written here once more, and is compared with what became of what they sent.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import payloads
import pytest
from served_app import Served, served

from bot.cards.assigning import ASSIGN
from bot.cards.channels import CHANNEL
from bot.cards.directory import APPROVE, DECLINE
from bot.cards.footing import REMOVE, Asked, value_of
from bot.cards.gaps import ANSWER_GAP, NOT_OURS
from bot.cards.referring import REFER
from bot.cards.settling import SETTINGS
from bot.matching.reading import Kind, Meaning
from bot.playground.people import Channel, Person
from bot.workspace.contents import Contents
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, NameStewards, Settle
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.stores import WorkspaceStore

HERE = WorkspaceId(payloads.TEAM)
ENGINEER = Subject(kind=SubjectKind.ROLE, id="data-engineer")
ANALYST = Subject(kind=SubjectKind.ROLE, id="data-analyst")

ADMIN, SERVER_ADMIN, STEWARD, MEMBER = "UADAM", "UOPS", "USTEWARD", "UNIA"
GUEST, GUEST_STEWARD, STRANGER = "UGUEST", "UGUESTST", "USTRANGE"
PEOPLE = {
    ADMIN: "an admin of the workspace",
    SERVER_ADMIN: "somebody in ROLECALL_ADMINS",
    STEWARD: "a steward",
    MEMBER: "a member",
    GUEST: "a guest",
    GUEST_STEWARD: "a guest who is named steward",
    STRANGER: "somebody of another organisation",
}
ADMINS = {ADMIN, SERVER_ADMIN}
KEEPERS = ADMINS | {STEWARD}
OWN = KEEPERS | {MEMBER}

Effect = str
"""`done`, `proposed`, or `nothing`."""
Attempt = Callable[[Served, WorkspaceStore, str], Awaitable[Effect]]


@dataclass(frozen=True)
class Deed:
    """Something that needs a right."""

    attempt: Attempt
    may: set[str]
    proposes: frozenset[str] = frozenset()
    """Those for whom it becomes a proposal."""


@asynccontextmanager
async def hall() -> AsyncIterator[tuple[Served, WorkspaceStore]]:
    """Serve the app to a workspace with one person of each kind, and one steward named by an admin."""
    async with served(given={"rolecall_admins": ((HERE, SERVER_ADMIN),)}) as there:
        for id_, guest in ((SERVER_ADMIN, False), (STEWARD, False), (GUEST, True), (GUEST_STEWARD, True)):
            there.workspace.add_person(Person(id_, id_.lower(), id_.title(), is_guest=guest))
        there.workspace.add_person(Person(STRANGER, "stranger", "Stranger", team="TOTHER"))
        store = there.app.workspaces.store(HERE)
        await store.contents.change(NameStewards(people=(STEWARD, GUEST_STEWARD)), ADMIN)
        await store.contents.change(Assign(of=ANALYST, entry=Entry(people=("UANA",))), ADMIN)
        yield there, store


def sender(user: str) -> dict[str, Any]:
    return {"id": user, "name": user.lower(), "team_id": "TOTHER" if user == STRANGER else payloads.TEAM}


async def submit(there: Served, user: str, callback_id: str, metadata: str = "", **inputs: Any) -> None:
    """Hand in a form that was never shown."""
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "state": {"values": {name: {name: state} for name, state in inputs.items()}},
        "hash": "1.x",
    }
    reply = await there.send(payloads.submission(view=view, user=sender(user)))
    assert reply.status == 200
    assert reply.body, "who hands something in is told what became of it"


async def say(there: Served, user: str, text: str, channel: str = payloads.CHANNEL) -> str:
    """Type the command; return all that the answer says."""
    reply = await there.send(payloads.command(text, user_id=user, channel_id=channel))
    assert reply.status == 200
    return reply.body.decode()


async def before_and_after(store: WorkspaceStore, act: Awaitable[None]) -> tuple[Contents, Contents]:
    before = await store.contents.contents()
    await act
    return before, await store.contents.contents()


async def assign(there: Served, store: WorkspaceStore, user: str) -> Effect:
    people = {"type": "multi_users_select", "selected_users": ["UANA"]}
    await submit(there, user, ASSIGN, "1|role|data-engineer", people=people)
    if (await store.contents.contents()).directory.entry(ENGINEER).people:
        return "done"
    return "proposed" if await store.contents.proposals() else "nothing"


async def allow_guests(there: Served, store: WorkspaceStore, user: str) -> Effect:
    chosen = {"type": "checkboxes", "selected_options": [{"value": "guests"}]}
    await submit(there, user, SETTINGS, guests=chosen)
    return "done" if (await store.contents.contents()).settings.guests_see_directory else "nothing"


async def name_stewards(there: Served, store: WorkspaceStore, user: str) -> Effect:
    chosen = {"type": "multi_users_select", "selected_users": [user]}
    before, after = await before_and_after(store, submit(there, user, SETTINGS, stewards=chosen))
    return "nothing" if before.stewards == after.stewards else "done"


def deciding(action: str) -> Attempt:
    async def decide(there: Served, store: WorkspaceStore, user: str) -> Effect:
        edit = Assign(of=ENGINEER, entry=Entry(people=("UANA",)))
        proposal = await store.contents.propose(edit, MEMBER)
        press = payloads.press(proposal.id, action, user=sender(user))
        del press.payload["channel"]  # type: ignore[attr-defined]
        assert (await there.send(press)).status == 200
        return "nothing" if await store.contents.proposals() else "done"

    return decide


async def see_who_it_is(there: Served, store: WorkspaceStore, user: str) -> Effect:
    return "done" if "|ana>" in await say(there, user, "who data-analyst") else "nothing"


async def see_own_roles(there: Served, store: WorkspaceStore, user: str) -> Effect:
    return "nothing" if "Only" in await say(there, user, "mine") else "done"


async def see_health(there: Served, store: WorkspaceStore, user: str) -> Effect:
    return "done" if "Roles without people" in await say(there, user, "health") else "nothing"


async def settle_channel(there: Served, store: WorkspaceStore, user: str) -> Effect:
    chosen = {"type": "radio_buttons", "selected_option": {"value": "questions"}}
    await submit(there, user, CHANNEL, payloads.CHANNEL, answering=chosen)
    return "done" if (await store.contents.contents()).channels else "nothing"


async def remove_an_answer(there: Served, store: WorkspaceStore, user: str) -> Effect:
    await there.send(payloads.mention("who owns data quality?", user="UANA"))
    [answer] = there.answers()
    value = value_of(Asked("who owns data quality?", Meaning(Kind.HELP), "UANA"))
    container = {"type": "message", "message_ts": answer["ts"], "channel_id": payloads.CHANNEL}
    await there.send(payloads.press(value, REMOVE, user=sender(user), container=container))
    return "nothing" if answer in there.answers() else "done"


async def put_before_people(there: Served, store: WorkspaceStore, user: str) -> Effect:
    await store.contents.change(Settle(settings=WorkspaceSettings(fallback_channel="CGENERAL")), ADMIN)
    asked = value_of(Asked("who?", Meaning(Kind.HELP), user))
    metadata = json.dumps([asked, "CHELP:1.2", "CHELP", "CGENERAL"])
    await submit(there, user, REFER, metadata, question={"type": "plain_text_input", "value": "who?"})
    return "done" if there.posts() else "nothing"


def opening(text: str) -> Attempt:
    async def see_form(there: Served, store: WorkspaceStore, user: str) -> Effect:
        given = there.workspace.tickets.trigger(user, there.workspace.clock.now())
        await there.send(payloads.command(text, user_id=user, trigger_id=given))
        [opened] = there.workspace.calls("views.open")
        submit = opened.request["view"].get("submit")
        proposes = submit and submit["text"] == "Propose"
        return "nothing" if not submit else "proposed" if proposes else "done"

    return see_form


async def gap(there: Served, store: WorkspaceStore) -> str:
    """Let a member ask what nobody can answer; return the gap that it leaves."""
    await say(there, MEMBER, "whoever feeds the goldfish")
    [left] = await store.gaps.gaps()
    return left.group


async def see_gaps(there: Served, store: WorkspaceStore, user: str) -> Effect:
    await gap(there, store)
    return "done" if "goldfish" in await say(there, user, "gaps") else "nothing"


async def answer_a_gap(there: Served, store: WorkspaceStore, user: str) -> Effect:
    answer = {"type": "plain_text_input", "value": "Ana feeds it."}
    ways = {"type": "plain_text_input", "value": "whoever feeds the goldfish"}
    await submit(there, user, ANSWER_GAP, await gap(there, store), answer=answer, ways=ways)
    return "nothing" if await store.gaps.gaps() else "done"


async def put_a_gap_aside(there: Served, store: WorkspaceStore, user: str) -> Effect:
    press = payloads.press(await gap(there, store), NOT_OURS, user=sender(user))
    assert (await there.send(press)).status == 200
    return "nothing" if await store.gaps.gaps() else "done"


DEEDS = {
    "say who a role is": Deed(assign, KEEPERS, frozenset({MEMBER})),
    "open the form that says it": Deed(opening("assign data-engineer"), KEEPERS, frozenset({MEMBER})),
    "let guests see the directory": Deed(allow_guests, KEEPERS),
    "open the settings": Deed(opening("settings"), KEEPERS),
    "name stewards": Deed(name_stewards, ADMINS),
    "approve a proposal": Deed(deciding(APPROVE), KEEPERS),
    "decline a proposal": Deed(deciding(DECLINE), KEEPERS),
    "see who a role is": Deed(see_who_it_is, OWN),
    "see what they are named for": Deed(see_own_roles, OWN),
    "choose how a channel answers": Deed(settle_channel, KEEPERS),
    "open the form for that": Deed(opening("channel"), KEEPERS),
    "remove somebody else's answer": Deed(remove_an_answer, KEEPERS),
    "put a question before people": Deed(put_before_people, OWN | {GUEST, GUEST_STEWARD}),
    "see what nobody could answer": Deed(see_gaps, KEEPERS),
    "answer what nobody could": Deed(answer_a_gap, KEEPERS),
    "put aside what nobody could answer": Deed(put_a_gap_aside, KEEPERS),
    "see what is amiss": Deed(see_health, KEEPERS),
}


@pytest.mark.parametrize("user", PEOPLE, ids=PEOPLE.get)
@pytest.mark.parametrize("deed", DEEDS)
async def test_everybody_does_what_they_may_and_nothing_else(deed: str, user: str) -> None:
    wanted = DEEDS[deed]
    expected = "done" if user in wanted.may else "proposed" if user in wanted.proposes else "nothing"
    async with hall() as (there, store):
        assert await wanted.attempt(there, store, user) == expected


@pytest.mark.parametrize(
    "text", ["who data-analyst", "mine", "health", "assign data-engineer", "settings", "channel"]
)
async def test_where_another_organisation_listens_nobody_sees_or_changes_anything(text: str) -> None:
    async with hall() as (there, _):
        there.workspace.add_channel(
            Channel("CSHARED", "shared", members=[ADMIN, there.workspace.bot], shared=True)
        )
        given = there.workspace.tickets.trigger(ADMIN, there.workspace.clock.now())
        asked = payloads.command(text, user_id=ADMIN, channel_id="CSHARED", trigger_id=given)
        answered = (await there.send(asked)).body.decode()
        opened = [call.request["view"].get("submit") for call in there.workspace.calls("views.open")]
    assert "|ana>" not in answered
    assert "Roles without people" not in answered
    assert not any(opened)
