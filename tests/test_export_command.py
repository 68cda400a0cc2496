"""`rolecall export audit`: who changed what, line by line."""

from __future__ import annotations

import asyncio
import json

import pytest
from typer.testing import CliRunner

from bot.storage.storage import opened
from bot.terminal.main import app
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign
from bot.workspace.pseudonyms import Pseudonyms

ENGINEER = Subject(kind=SubjectKind.ROLE, id="data-engineer")


async def change(url: str) -> None:
    """Let two workspaces name somebody; the first one twice, the second time by a proposal."""
    async with opened(url, Pseudonyms([b"key"])) as storage:
        ours = storage.of(WorkspaceId("T1")).contents
        await ours.change(Assign(of=ENGINEER, entry=Entry(people=("UANA",))), "UADAM")
        proposal = await ours.propose(Assign(of=ENGINEER, entry=Entry(people=("UNIA",))), "UNIA")
        await ours.approve(proposal.id, "UADAM")
        theirs = storage.of(WorkspaceId("T2")).contents
        await theirs.change(Assign(of=ENGINEER, entry=Entry(people=("UZOE",))), "UZOE")


def exported(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, ["export", "audit", *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_change_is_a_line_the_oldest_first(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(change(url))
    monkeypatch.setenv("DATABASE_URL", url)
    first, second, other = exported()
    assert (first["workspace"], first["what"], first["by"]) == ("T1", "role data-engineer", "UADAM")
    assert first["before"] is None
    assert second["before"] == first["after"]
    assert (second["by"], second["proposed_by"]) == ("UADAM", "UNIA")
    assert other["workspace"] == "T2"
    assert exported("--team", "T2") == [other]


def test_a_database_that_cannot_be_used_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = CliRunner().invoke(app, ["export", "audit"])
    assert result.exit_code == 1
    assert result.stderr.startswith("DATABASE_URL: ")
    assert result.stderr.count("\n") == 1
