"""`rolecall db upgrade` brings a database up to date and says so, or says what is wrong in one line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from databases import KEY, newer
from typer.testing import CliRunner, Result

from bot.storage.migrating import HEAD
from bot.terminal.main import app


def upgrade(**environment: str) -> Result:
    return CliRunner(env=environment).invoke(app, ["db", "upgrade"])


def test_a_new_database_is_brought_up_to_date(empty_url: str) -> None:
    first = upgrade(DATABASE_URL=empty_url)
    again = upgrade(DATABASE_URL=empty_url, ROLECALL_ENCRYPTION_KEY=KEY)

    assert (first.exit_code, first.stdout) == (0, f"The database is at {HEAD} now.\n")
    assert (again.exit_code, again.stdout) == (0, f"The database is at {HEAD} already.\n")


def test_without_a_setting_it_is_a_file_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert upgrade(DATABASE_URL="").exit_code == 0
    assert (tmp_path / "rolecall.sqlite3").is_file()


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("postgresql://u:se-cret@127.0.0.1:1/none", "the database cannot be used"),
        ("mysql://u:se-cret@host/none", "DATABASE_URL is malformed"),
        ("sqlite:////proc/none/here.sqlite3", "the database cannot be used"),
        (
            "postgresql://u:se-cret#more@host/none",
            "DATABASE_URL: the address cannot be read: in the password",
        ),
        (
            "postgresql://u:se-cret[more@host/none",
            "DATABASE_URL: the address cannot be read: in the password",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_without_a_password(setting: str, message: str) -> None:
    result = upgrade(DATABASE_URL=setting)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert "se-cret" not in result.stderr


def test_what_a_newer_version_changed_is_one_line_that_says_what_to_do(url: str) -> None:
    asyncio.run(newer(url))
    result = upgrade(DATABASE_URL=url)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith(": deploy the newer version again, or restore the backup from before it\n")
    assert result.stderr.count("\n") == 1
