"""A valid payload of each kind, for each listener; what is sent is made from these."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import payloads

from bot.cards.assigning import ASSIGN, CHOOSE, GROUPS
from bot.cards.channels import CHANNEL
from bot.cards.comparing import COMPARE
from bot.cards.digest import SEE_GAPS
from bot.cards.directory import APPROVE, DECLINE
from bot.cards.finding import FIND, OWNS, QUESTION, REPLY
from bot.cards.footing import HELP, REMOVE, VOTE, Asked, value_of
from bot.cards.forgetting import FORGET
from bot.cards.gaps import ANSWER_GAP, I_KNOW, NOT_OURS, TELL_ME, UNDO
from bot.cards.home import HEALTH, OPEN_SETTINGS
from bot.cards.importing import IMPORT, LEAVE, TAKE_OVER
from bot.cards.notices import AGAIN
from bot.cards.onboarding import DONE, OPEN, RESUME, ROLE, SHOW
from bot.cards.pictures import PICTURE
from bot.cards.referring import REFER
from bot.cards.reminding import AGAIN as REMIND_AGAIN
from bot.cards.reminding import CONFIRM, NO_MORE
from bot.cards.searching import SEARCH
from bot.cards.setting_up import YES
from bot.cards.settling import SETTINGS
from bot.cards.viewing import ANSWER
from bot.cards.writing import WRITE
from bot.matching.reading import Kind, Meaning
from bot.playground.transport import Delivery

HOOK = "http://127.0.0.1:{port}/hook/TDATA/x"
_ENGINEER = "1|role|data-engineer"
_PERSON = {"id": "UNIA", "name": "nia", "team_id": "TDATA", "profile": {"display_name": "nia"}}


def _said(make: Callable[..., Delivery], text: str) -> Callable[[int], Delivery]:
    def at(number: int) -> Delivery:
        ts = f"1795176000.{number:06}"  # another message each time, or it would be answered only once
        return make(text, ts=ts, event_ts=ts)

    return at


def _same(delivery: Delivery) -> Callable[[int], Delivery]:
    return lambda _: delivery


def _pressed(value: str, action_id: str, **fields: Any) -> Callable[[int], Delivery]:
    return _same(payloads.press(value, action_id, **{"response_url": HOOK, **fields}))


def _event(kind: str, **inner: Any) -> Callable[[int], Delivery]:
    return _same(payloads.event({"type": kind, "event_ts": payloads.TS, **inner}))


def _handed_in(
    callback_id: str, metadata: str = "", **inputs: Mapping[str, Any]
) -> Callable[[int], Delivery]:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata or _ENGINEER,
        "state": {"values": {name: {name: state} for name, state in inputs.items()}},
        "hash": "1.x",
        "app_installed_team_id": "TDATA",
    }
    return _same(payloads.submission(view=view))


def _interactive(kind: str, **fields: Any) -> Callable[[int], Delivery]:
    payload = {"type": kind, "user": _PERSON, "team": {"id": "TDATA"}, "trigger_id": "1.2.x", **fields}
    return _same(Delivery("interactive", kind, payload))


_MODAL = {
    "id": "V1",
    "hash": "1.x",
    "type": "modal",
    "callback_id": "",
    "private_metadata": "",
    "state": {"values": {}},
}

_MISSING = json.dumps(
    {
        "ts": payloads.TS,
        "text": "who owns data quality?",
        "user": "UNIA",
        "thread": payloads.TS,
        "direct": False,
        "team": "TDATA",
        "enterprise": "",
        "shared": None,
    }
)

_ASKED = value_of(Asked("who owns it?", Meaning(Kind.ROLE, roles=("data-engineer",)), "UNIA", payloads.TS))
_EDITED = {
    "type": "message",
    "user": "UNIA",
    "ts": payloads.TS,
    "text": "who owns data quality?",
    "edited": {"user": "UNIA", "ts": payloads.TS},
}


def _amended(subtype: str, **fields: Any) -> Callable[[int], Delivery]:
    before = {"type": "message", "user": "UNIA", "ts": payloads.TS, "text": "who owns it?"}
    return _same(payloads.message("", subtype=subtype, previous_message=before, user=None, **fields))


VALID: Mapping[str, Callable[[int], Delivery]] = {
    "command, a role": _same(payloads.command("data-engineer", response_url=HOOK)),
    "command, a question": _same(payloads.command("who owns data quality?", response_url=HOOK)),
    "command, nothing": _same(payloads.command("", response_url=HOOK)),
    "command, assign": _same(payloads.command("assign data-engineer", response_url=HOOK)),
    "command, who": _same(payloads.command("who data-engineer", response_url=HOOK)),
    "command, mine": _same(payloads.command("mine", response_url=HOOK)),
    "command, health": _same(payloads.command("health", response_url=HOOK)),
    "command, settings": _same(payloads.command("settings", response_url=HOOK)),
    "mention": _said(payloads.mention, f"<@{payloads.BOT}> who owns data quality?"),
    "message": _said(payloads.message, "what does a data engineer do?"),
    "press, ask": _pressed(_ENGINEER, "ask:0"),
    "press, share": _pressed(_ENGINEER, "share"),
    "press, turn": _pressed("1|walkthrough||||example", "turn:1"),
    "press, edit": _pressed(_ENGINEER, ASSIGN),
    "press, choose": _pressed(_ENGINEER, CHOOSE, view=_MODAL),
    "press, again": _pressed(_MISSING, AGAIN),
    "press, approve": _pressed("1", APPROVE),
    "press, decline": _pressed("1", DECLINE),
    "press, feedback": _pressed(f"+{_ASKED}", VOTE),
    "press, a plain vote": _pressed(f"-{_ASKED}", f"{VOTE}:1"),
    "press, still need help": _pressed(_ASKED, HELP),
    "press, remove": _pressed(_ASKED, REMOVE),
    "message, to everybody": _said(
        lambda text, **more: payloads.message(text, channel="CHELP", channel_type="channel", **more),
        "who owns data quality?",
    ),
    "message, edited": _amended("message_changed", message=_EDITED),
    "message, deleted": _amended("message_deleted", deleted_ts=payloads.TS),
    "message, a tombstone": _amended(
        "message_changed", message={"subtype": "tombstone", "ts": payloads.TS, "user": "USLACKBOT"}
    ),
    "messages opened": _event("app_home_opened", user="UNIA", channel="DNIA", tab="messages"),
    "bot joins": _event("member_joined_channel", user=payloads.BOT, channel="CHELP", channel_type="C"),
    "command, channel": _same(payloads.command("channel", response_url=HOOK)),
    "form, refer": _handed_in(
        REFER,
        json.dumps([_ASKED, f"CHELP:{payloads.TS}", "CHELP", "CHELP"]),
        question={"type": "plain_text_input", "value": "who owns it?"},
    ),
    "form, channel": _handed_in(
        CHANNEL,
        "CHELP",
        answering={"type": "radio_buttons", "selected_option": {"value": "questions"}},
        seen={"type": "radio_buttons", "selected_option": {"value": "asker"}},
        limit={"type": "number_input", "value": "6"},
        onboarding={"type": "checkboxes", "selected_options": []},
    ),
    "form, assign": _handed_in(
        ASSIGN,
        people={"type": "multi_users_select", "selected_users": ["UNIA"]},
        channel={"type": "conversations_select", "selected_conversation": "CHELP"},
        note={"type": "plain_text_input", "value": "Mondays"},
        groups={"type": "multi_external_select", "selected_options": []},
    ),
    "form, settings": _handed_in(
        SETTINGS,
        days={"type": "static_select", "selected_option": {"value": "30"}},
        guests={"type": "checkboxes", "selected_options": [{"value": "yes"}]},
        stewards={"type": "multi_users_select", "selected_users": ["UNIA"]},
    ),
    "menu, groups": _interactive("block_suggestion", action_id=GROUPS, block_id="b", value="da", view=_MODAL),
    "change, person": _event("user_change", user=_PERSON),
    "change, group": _event("subteam_updated", subteam={"id": "S1", "name": "Data", "date_delete": 0}),
    "change, channel": _event("channel_archive", channel="CHELP", user="UNIA"),
    "change, private channel": _event("group_archive", channel="CHELP", user="UNIA"),
    "change, name of a channel": _event("channel_rename", channel={"id": "CHELP", "name": "help"}),
    "change, shared channel": _event("channel_shared", channel="CHELP", connected_team_id="EOTHER"),
    "press, tell me": _pressed("whoever feeds the goldfish", TELL_ME),
    "press, I know": _pressed("whoever feeds the goldfish", I_KNOW),
    "form, I know": _handed_in(
        I_KNOW,
        "whoever feeds the goldfish",
        answer={"type": "plain_text_input", "value": "Ana"},
        ways={"type": "plain_text_input", "value": "whoever feeds the goldfish"},
    ),
    "press, answer gap": _pressed("g1", ANSWER_GAP),
    "press, i know": _pressed("who waters the palms?", I_KNOW),
    "form, i know": _handed_in(
        I_KNOW, "who waters the palms?", answer={"type": "plain_text_input", "value": "Ana"}
    ),
    "press, import": _pressed("", IMPORT, view={**_MODAL, "type": "home"}),
    "form, import": _handed_in(
        IMPORT, file={"type": "file_input", "files": [{"id": "F1", "name": "CODEOWNERS", "size": 9}]}
    ),
    "press, take over": _pressed('["F1","CODEOWNERS","d1"]', TAKE_OVER),
    "press, leave it": _pressed('["F1","CODEOWNERS","d1"]', LEAVE),
    "press, not ours": _pressed("g1", NOT_OURS),
    "press, undo": _pressed("g1", UNDO),
    "press, see gaps": _pressed("", SEE_GAPS),
    "form, answer gap": _handed_in(ANSWER_GAP, answer={"type": "plain_text_input", "value": "Ana"}),
    "press, forget": _pressed("", FORGET),
    "press, confirm": _pressed("role data-engineer", CONFIRM),
    "press, no more reminders": _pressed("", NO_MORE),
    "press, reminders again": _pressed("", REMIND_AGAIN),
    "press, picture": _pressed("", PICTURE),
    "press, newcomer's role": _pressed("data-engineer", ROLE),
    "newcomer joins": _event("member_joined_channel", user="UNIA", channel="CHELP", channel_type="C"),
    "press, newcomer's next part": _pressed("1", OPEN),
    "press, newcomer's step": _pressed("first", SHOW),
    "press, newcomer's step done": _pressed("first", DONE),
    "press, newcomer goes on": _pressed("", RESUME),
    "app goes": _event("app_uninstalled"),
    "tokens go": _event("tokens_revoked", tokens={"bot": ["UBOT"]}),
    "home opens": _event("app_home_opened", user="UNIA", channel="DNIA", tab="home"),
    "home, search": _pressed(_ENGINEER, SEARCH, view=_MODAL),
    "home, suggest": _interactive(
        "block_suggestion", action_id=SEARCH, block_id="b", value="da", view=_MODAL
    ),
    "press, compare": _pressed("", COMPARE, view=_MODAL),
    "form, compare": _handed_in(COMPARE),
    "form, answer": _handed_in(ANSWER),
    "shortcut, find": _interactive("shortcut", callback_id=FIND),
    "press, question": _pressed("data", QUESTION, view=_MODAL),
    "form, find": _handed_in(FIND, question={"type": "plain_text_input", "value": "who owns it?"}),
    "shortcut, who owns this": _interactive(
        "message_action",
        callback_id=OWNS,
        channel={"id": "CHELP"},
        message={"ts": payloads.TS, "text": "who owns data quality?", "user": "UNIA"},
        response_url=HOOK,
    ),
    "press, reply": _pressed(_ENGINEER, REPLY, view=_MODAL),
    "press, settings": _pressed("", OPEN_SETTINGS, view=_MODAL),
    "press, health": _pressed("", HEALTH, view=_MODAL),
    "press, set-up": _pressed("data-engineer", YES, view=_MODAL),
    "press, write": _pressed("", WRITE, view=_MODAL),
    "form, write": _handed_in(WRITE, "faq", answer={"type": "plain_text_input", "value": "Ana"}),
    "challenge": _same(Delivery("events_api", "challenge", {"type": "url_verification", "challenge": "x"})),
    "shortcut, unknown": _interactive("shortcut", callback_id="none"),
    "event, unknown": _event("team_rename", name="x"),
    "form, unknown": _handed_in("none"),
}
