"""`rolecall doctor` finds what is wrong before somebody notices, and says what to do about it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from databases import KEY, newer
from served_app import folder
from slack_sdk.oauth.installation_store import Installation
from typer.testing import CliRunner, Result

from bot.knowledge.loading import load
from bot.manifest import OPTIONAL, SCOPES, manifest
from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.workspace import Workspace
from bot.scopes import LOST
from bot.settings import Settings
from bot.storage.migrating import HEAD
from bot.storage.sealing import Seal
from bot.storage.storage import opened
from bot.terminal.main import app
from bot.workspace.pseudonyms import Pseudonyms

Found = dict[tuple[str, str], str]
"""What was found and what to do, by part and level."""
ALL = set(SCOPES)
OTHER_KEY = KEY.swapcase()


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin in an empty folder, with no setting of the machine's."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@asynccontextmanager
async def slack(ahead: float = 0.0) -> AsyncIterator[tuple[Workspace, dict[str, str]]]:
    """Play Slack; yield the workspace, which has granted everything, and the settings that lead to it.

    `ahead` is by how much our clock is ahead of Slack's.
    """
    workspace = seeded(manifest(), clock=Clock(time.time() - ahead, running=False))
    workspace.granted = set(ALL)
    known = workspace.credentials
    with listen() as listener:
        async with serving(build_playground(workspace), listener):
            yield (
                workspace,
                {
                    "SLACK_API_URL": f"{address(listener)}/api/",
                    "SLACK_BOT_TOKEN": known.bot_token,
                    "SLACK_APP_TOKEN": known.app_token,
                    "ROLECALL_KNOWLEDGE": str(folder()),
                },
            )


async def examined(given: dict[str, str], *arguments: str) -> Result:
    def run() -> Result:
        return CliRunner(env=given).invoke(app, ["doctor", *arguments])

    return await asyncio.to_thread(run)


async def found(given: dict[str, str]) -> tuple[int, Found]:
    result = await examined(given, "--json")
    findings: list[dict[str, Any]] = json.loads(result.stdout)
    assert [each for each in findings if bool(each["advice"]) != (each["level"] != "ok")] == []
    return result.exit_code, {
        (each["part"], each["level"]): f"{each['found']} | {each['advice']}" for each in findings
    }


async def test_where_all_is_well_it_says_so_and_changes_nothing(tmp_path: Path) -> None:
    async with slack() as (workspace, given):
        result = await examined(given)
        asked = {entry.what for entry in workspace.calls()}
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert [line.split()[:2] for line in lines] == [
        ["ok", part] for part in ("settings", "token", "scopes", "clock", "socket", "database", "knowledge")
    ]
    assert asked == {"auth.test", "apps.connections.open"}
    assert lines[-1].endswith(f"no problems. Version {load(folder()).version}.")
    assert os.listdir(tmp_path) == []


async def test_a_scope_that_may_be_left_out_is_a_warning_that_says_what_does_not_work() -> None:
    async with slack() as (workspace, given):
        workspace.granted -= {"channels:history"}
        code, told = await found(given)
    assert code == 0
    assert "channels:history is not granted: public channels do not answer" in told["scopes", "warning"]
    assert ("scopes", "ok") not in told


def test_of_every_scope_that_may_be_left_out_it_is_known_what_that_costs() -> None:
    assert LOST.keys() == set(OPTIONAL)


async def test_a_scope_that_is_needed_is_an_error() -> None:
    async with slack() as (workspace, given):
        workspace.granted -= {"chat:write"}
        code, told = await found(given)
    assert code == 1
    assert (
        "chat:write is not granted; it is needed to answer | replace the app's manifest"
        in told["scopes", "error"]
    )


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-planted"}, "token", "Slack says invalid_auth to SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-planted"}, "socket", "Slack says invalid_auth to SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": ""}, "settings", "Slack has no way to reach it"),
        ({"SLACK_BOT_TOKEN": ""}, "settings", "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_CLIENT_ID": "1.2"}, "settings", "of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET one is missing"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "planted"}, "settings", "ROLECALL_ENCRYPTION_KEY"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "token", "http://127.0.0.1:1/api/ cannot be reached"),
        (
            {"DATABASE_URL": "postgresql://u:planted@127.0.0.1:1/no"},
            "database",
            "the database cannot be used",
        ),
        (
            {"DATABASE_URL": "postgresql://u:planted[1@127.0.0.1:1/no"},
            "database",
            "DATABASE_URL: the address cannot be read | in the password, write ",
        ),
        ({"DATABASE_URL": "sqlite:////dev/null/here"}, "database", "/dev/null/here cannot be written"),
        ({"ROLECALL_KNOWLEDGE": "nowhere"}, "knowledge", "nowhere: there is no such folder"),
    ],
)
async def test_what_cannot_work_is_an_error_and_no_secret_is_told(
    change: dict[str, str], part: str, said: str
) -> None:
    async with slack() as (_, given):
        code, told = await found({**given, **change})
    assert code == 1
    assert said in told[part, "error"]
    assert "planted" not in str(told)


async def test_settings_that_are_malformed_are_told_one_by_one() -> None:
    result = await examined({"PORT": "many", "ROLECALL_ENCRYPTION_KEY": "short"})
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "error    settings   PORT is malformed",
        "                    give a number from 0 to 65535",
        "error    settings   ROLECALL_ENCRYPTION_KEY is malformed",
        f"                    {Settings.model_fields['rolecall_encryption_key'].description}",
    ]


@pytest.mark.parametrize(
    ("ahead", "level", "said"),
    [
        (-60.0, "warning", r"(58|59|60) seconds behind Slack's \|"),
        (290.0, "error", r"29\d seconds ahead of Slack's: requests .* refused \|"),
    ],
)
async def test_the_clock_is_compared_with_slacks(ahead: float, level: str, said: str) -> None:
    async with slack(ahead) as (_, given):
        code, told = await found(given)
    assert code == (level == "error")
    assert re.match(said, told["clock", level])


async def test_where_workspaces_install_the_app_the_clock_and_the_kept_tokens_are_looked_at(url: str) -> None:
    async with opened(url, Pseudonyms([b"key"]), seal=Seal(KEY)) as storage:
        assert storage.installations is not None
        for team in ("T0001", "T0002"):
            kept = Installation(team_id=team, user_id="UADA", bot_token="xoxb-planted", installed_at=1.0)
            await storage.installations.async_save(kept)
    async with slack(290.0) as (_, given):
        many = {**given, "SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "planted"}
        ours = {**many, "DATABASE_URL": url, "ROLECALL_ENCRYPTION_KEY": KEY}
        _, told = await found(ours)
        code, wrong = await found({**ours, "ROLECALL_ENCRYPTION_KEY": OTHER_KEY})
    assert told["token", "ok"] == "2 kept, and ROLECALL_ENCRYPTION_KEY opens every one | "
    assert "seconds ahead of Slack's" in told["clock", "error"]
    assert code == 1
    assert wrong["token", "error"].startswith(
        "2 of 2 kept cannot be opened with ROLECALL_ENCRYPTION_KEY | put"
    )
    assert "planted" not in str(wrong)


async def test_a_database_of_an_older_shape_is_an_error(empty_url: str) -> None:
    async with slack() as (_, given):
        before = {**given, "DATABASE_URL": empty_url}
        await asyncio.to_thread(_touch, empty_url)
        _, told = await found(before)
        assert f"without tables; this version needs {HEAD}" in told["database", "error"]
        await asyncio.to_thread(CliRunner(env=before).invoke, app, ["db", "upgrade"])
        code, told = await found(before)
    assert code == 0
    assert told["database", "ok"].endswith(f"at {HEAD} | ")


async def test_a_database_of_a_newer_version_is_an_error_that_says_what_to_do(url: str) -> None:
    await newer(url)
    async with slack() as (_, given):
        code, told = await found({**given, "DATABASE_URL": url})
    assert code == 1
    assert "at 9999; this version needs" in told["database", "error"]
    assert "| deploy the newer version again" in told["database", "error"]


def _touch(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()


async def test_what_makes_sqlite_a_bad_idea_here_is_a_warning(tmp_path: Path) -> None:
    async with slack() as (_, given):
        code, told = await found({**given, "WEB_CONCURRENCY": "2"})
        (tmp_path / "rolecall.sqlite3").write_text("no database at all, but a text that is long enough")
        _, broken = await found(given)
    assert code == 0
    assert "starts several processes" in told["database", "warning"]
    assert "is not a database | look whether rolecall.sqlite3 is" in broken["database", "error"]


async def test_a_folder_in_which_sqlite_can_make_nothing_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rolecall.sqlite3").touch()
    monkeypatch.setattr("os.access", lambda path, _: Path(path) != tmp_path)
    async with slack() as (_, given):
        _, told = await found(given)
    assert f"{tmp_path} cannot be written, where SQLite makes files" in told["database", "error"]
    assert "| give the process the right to" in told["database", "error"]


async def test_knowledge_with_errors_names_the_first(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(folder(), knowledge)
    next((knowledge / "roles").iterdir()).write_text("id: [")
    async with slack() as (_, given):
        code, told = await found({**given, "ROLECALL_KNOWLEDGE": str(knowledge)})
    assert code == 1
    assert "The first: " in told["knowledge", "error"]


async def test_a_disk_that_is_nearly_full_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    async with slack() as (_, given):
        _, told = await found(given)
    assert "has 5 MB left" in told["database", "warning"]
