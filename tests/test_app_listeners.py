"""Nothing that Slack may send goes unheard: each event, form, menu and word has a listener, and a test."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import payloads
import pytest
from served_app import served

from bot import cards
from bot.cards import onboarding
from bot.cards.assigning import ASSIGN, CHOOSE, GROUPS
from bot.cards.channels import CHANNEL
from bot.cards.comparing import COMPARE
from bot.cards.digest import SEE_GAPS
from bot.cards.directory import APPROVE, DECLINE
from bot.cards.finding import FIND, QUESTION, REPLY, Reply
from bot.cards.footing import HELP, REMOVE, VOTE, Asked, value_of
from bot.cards.forgetting import FORGET
from bot.cards.gaps import ANSWER_GAP, I_KNOW, NOT_OURS, TELL_ME, UNDO
from bot.cards.home import HEALTH, OPEN_SETTINGS
from bot.cards.importing import LEAVE, TAKE_OVER
from bot.cards.notices import AGAIN as UNANSWERED
from bot.cards.pictures import PICTURE
from bot.cards.presses import ASK, SHARE
from bot.cards.referring import REFER
from bot.cards.reminding import AGAIN, CONFIRM, NO_MORE
from bot.cards.searching import SEARCH
from bot.cards.setting_up import LATER, NO, RESUME, YES
from bot.cards.settling import SETTINGS
from bot.cards.viewing import ANSWER
from bot.cards.writing import WRITE
from bot.listeners.words import WORDS
from bot.manifest import EVENTS, SHORTCUTS, manifest
from bot.matching.reading import Kind, Meaning
from bot.playground.transport import Delivery

HERE = Path(__file__).parent
TESTS = "\n".join(file.read_text("utf-8") for file in HERE.glob("test_app_*.py") if file != Path(__file__))

FORMS = (ASSIGN, SETTINGS, ANSWER_GAP, WRITE, REFER, CHANNEL, COMPARE, ANSWER, FIND)

PRESSED = (
    *(ASSIGN, CHOOSE, APPROVE, DECLINE, TELL_ME, ANSWER_GAP, NOT_OURS, UNDO, FORGET),
    *(SEE_GAPS, NO_MORE, AGAIN, COMPARE, SEARCH, QUESTION, REPLY),
    *(YES, NO, LATER, RESUME, HEALTH, OPEN_SETTINGS, UNANSWERED),
    *(onboarding.ROLE, onboarding.OPEN, onboarding.SHOW, onboarding.DONE, onboarding.CHANGE),
    *(onboarding.PAUSE, onboarding.RESUME, onboarding.STOP),
)
UNDER_ANSWERS = (HELP, REMOVE, VOTE)
ELSEWHERE = {ASK, SHARE, CONFIRM, PICTURE, WRITE, I_KNOW, TAKE_OVER, LEAVE}
"""What needs more than a press to say anything else, or draws; their own tests press them."""

REPLIED = Reply("CHELP", payloads.TS, payloads.TS, Meaning(Kind.ROLE, roles=("data-engineer",)))

HELPED = value_of(Asked("who?", Meaning(Kind.HELP), "UNIA"))

UNHEARD = 404
"""Bolt's answer to what no listener hears."""

PERSON = {"id": "UNIA", "name": "nia", "team_id": "TDATA"}
INNER: dict[str, dict[str, Any]] = {
    "app_home_opened": {"user": "UNIA", "channel": "DNIA", "tab": "home"},
    "member_joined_channel": {"channel": "CONBOARDING", "channel_type": "C", "user": "UNIA", "team": "TDATA"},
    "user_change": {"user": PERSON},
    "subteam_updated": {"subteam": {"id": "SPLATFORM", "name": "Data platform", "date_delete": 0}},
    "channel_archive": {"channel": "CHELP", "user": "UADAM"},
    "channel_deleted": {"channel": "CHELP"},
    "channel_rename": {"channel": {"id": "CHELP", "name": "data", "created": 1_360_782_804}},
    "channel_shared": {"channel": "CHELP", "connected_team_id": "EOTHER"},
    "channel_unshared": {"channel": "CHELP", "previously_connected_team_id": "EOTHER"},
    "group_archive": {"channel": "GWELLS", "user": "UADAM"},
    "group_deleted": {"channel": "GWELLS"},
    "group_rename": {"channel": {"id": "GWELLS", "name": "wells", "created": 1_360_782_804}},
    "app_uninstalled": {},
    "tokens_revoked": {"tokens": {"oauth": [], "bot": ["UBOTTDATA"]}},
    "app_mention": {"channel": "CHELP", "user": "UNIA", "ts": payloads.TS, "text": "<@UBOTTDATA> help"},
    "message": {"channel": "DNIA", "channel_type": "im", "user": "UNIA", "ts": payloads.TS, "text": "help"},
}


def suggestion(action_id: str) -> Delivery:
    payload = {
        "type": "block_suggestion",
        "user": PERSON,
        "team": {"id": "TDATA"},
        "action_id": action_id,
        "block_id": "b",
        "value": "",
        "view": {"id": "V1", "type": "modal", "state": {"values": {}}},
    }
    return Delivery("interactive", "block_suggestion", payload)


def chosen(kind: str, callback_id: str) -> Delivery:
    name = {"global": "shortcut", "message": "message_action"}[kind]
    on = {"channel": {"id": "CHELP"}, "message": {"ts": payloads.TS, "text": "who?"}}
    payload = {
        "type": name,
        "user": PERSON,
        "team": {"id": "TDATA"},
        "trigger_id": "1.2.x",
        "callback_id": callback_id,
        **(on if kind == "message" else {}),
    }
    return Delivery("interactive", name, payload)


def submitted(callback_id: str) -> Delivery:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": "1|role|data-engineer",
        "state": {
            "values": {"b": {"roles": {"type": "x"}, "where": {"type": "x"}, "question": {"type": "x"}}}
        },
    }
    return payloads.submission(view=view)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("event", EVENTS)
async def test_every_event_of_the_manifest_is_heard(event: str) -> None:
    kind = event.partition(".")[0]
    async with served() as hall:
        reply = await hall.send(payloads.event({"type": kind, **INNER[kind]}))
    assert reply.status == 200


async def test_an_event_that_the_manifest_leaves_out_is_not_heard() -> None:
    async with served() as hall:
        assert (await hall.send(payloads.event({"type": "team_rename"}))).status == UNHEARD


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("named", manifest()["features"]["slash_commands"], ids=lambda one: one["command"])
async def test_every_command_of_the_manifest_is_answered(named: dict[str, Any]) -> None:
    async with served() as hall:
        reply = await hall.send(payloads.command("data-engineer", command=named["command"]))
    assert "ata engineer" in str(reply.json())


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    "delivery",
    [*map(submitted, FORMS), suggestion(GROUPS), suggestion(SEARCH)],
    ids=[*FORMS, GROUPS, SEARCH],
)
async def test_every_form_and_menu_is_heard(delivery: Delivery) -> None:
    async with served() as hall:
        reply = await hall.send(delivery)
    assert (reply.status, bool(reply.json())) == (200, True)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut["callback_id"])
async def test_every_shortcut_of_the_manifest_is_heard(shortcut: dict[str, str]) -> None:
    async with served() as hall:
        assert (await hall.send(chosen(shortcut["type"], shortcut["callback_id"]))).status == 200
    assert f'"{shortcut["callback_id"]}"' in TESTS


@pytest.mark.parametrize(
    "unknown",
    [submitted("other"), suggestion("other"), chosen("global", "other"), chosen("message", "other")],
    ids=["form", "menu", "shortcut", "message shortcut"],
)
async def test_what_nobody_listens_for_is_not_heard(unknown: Delivery) -> None:
    async with served() as hall:
        assert (await hall.send(unknown)).status == UNHEARD


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("action", PRESSED)
async def test_no_button_of_ours_is_taken_for_one_of_an_older_version(action: str) -> None:
    async with served() as hall:
        view = {"id": "V1", "hash": "1.x", "type": "modal", "state": {"values": {}}}
        carried = REPLIED.value() if action == REPLY else "1|role|data-engineer"
        await hall.send(payloads.press(carried, action, view=view))
        assert "older version" not in str([call.request for call in hall.workspace.calls()])


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("action", UNDER_ANSWERS)
async def test_no_button_under_an_answer_is_taken_for_one_of_an_older_version(action: str) -> None:
    async with served() as hall:
        await hall.send(payloads.press("+" * (action == VOTE) + HELPED, action))
        assert "older version" not in str(hall.whispers()) + str(hall.workspace.modals["UNIA"])


def drawn_on_cards() -> Iterator[str]:
    """Yield the action_id of everything that the cards let somebody press or choose."""
    for module in pkgutil.iter_modules(cards.__path__, f"{cards.__name__}."):
        there = importlib.import_module(module.name)
        text = inspect.getsource(there)
        for name in re.findall(r'action_id=(?:f"{)?([A-Z_]+)', text):
            yield getattr(there, name)


def test_everything_that_can_be_pressed_on_a_card_is_pressed_here() -> None:
    assert set(drawn_on_cards()) - {*PRESSED, *UNDER_ANSWERS, *ELSEWHERE} == set()


@pytest.mark.parametrize("name", [*(event.partition(".")[0] for event in EVENTS), *WORDS])
def test_every_event_and_word_has_a_test(name: str) -> None:
    helper = {"app_mention": "payloads.mention(", "app_home_opened": "open_home("}
    assert helper.get(name, f'"{name}') in TESTS
