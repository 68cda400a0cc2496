"""What one workspace keeps never appears in another."""

from __future__ import annotations

import asyncio
import inspect
import re
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from databases import Open
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.matching.reading import Kind, Meaning
from bot.onboarding.enrolment import Enrolment, Greeting
from bot.storage.contents import ContentsRows
from bot.storage.enrolments import EnrolmentRows
from bot.storage.gaps import GapRows
from bot.storage.leases import LeaseRows
from bot.storage.notes import MemoryRows, NoteRows, TallyRows
from bot.storage.scope import Scope
from bot.storage.storage import Storage, WorkspaceRows
from bot.storage.tables import metadata
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign
from bot.workspace.gaps import GapState, Unanswered

ROLE = Subject(kind=SubjectKind.ROLE, id="data-engineer")
DAY = date(2026, 11, 2)
WORKSPACES = 25

DEEDS = ("assign", "ask", "settle", "note", "count", "remember", "propose", "enrol", "forget", "remove")
Step = tuple[int, str, int]
"""A workspace, what happens there, and with which value."""

steps = st.lists(
    st.tuples(
        st.integers(0, WORKSPACES - 1),
        st.sampled_from(DEEDS),
        st.integers(0, 3),
    ),
    min_size=20,
    max_size=40,
)


async def act(here: WorkspaceRows, what: str, value: int, mark: str = "M0M") -> None:
    """Do something in one workspace: everywhere under the same names, with its mark in each value."""
    person = f"U{value}{mark}"
    if what == "assign":
        await here.contents.change(Assign(of=ROLE, entry=Entry(people=(person,))), person)
    elif what == "ask":
        await here.gaps.add(Unanswered(f"{value} {mark}", "C1", here.pseudonym(person), f"g{value}"))
        await here.gaps.wait(f"g{value}", person)
    elif what == "settle":
        await here.gaps.settle(f"g{value}", GapState.NOT_OURS)
    elif what == "note":
        await here.notes.put("files", f"map{value}", mark, person=person)
    elif what == "count":
        await here.tallies.count(f"asked {mark}", DAY, value)
    elif what == "remember":
        await here.memory.remember("C1", Meaning(Kind.ROLE, (mark, str(value))), person)
    elif what == "propose":
        await here.contents.propose(Assign(of=ROLE, entry=Entry(people=(person,))), person)
    elif what == "enrol":
        known = await here.enrolments.get(person) or Enrolment(mark, person, joined="C1", greeting=Greeting())
        await here.enrolments.put(known)
    elif what == "forget":
        await here.forget(person)
    else:
        await here.remove()


async def seen(storage: Storage, workspace: WorkspaceId) -> dict[str, Any]:
    """Return everything that can be seen in a workspace, without what tells one run from another."""
    here = storage.of(workspace)
    contents = await here.contents.contents()
    return {
        "people": contents.directory.role("data-engineer").people,
        "snapshot": (await storage.contents(workspace)).snapshot,
        "gaps": [gap for state in GapState for gap in await here.gaps.gaps(state)],
        "texts": sorted(await here.gaps.known()),
        "notes": await here.notes.all("files"),
        "newcomers": [each.user for each in await here.enrolments.joined("C1")],
        "unwelcomed": len(await here.enrolments.unsettled()),
        "counts": await here.tallies.counts(DAY, DAY),
        "memory": await here.memory.recall("C1"),
        "proposals": sorted(str(proposal.edit) for proposal in await here.contents.proposals()),
        "audit": [(line.place, line.before, line.after) for line in await here.contents.audit()],
    }


@pytest.fixture
async def storages(process: Open) -> AsyncIterator[tuple[Storage, Storage]]:
    async with process() as one, process() as other:
        yield one, other


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
async def test_nothing_crosses_over(storages: tuple[Storage, Storage], steps: list[Step]) -> None:
    """A workspace among many others looks as it would alone, and nothing in it bears the mark of another."""
    storage, alone = storages
    run = secrets.token_hex(4)
    together = [WorkspaceId(f"T{run}{number}") for number in range(WORKSPACES)]
    by_workspace: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_workspace[step[0]].append(step)
        await act(storage.of(together[step[0]]), *step[1:], mark=f"M{step[0]}M")

    for number, workspace in enumerate(together):
        found = await seen(storage, workspace)
        assert set(re.findall(r"M\d+M", str(found))) <= {f"M{number}M"}
        by_itself = WorkspaceId(f"T{run}alone{number}")
        for _, what, value in by_workspace[number]:
            await act(alone.of(by_itself), what, value, f"M{number}M")
        assert found == await seen(alone, by_itself)
    for workspace in await storage.known():
        await storage.of(workspace).remove()


async def test_every_statement_of_a_store_names_its_workspace(storage: Storage) -> None:
    here = storage.of(WorkspaceId("T0001"))
    said: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        said.append((statement, given))

    event.listen(storage.database._engine.sync_engine, "before_cursor_execute", listen)
    for what in DEEDS[:-1]:
        await act(here, what, 1)
    await seen(storage, here.workspace)
    [proposal] = await here.contents.proposals()
    await here.contents.decline(proposal.id, "UADM")
    await here.gaps.owed()
    for person in await here.gaps.waiting("g1"):
        await here.gaps.told("g1", person)
    await here.notes.take("files", "map1")
    await here.sweep()
    await here.remove()

    tables = "|".join(metadata.tables)
    about_rows = re.compile(rf"\b(FROM|INTO|UPDATE) ({tables})\b")
    names_its_own = re.compile(r"workspace = [$?]|INTO \w+ \(workspace,")
    found = [(text, values) for text, values in said if about_rows.search(text)]
    assert len(found) > 50
    for text, values in found:
        assert names_its_own.search(text), text
        assert "T0001" in values, text


async def test_what_is_read_below_a_query_is_of_the_workspace_too(storage: Storage) -> None:
    here, there = (storage.of(WorkspaceId(team)) for team in ("T0001", "T0002"))
    await asyncio.gather(*(act(there, "ask", value) for value in range(4)))

    assert await here.gaps.known() == []
    assert await here.gaps.gaps() == []


STORES = (WorkspaceRows, ContentsRows, GapRows, NoteRows, MemoryRows, TallyRows, LeaseRows, EnrolmentRows)


@pytest.mark.parametrize("store", STORES)
def test_no_method_of_a_store_takes_another_workspace(store: type) -> None:
    for name, method in inspect.getmembers(store, inspect.isfunction):
        if not name.startswith("_"):
            assert "workspace" not in inspect.signature(method).parameters, name


@pytest.mark.parametrize("statement", ["select", "update", "delete"])
def test_a_scope_speaks_for_its_workspace_alone(statement: str) -> None:
    scope = Scope(WorkspaceId("T0001"), "postgresql")
    for table in metadata.tables.values():
        if "workspace" in table.c:
            made = getattr(scope, statement)(table).compile()
            assert f"{table.name}.workspace = " in str(made)
            assert "T0001" in made.params.values()
