"""What `.env` says holds for every command, also for those that need no settings; `--version` needs none."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge
from typer.testing import CliRunner, Result

from bot import __version__
from bot.settings import Settings
from bot.terminal.main import app


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin in a folder of its own, with no setting of the machine's."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def run(*arguments: str, **given: str) -> Result:
    return CliRunner(env=given).invoke(app, arguments)


@pytest.mark.parametrize(
    "command",
    ["check", "ask hi", "eval .env", "bench", "picture skills -o skills.png", "playground", "mcp", "doctor"],
)
def test_the_knowledge_that_it_names_is_the_one_in_use(command: str, here: Path) -> None:
    (here / ".env").write_text("ROLECALL_KNOWLEDGE=nowhere\n", encoding="utf-8")
    result = run(*command.split())
    assert result.exit_code == 1
    assert "nowhere: there is no such folder" in result.output


def test_options_and_the_environment_come_first(here: Path) -> None:
    (here / ".env").write_text("rolecall_knowledge='nowhere'\n", encoding="utf-8")
    ours = str(tiny_knowledge(here / "ours"))
    assert run("check", ours).exit_code == 0
    assert run("check", "--knowledge", ours).exit_code == 0
    assert run("check", ROLECALL_KNOWLEDGE=ours).exit_code == 0
    assert run("check", ROLECALL_KNOWLEDGE="").exit_code == 1


@pytest.mark.parametrize("command", [["playground"], ["mcp", "--http"]])
def test_the_port_that_it_names_is_taken(command: list[str], here: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (here / ".env").write_text(f"PORT={port}\n", encoding="utf-8")
        result = run(*command, "--knowledge", str(tiny_knowledge(here / "ours")))
    assert result.exit_code == 1
    assert f"PORT {port} " in result.output


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("doctor", 1), ("--version", 0)])
def test_where_it_cannot_be_read_whoever_needs_it_says_so_in_one_line(
    command: str, code: int, here: Path
) -> None:
    (here / ".env").write_bytes(b"PORT=3000 # f\xfcr uns\n")
    result = run(command)
    assert result.exit_code == code
    assert (".env is not UTF-8" in result.output) == bool(code)


@pytest.mark.parametrize("command", ["check", "ask hi", "doctor", "serve", "db upgrade"])
def test_where_it_cannot_be_opened_it_is_said_in_one_line(command: str, here: Path) -> None:
    (here / ".env").symlink_to("/proc/self/mem")  # a file that root cannot read either
    result = run(*command.split())
    assert result.exit_code == 1
    assert ".env cannot be read" in result.output
    assert isinstance(result.exception, SystemExit)


def test_the_version_is_told(here: Path) -> None:
    assert run("--version").output == f"rolecall {__version__}\n"
