"""Settings: what is wrong is told in one line that names it, and no secret is ever told."""

from __future__ import annotations

import base64
import re
import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parents[1]
SECRET = "hunter2-planted"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without any settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def complaint() -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings()
    return str(refused.value)


MALFORMED = [
    ("SLACK_BOT_TOKEN", SECRET),
    ("SLACK_BOT_TOKEN", "xapp-1-abc"),
    ("SLACK_SIGNING_SECRET", f"{SECRET} and more"),
    ("SLACK_APP_TOKEN", "xoxb-1-abc"),
    ("SLACK_CLIENT_SECRET", f"{SECRET} and more"),
    ("SLACK_API_URL", "slack.example/api"),
    ("SLACK_API_URL", "ftp://slack.com/api"),
    ("DATABASE_URL", f"mysql://app:{SECRET}@db/rolecall"),
    ("ROLECALL_TEST_DATABASE_URL", SECRET),
    ("PORT", "3000a"),
    ("PORT", "70000"),
    ("PORT", "-1"),
    ("HOST", "http://0.0.0.0"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("ROLECALL_ADMINS", "U9876"),
    ("ROLECALL_ADMINS", "T0123:U0123;T1:U1"),
    ("ROLECALL_ENCRYPTION_KEY", SECRET),
    ("ROLECALL_ENCRYPTION_KEY", base64.urlsafe_b64encode(b"short").decode()),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    told = complaint()
    assert re.fullmatch(rf"{name} is malformed: [a-z][^\n]+", told)
    assert value not in told


def test_no_traceback_of_a_malformed_secret_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert SECRET not in "".join(traceback.format_exception(refused.value))


WELL_FORMED = [
    ("slack_bot_token", "xoxb-1-abc", None),
    ("slack_bot_token", "xoxe.xoxb-1-abc", None),
    ("slack_api_url", "http://127.0.0.1:3000/api", "http://127.0.0.1:3000/api/"),
    ("slack_api_url", "https://slack.com/api/", "https://slack.com/api/"),
    ("database_url", "postgres://app:pw@db:5432/rolecall?sslmode=require", None),
    ("database_url", "sqlite:///rolecall.sqlite3", None),
    ("port", "8080", 8080),
    ("log_level", "debug", "DEBUG"),
    ("rolecall_admins", "T01:U01, T01:W02", (("T01", "U01"), ("T01", "W02"))),
    ("rolecall_encryption_key", base64.urlsafe_b64encode(bytes(32)).decode(), None),
]


@pytest.mark.parametrize(("name", "value", "read"), WELL_FORMED)
def test_a_well_formed_setting_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: object
) -> None:
    monkeypatch.setenv(name.upper(), value)
    taken = getattr(read_settings(), name)
    assert (taken.get_secret_value() if read is None else taken) == (value if read is None else read)


def test_missing_settings_are_named_with_what_to_do() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings().require("slack_bot_token", "slack_signing_secret")
    told = str(refused.value)
    assert "\n" not in told
    assert told.startswith("SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token")
    assert "SLACK_SIGNING_SECRET is missing: copy the Signing Secret" in told


def test_an_empty_setting_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "")
    monkeypatch.setenv("PORT", "")
    assert read_settings().slack_app_token is None
    assert read_settings().port == 3000


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", f"xoxb-{SECRET}")
    monkeypatch.setenv("DATABASE_URL", f"postgres://app:{SECRET}@db/x")
    taken = read_settings()
    assert SECRET not in f"{taken!r} {taken} {taken.model_dump()} {taken.model_dump_json()}"


def test_what_is_given_in_code_is_not_repeated_either() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, slack_bot_token=SECRET)
    assert SECRET not in str(refused.value)


def test_a_env_file_is_read_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=4000\nLOG_FORMAT=json\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "5000")
    taken = read_settings()
    assert (taken.port, taken.log_format) == (5000, "json")


def test_a_env_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"PORT=\xff\xfe")
    assert complaint() == ".env is not UTF-8: save it as such"


def test_the_example_names_every_setting_and_is_itself_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == {
        name.upper() for name in Settings.model_fields
    }
    Path(".env").write_text(example, encoding="utf-8")
    assert read_settings() == Settings(_env_file=None)
