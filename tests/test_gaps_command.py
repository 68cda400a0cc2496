"""`rolecall gaps`: what nobody could answer, for people and for other programs."""

from __future__ import annotations

import asyncio
import json

import pytest
from typer.testing import CliRunner

from bot.storage.storage import opened
from bot.terminal.main import app
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import GapState, Unanswered
from bot.workspace.pseudonyms import Pseudonyms


async def ask(url: str) -> None:
    async with opened(url, Pseudonyms([b"key"])) as storage:
        for team, text, gap in (
            ("T1", "who waters the palms?", "palms"),
            ("T1", "who waters the plants?", "palms"),
            ("T1", "is the canteen open?", "canteen"),
            ("T2", "is the vpn down?", "vpn"),
        ):
            store = storage.of(WorkspaceId(team))
            await store.gaps.add(Unanswered(text, "CHELP", store.pseudonym("UNIA"), gap))
        await storage.of(WorkspaceId("T1")).gaps.settle("canteen", GapState.NOT_OURS)


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["gaps", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_gaps_are_listed_for_people_and_for_programs(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(ask(url))
    monkeypatch.setenv("DATABASE_URL", url)
    everywhere = printed()
    assert "2  who waters the palms?" in everywhere
    assert "CHELP, T2)" in everywhere
    assert "canteen" not in everywhere
    [gap] = [json.loads(line) for line in printed("--team", "T1", "--json").splitlines()]
    assert (gap["count"], gap["people"], gap["state"]) == (2, 1, "open")
    assert "UNIA" not in str(gap)
    assert "canteen" in printed("--state", "not-ours")
    assert printed("--team", "T9") == "There is none.\n"


def test_another_state_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["gaps", "--state", "lost"]).exit_code == 2


def test_a_database_that_cannot_be_used_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = CliRunner().invoke(app, ["gaps"])
    assert result.exit_code == 1
    assert result.stderr.startswith("DATABASE_URL: ")
