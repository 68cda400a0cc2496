"""Commands that only read make no database, and migrate none: another version may be using it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from databases import reach
from served_app import folder
from typer.testing import CliRunner, Result

from bot.settings import Settings
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import revision
from bot.terminal.main import app

READING = [
    "gaps",
    "export audit",
    "export own --team T1",
    "export workspace --team T1",
    "import CODEOWNERS --team T1 --dry-run",
    "ask hi --team T1",
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin in a folder of its own, with no setting of the machine's."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "CODEOWNERS").write_text("/pay/ @acme/pay\n", encoding="utf-8")
    return tmp_path


def run(command: str, **given: str) -> Result:
    return CliRunner(env={"ROLECALL_KNOWLEDGE": str(folder()), **given}).invoke(app, command.split())


@pytest.mark.parametrize("command", READING)
def test_where_there_is_no_file_they_say_so_and_make_none(command: str, here: Path) -> None:
    result = run(command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("DATABASE_URL: there is no database at rolecall.sqlite3 yet: ")
    assert result.stderr.count("\n") == 1
    assert os.listdir(here) == ["CODEOWNERS"]


@pytest.mark.parametrize("command", READING)
def test_a_database_of_an_older_version_stays_as_it_is(command: str, here: Path, url: str) -> None:
    asyncio.run(reach(url, "0002"))
    result = run(command, DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is at 0002, this version needs" in result.stderr
    assert asyncio.run(_reached(url)) == "0002"


@pytest.mark.parametrize("command", READING)
def test_what_is_in_memory_is_empty(command: str, here: Path) -> None:
    assert run(command, DATABASE_URL="sqlite:///:memory:").exit_code == 0


async def _reached(url: str) -> str | None:
    database = await Database.open(parse(url))
    try:
        return await revision(database)
    finally:
        await database.close()
