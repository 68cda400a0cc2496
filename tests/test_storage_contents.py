"""What a workspace keeps is changed as a whole, audited, and told to every process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from databases import KEY, Clock, Open

from bot.knowledge.models import Faq
from bot.knowledge.problems import Problem
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.sealing import Seal
from bot.storage.storage import Storage, WorkspaceRows
from bot.workspace.changes import Overtaken
from bot.workspace.checking import Unfit
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import (
    Assign,
    Confirm,
    Edit,
    Erase,
    MarkAbsent,
    NameStewards,
    Place,
    Settle,
    SettleChannel,
    Write,
)
from bot.workspace.own import OwnEntry, OwnFaq, OwnShelf
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.settings import Answering, ChannelSettings, WorkspaceSettings

HERE = WorkspaceId("T0001")
QUALITY = Subject(kind=SubjectKind.TOPIC, id="data-quality")
ADA = Entry(people=("UADA",), groups=("SDATA",), channel="CHELP", backup="UBOB", note="mornings")
FAQ = OwnFaq(value=Faq(id="badge", questions=("where is my badge?",), answer="At the front desk."))


@pytest.fixture
def here(storage: Storage) -> WorkspaceRows:
    return storage.of(HERE)


async def test_a_workspace_without_anything_is_empty(here: WorkspaceRows) -> None:
    contents = await here.contents.contents()

    assert contents.version == 0
    assert not contents.directory.entries
    assert contents.settings == WorkspaceSettings()


async def test_what_is_assigned_is_there_with_who_said_so(here: WorkspaceRows, clock: Clock) -> None:
    await here.contents.change(Assign(of=QUALITY, entry=ADA), "UADM")

    listed = (await here.contents.contents()).directory.entries[QUALITY]
    assert listed.entry == ADA
    assert (listed.confirmed_by, listed.confirmed_at) == ("UADM", clock.now)


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (Assign(of=QUALITY, entry=ADA), Place("topic", "data-quality")),
        (MarkAbsent(role="data-scientist", covered_by=("data-analyst",)), Place("absence", "data-scientist")),
        (NameStewards(people=("UADA", "UBOB")), Place("stewards", "")),
        (Settle(settings=WorkspaceSettings(retention_days=30)), Place("settings", "")),
        (
            SettleChannel(channel="CHELP", settings=ChannelSettings(answering=Answering.QUESTIONS)),
            Place("channel", "CHELP"),
        ),
        (Write(own=FAQ), Place("own-faq", "badge")),
    ],
    ids=lambda value: str(value) if isinstance(value, Place) else "",
)
async def test_every_change_raises_the_version_and_is_audited(
    here: WorkspaceRows, clock: Clock, edit: Edit, place: Place
) -> None:
    first = await here.contents.change(edit, "UADM")
    changed = await here.contents.contents()
    [line] = await here.contents.audit()

    assert changed.version == first
    assert (line.version, line.by, line.at, line.place) == (first, "UADM", clock.now, place)
    assert line.before is None
    assert line.after == edit.after(None, "UADM", clock.now)


async def test_the_audit_log_tells_before_and_after_the_latest_first(here: WorkspaceRows) -> None:
    await here.contents.change(MarkAbsent(role="data-scientist", covered_by=()), "UADM")
    await here.contents.change(MarkAbsent(role="data-scientist", covered_by=("data-analyst",)), "UBOB")
    await here.contents.change(MarkAbsent(role="data-scientist", covered_by=None), "UADM")

    lines = await here.contents.audit()
    assert [(line.by, line.before, line.after) for line in lines] == [
        ("UADM", ["data-analyst"], None),
        ("UBOB", [], ["data-analyst"]),
        ("UADM", None, []),
    ]
    assert await here.contents.audit(before=lines[1].version) == [lines[2]]
    assert not (await here.contents.contents()).directory.absent


async def test_what_changes_nothing_is_not_audited(here: WorkspaceRows) -> None:
    await here.contents.change(Confirm(of=QUALITY), "UADM")
    await here.contents.change(NameStewards(people=()), "UADM")

    assert await here.contents.audit() == []


async def test_an_entry_is_confirmed_as_it_stands(here: WorkspaceRows, clock: Clock) -> None:
    await here.contents.change(Assign(of=QUALITY, entry=ADA), "UADM")
    clock.advance(days=200)
    assert (await here.contents.contents()).directory.entries[QUALITY].stale(clock.now)

    await here.contents.change(Confirm(of=QUALITY), "UBOB")

    listed = (await here.contents.contents()).directory.entries[QUALITY]
    assert (listed.entry, listed.confirmed_by) == (ADA, "UBOB")
    assert not listed.stale(clock.now)


async def test_an_empty_entry_leaves_the_directory(here: WorkspaceRows) -> None:
    await here.contents.change(Assign(of=QUALITY, entry=ADA), "UADM")
    await here.contents.change(Assign(of=QUALITY, entry=Entry()), "UADM")

    assert QUALITY not in (await here.contents.contents()).directory.entries


async def test_what_was_written_can_be_erased(here: WorkspaceRows) -> None:
    await here.contents.change(Write(own=FAQ), "UADM")
    assert (await here.contents.contents()).own.entries == (FAQ,)

    await here.contents.change(Erase(shelf=OwnShelf.FAQ, id="badge"), "UADM")

    assert not (await here.contents.contents()).own


async def test_what_does_not_fit_the_knowledge_leaves_no_trace(url: str) -> None:
    def refuse(entries: Iterable[OwnEntry]) -> None:
        if [*entries]:
            raise Unfit([Problem("own", 1, 1, "no")])

    database = await Database.open(parse(url))
    here = Storage(database, Pseudonyms([b"k"]), seal=Seal(KEY), check=refuse).of(HERE)

    with pytest.raises(Unfit):
        await here.contents.change(Write(own=FAQ), "UADM")
    with pytest.raises(Unfit):
        await here.contents.propose(Write(own=FAQ), "UADM")

    contents = await here.contents.contents()
    assert (contents.version, contents.own.entries) == (0, ())
    assert await here.contents.audit() == []
    assert await here.contents.proposals() == []
    await database.close()


async def test_a_proposal_waits_and_is_made_by_whoever_approves(here: WorkspaceRows) -> None:
    proposal = await here.contents.propose(Assign(of=QUALITY, entry=ADA), "UNEW")
    assert (await here.contents.contents()).version == 0
    assert await here.contents.proposals() == [proposal]

    await here.contents.approve(proposal.id, "UADM")

    [line] = await here.contents.audit()
    assert (line.by, line.proposed_by) == ("UADM", "UNEW")
    assert (await here.contents.contents()).directory.entry(QUALITY) == ADA
    assert await here.contents.proposals() == []


async def test_a_proposal_is_decided_once(here: WorkspaceRows) -> None:
    proposal = await here.contents.propose(Assign(of=QUALITY, entry=ADA), "UNEW")
    await here.contents.decline(proposal.id, "UADM")

    with pytest.raises(Overtaken):
        await here.contents.approve(proposal.id, "UADM")
    with pytest.raises(Overtaken):
        await here.contents.decline(proposal.id, "UADM")
    assert (await here.contents.contents()).version == 0


async def test_a_proposal_to_change_what_has_changed_since_is_not_made(here: WorkspaceRows) -> None:
    proposal = await here.contents.propose(Assign(of=QUALITY, entry=ADA), "UNEW")
    other = Entry(people=("UEVE",))
    await here.contents.change(Assign(of=QUALITY, entry=other), "UADM")

    with pytest.raises(Overtaken):
        await here.contents.approve(proposal.id, "UADM")

    assert (await here.contents.contents()).directory.entry(QUALITY) == other
    assert [waiting.id for waiting in await here.contents.proposals()] == [proposal.id]


async def test_changes_at_the_same_moment_each_get_a_version_and_a_line(process: Open) -> None:
    async with process() as one, process() as other:
        stores = [opened.of(HERE).contents for opened in (one, other)]
        edits = [MarkAbsent(role="data-scientist", covered_by=(f"cover-{number}",)) for number in range(20)]

        versions = await asyncio.gather(
            *(stores[number % 2].change(edit, "UADM") for number, edit in enumerate(edits))
        )

        lines = await stores[0].audit()
        assert sorted(versions) == [line.version for line in reversed(lines)]
        assert [line.before for line in lines[:-1]] == [line.after for line in lines[1:]]


async def test_people_see_their_own_change_at_once(storage: Storage) -> None:
    assert (await storage.contents(HERE)).version == 0

    version = await storage.of(HERE).contents.change(Assign(of=QUALITY, entry=ADA), "UADM")

    contents = await storage.contents(HERE)
    assert contents.version == version
    assert contents.snapshot.topics["data-quality"].people[0].id == "UADA"


async def test_odd_letters_are_kept_as_far_as_databases_can(here: WorkspaceRows) -> None:
    entry = Entry(people=("UADA",), note="caf\u00e9 \U0001f600 \u202e\u0000 end")

    await here.contents.change(Assign(of=QUALITY, entry=entry), "UADM")

    assert (await here.contents.contents()).directory.entry(QUALITY) == entry


async def test_what_can_no_longer_be_read_is_left_out(
    here: WorkspaceRows, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    await here.contents.change(Assign(of=QUALITY, entry=ADA), "UADM")
    async with storage.database.writing() as connection:
        await connection.exec_driver_sql(
            """INSERT INTO documents VALUES ('T0001', 'topic', 'data-lineage', '{"entry": 3}')"""
        )

    assert [*(await here.contents.contents()).directory.entries] == [QUALITY]
    assert "topic data-lineage" in caplog.text
