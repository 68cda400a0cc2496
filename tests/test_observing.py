"""What the app says about itself: counts and log lines that tell what happened, and nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any, Literal

import payloads
import pytest
import yaml
from pages import ROOT, anchors
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from served_app import Served, served
from sqlalchemy import text
from test_app_errors import failing
from test_app_serving import get

from bot.playground.transport import Delivery
from bot.server.logs import set_up_logging
from bot.server.observing import kind_of
from bot.storage.address import parse
from bot.storage.database import Database

PLANTED = "who owns data quality, zanzibar-omega?"
TOKEN = "xoxb-planted-1234-abcd"
HOOK = "https://hooks.slack.com/commands/TDATA/1/planted"
DATABASE = "postgresql://rolecall:planted@db.internal/rolecall"


async def counted(hall: Served) -> dict[str, float]:
    """Return every sample of /metrics by its name and labels."""
    status, page = await get(hall.app.web, "/metrics")
    assert status == 200
    return {
        f"{sample.name}{json.dumps(sample.labels) if sample.labels else ''}": sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


async def busy(hall: Served) -> None:
    """Let people ask, press and be misunderstood."""
    mentioned = payloads.mention(f"<@{payloads.BOT}> {PLANTED}")
    for delivery in (payloads.command(PLANTED), payloads.command(PLANTED), mentioned, mentioned):
        assert (await hall.send(delivery)).status == 200
    await hall.send(payloads.command("whoever feeds the goldfish"))
    await hall.send(payloads.press("1|role|data-engineer"))
    await hall.send(payloads.submission())


async def test_requests_are_counted_by_kind_and_by_what_became_of_them() -> None:
    async with served() as hall:
        await busy(hall)
        counts = await counted(hall)
    assert counts['rolecall_requests_total{"kind": "command", "outcome": "ok"}'] == 3
    assert counts['rolecall_requests_total{"kind": "mention", "outcome": "ok"}'] == 2
    assert counts['rolecall_requests_total{"kind": "press", "outcome": "ok"}'] == 1
    assert counts['rolecall_requests_total{"kind": "submission", "outcome": "unheard"}'] == 1
    assert counts['rolecall_request_seconds_count{"kind": "command"}'] == 3


async def test_answers_are_counted_by_kind_those_that_are_not_known_too() -> None:
    async with served() as hall:
        await busy(hall)
        counts = await counted(hall)
        version = hall.app.answerer.version
    assert counts['rolecall_answers_total{"kind": "ownership"}'] == 3
    assert counts['rolecall_answers_total{"kind": "unknown"}'] == 1
    assert counts['rolecall_cards_total{"drawn": "kept"}'] == 1
    read = [counts[f'rolecall_questions_total{{"read": "{each}"}}'] for each in ("before", "now")]
    assert sum(read) >= 4  # the snapshot is that of other tests, too
    assert counts[f'rolecall_knowledge_info{{"version": "{version}"}}'] == 1


async def test_a_failure_is_counted_though_who_waits_is_answered_politely() -> None:
    knows = failing()
    async with served(knows) as hall:
        await hall.send(payloads.command("data-engineer"))
        await hall.send(payloads.mention(f"<@{payloads.BOT}> data-engineer"))
        knows.fails = False
        counts = await counted(hall)
    assert counts['rolecall_requests_total{"kind": "command", "outcome": "failed"}'] == 1
    assert counts['rolecall_requests_total{"kind": "mention", "outcome": "failed"}'] == 1


async def test_calls_of_slack_are_counted_with_slacks_word_for_what_it_refused() -> None:
    async with served() as hall:
        await busy(hall)
        await hall.send(payloads.mention("who owns it?", channel="CNONE", ts="1795176000.000200"))
        hall.workspace.faults.set({"lose_answer": 1})
        await hall.send(payloads.mention("who owns it?", ts="1795176000.000300"))
        counts = await counted(hall)
    calls = {name.partition("{")[2]: value for name, value in counts.items() if "slack_calls_total" in name}
    assert calls['"method": "chat.postMessage", "outcome": "ok"}'] == 2  # one says that there was no place
    assert calls['"method": "chat.postMessage", "outcome": "channel_not_found"}'] == 1
    assert calls['"method": "chat.postMessage", "outcome": "unreachable"}'] == 1
    assert counts['rolecall_slack_seconds_count{"method": "chat.postMessage"}'] == 4


async def test_it_is_counted_what_became_of_answers_that_are_posted() -> None:
    async with served() as hall:
        await busy(hall)
        await hall.send(payloads.mention("who owns it?", channel="CNONE", ts="1795176000.000200"))
        hall.workspace.faults.set({"lose_answer": 1})
        await hall.send(payloads.mention("who owns it?", ts="1795176000.000300"))
        counts = await counted(hall)
    became = {
        name.partition("{")[2]: value
        for name, value in counts.items()
        if "deliveries_total" in name and value
    }
    assert became == {'"became": "answered"}': 1, '"became": "refused"}': 1, '"became": "again"}': 1}
    assert counts["rolecall_under_way"] == counts["rolecall_newcomers_waiting"] == 0


async def test_a_response_url_is_counted_without_what_is_secret_in_it() -> None:
    async with served() as hall:
        url = f"{hall.workspace.url}/hook/TDATA/none"
        await hall.send(payloads.press("1|role|data-engineer", response_url=url))
        counts = await counted(hall)
    assert counts['rolecall_slack_calls_total{"method": "response_url", "outcome": "http_404"}'] == 1
    assert not [name for name in counts if "hook" in name]


async def test_what_the_guard_turns_away_is_counted_by_status() -> None:
    async with served() as hall:
        delivery = payloads.command("data-engineer")
        await hall.send(delivery, **{"x-slack-signature": "v0=none"})
        await hall.send(Delivery("events_api", "nothing", {}))
        counts = await counted(hall)
    assert counts['rolecall_refused_total{"status": "401"}'] == 1
    assert counts['rolecall_refused_total{"status": "400"}'] == 1
    assert counts['rolecall_requests_total{"kind": "command", "outcome": "ok"}'] == 0


async def test_what_alerts_look_at_is_there_before_it_first_happens() -> None:
    async with served() as hall:
        counts = await counted(hall)
    for kind in ("command", "mention", "message", "event", "press", "submission"):
        assert counts[f'rolecall_requests_total{{"kind": "{kind}", "outcome": "failed"}}'] == 0
    assert counts['rolecall_refused_total{"status": "401"}'] == 0
    for became in ("refused", "doubtful", "lost"):
        assert counts[f'rolecall_deliveries_total{{"became": "{became}"}}'] == 0


async def test_the_counts_name_nobody_and_repeat_nothing() -> None:
    async with served() as hall:
        await busy(hall)
        _, page = await get(hall.app.web, "/metrics")
        known = hall.workspace.credentials
    named = [payloads.USER, payloads.CHANNEL, payloads.TEAM, payloads.BOT, known.bot_token, "zanzibar"]
    assert [name for name in named if name in page.decode()] == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (payloads.command("x").payload, "command"),
        (payloads.mention("x").payload, "mention"),
        (payloads.message("x").payload, "message"),
        (payloads.event({"type": "zanzibar"}).payload, "event"),
        (payloads.press("x").payload, "press"),
        (payloads.submission().payload, "submission"),
        ({"type": "zanzibar"}, "other"),
        ({"type": "event_callback", "event": "zanzibar"}, "event"),
        ({}, "other"),
    ],
)
def test_there_are_a_dozen_kinds_whatever_somebody_sends(body: dict[str, Any], kind: str) -> None:
    assert kind_of(body) == kind


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Log as a process does that was told to log all it can; everything is as before at the end."""
    form: Literal["text", "json"] = request.param
    loggers = [
        logging.getLogger(name) for name in (None, "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "alembic")
    ]
    before = [(each, each.level, each.handlers[:]) for each in loggers]
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    set_up_logging("DEBUG", form)
    yield written
    for each, level, handlers in before:
        each.setLevel(level)
        each.handlers[:] = handlers


async def test_each_request_has_a_line_that_says_what_became_of_it(log: io.StringIO) -> None:
    async with served() as hall:
        await hall.send(payloads.command(PLANTED))
        await hall.send(payloads.submission())
    [asked, other] = [line for line in log.getvalue().splitlines() if "heard" in line and "outcome" in line]
    if asked.startswith("{"):
        told = json.loads(asked)
        assert told.pop("request") != json.loads(other)["request"]
        assert told.pop("ms") > 0
        assert told.pop("time").startswith("20")
        assert told == {
            "level": "info",
            "logger": "bot.server.observing",
            "message": "heard",
            "team": payloads.TEAM,
            "kind": "command",
            "answer": "ownership",
            "outcome": "ok",
        }
    else:
        for word in ("info", "request=", f"team={payloads.TEAM}", "kind=command", "answer=ownership", "ms="):
            assert word in asked
    assert "answer" not in other
    assert "unheard" in other


async def test_every_line_about_a_request_bears_its_id(log: io.StringIO) -> None:
    async with served() as hall:
        await hall.send(payloads.mention("who owns data quality?", channel="CNONE"))
    lines = log.getvalue().splitlines()
    [heard] = [line for line in lines if "outcome" in line and "mention" in line]
    [failed] = [line for line in lines if "could not be delivered" in line]
    ids = [
        json.loads(each)["request"] if each[0] == "{" else each.split("request=")[1][:8]
        for each in (heard, failed)
    ]
    assert ids[0] == ids[1]


async def test_the_log_repeats_nothing_of_what_people_wrote_and_no_secret(log: io.StringIO) -> None:
    async with served() as hall:
        known = hall.workspace.credentials
        await busy(hall)
        await hall.send(payloads.command(PLANTED), **{"x-slack-signature": "v0=none"})
        await hall.send(payloads.mention(PLANTED, channel="CNONE", ts="1795176000.000200"))
        hall.workspace.faults.set({"malformed_answer": 1})
        await hall.send(payloads.mention(PLANTED, ts="1795176000.000300"))
    async with served(failing()) as hall:
        await hall.send(payloads.command(PLANTED))
        await hall.send(payloads.mention(PLANTED))
    written = log.getvalue()
    assert "Traceback" in written
    secrets = [known.bot_token, known.app_token, known.signing_secret, known.client_secret]
    assert [each for each in ("zanzibar", "goldfish", payloads.USER, *secrets) if each in written] == []


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_statement_that_fails_is_logged_without_what_is_in_it(log: io.StringIO, url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        database = await Database.open(parse(url))
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE journal ADD CHECK (false) NOT VALID"))
        await database.close()
        assert (await hall.send(payloads.mention(PLANTED))).status >= 500
    written = log.getvalue()
    assert "Traceback" in written
    assert "INSERT INTO journal" in written
    assert [each for each in ("zanzibar", payloads.USER) if each in written] == []


@pytest.mark.parametrize(
    "said",
    [
        'null value in column "thread"\nDETAIL:  Failing row contains (TDATA, planted).',
        "invalid input for query argument $3: 'planted' (expected str, got list)",
        "Failed to connect (error: 403, url='wss://wss.slack.com/link/?ticket=planted-1%2d&app_id=x')",
    ],
)
def test_what_a_driver_repeats_is_left_out_too(log: io.StringIO, said: str) -> None:
    logging.getLogger("somewhere").error("no: %s", said, exc_info=RuntimeError(said))
    assert "planted" not in log.getvalue()
    assert "(secret)" in log.getvalue()


def test_what_uvicorn_says_again_in_colours_is_said_once(log: io.StringIO) -> None:
    said = {"color_message": "Started \x1b[36m%d"}
    logging.getLogger("uvicorn.error").info("Started", extra=said)
    assert "36m" not in log.getvalue()


def test_what_looks_like_a_secret_is_left_out_of_any_line(log: io.StringIO) -> None:
    error = RuntimeError(f"{TOKEN} at {HOOK} for {DATABASE}")
    logging.getLogger("somewhere").error("with %s", TOKEN, exc_info=error)
    assert "planted" not in log.getvalue()
    assert "@db.internal/rolecall" in log.getvalue()
    assert log.getvalue().count("(secret)") == 4


RUNBOOK = ROOT / "docs" / "runbook.md"
OF_PROMETHEUS = ("process_resident_memory_bytes", "job")
"""A label that is not ours, but given by who asks."""
NAMED = re.compile(
    r"\b(?P<name>(?:rolecall|process)_[a-z_]+[a-z])(?:{(?P<label>[a-z]+)(?:=~|!=|=)\"[^\"]+\"})?"
)
"""A series, with the one label by which it is chosen."""


async def told() -> dict[str, set[str]]:
    """Return the labels of every series that a busy process tells."""
    async with served() as hall:
        await busy(hall)
        _, page = await get(hall.app.web, "/metrics")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(page.decode()):
        found.setdefault(family.name, set())
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


async def test_every_series_that_the_runbook_names_is_told() -> None:
    page = RUNBOOK.read_text("utf-8")
    assert {match["name"] for match in NAMED.finditer(page)} <= (await told()).keys()


async def test_the_alerts_watch_what_the_runbook_says_by_series_and_labels_that_are_told() -> None:
    [group] = yaml.safe_load((RUNBOOK.parent / "alerts.yaml").read_text("utf-8"))["groups"]
    watched = RUNBOOK.read_text("utf-8").partition("## What to watch")[2].partition("\n## ")[0]
    expressions = " ".join(rule["expr"] for rule in group["rules"])
    names = {match["name"].removesuffix("_bucket") for match in NAMED.finditer(expressions)}
    assert names == {match["name"] for match in NAMED.finditer(watched)}

    series = await told()
    chosen = {(match["name"], match["label"]) for match in NAMED.finditer(expressions)}
    assert [name for name, _ in chosen if name not in series] == []
    assert {pair for pair in chosen if pair[1] and pair[1] not in series[pair[0]]} <= {OF_PROMETHEUS}
    places = [rule["annotations"]["runbook"] for rule in group["rules"]]
    assert [place for place in places if place.partition("#")[2] not in anchors(RUNBOOK)] == []


async def test_the_runbook_says_what_to_search_the_log_for(log: io.StringIO) -> None:
    async with served(failing()) as hall:
        await hall.send(payloads.command(PLANTED))
    page, written = RUNBOOK.read_text("utf-8"), log.getvalue()
    forms = [each for each in (" error ", '"level": "error"') if f"`{each}`" in page]
    assert len([each for each in forms if each in written]) == 1
