"""Buttons, menus, shortcuts and modals: the payloads that the app gets, and what may be done with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
from playground_app import MANIFEST, Play, never, playing

from bot.playground.handing import keep
from bot.playground.people import Channel


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


def plain(text: str = "Text") -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.upper()), "value": value}


OPTIONS = [option("a"), option("b")]
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "42"}
EXTERNAL = {"type": "external_select", "action_id": "find", "min_query_length": 2}
FEEDBACK = {
    "type": "context_actions",
    "block_id": "vote",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "helpful",
            "positive_button": {"text": plain("Good"), "value": "up"},
            "negative_button": {"text": plain("Bad"), "value": "down"},
        }
    ],
}


def actions(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    asked = field("question", {"type": "plain_text_input", "action_id": "text"})
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain("Ask"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [asked],
        **more,
    }


async def post(play: Play, blocks: list[dict[str, Any]], **more: Any) -> dict[str, str]:
    """Let the app post; return where."""
    posted = await play.call("chat.postMessage", channel="CHELP", text="Card", blocks=blocks, **more)
    await play.workspace.settled()
    play.app.told.clear()
    return {"channel": "CHELP", "ts": posted["ts"]}


async def act(play: Play, do: str, on: dict[str, str], **more: Any) -> dict[str, Any]:
    """Act as Nia, and wait until the app has answered."""
    acted = await play.page("act", **{"as": "UNIA"}, do=do, on=on, **more)
    await play.workspace.settled()
    return acted


async def press(play: Play, on: dict[str, str], **more: Any) -> dict[str, Any]:
    """Press something on the row; return the payload that the app got."""
    acted = await act(play, "press", on, **{"block_id": "row", **more})
    assert acted["ok"], acted
    return play.app.payloads[-1]


async def trigger(play: Play) -> str:
    """Return a fresh trigger id."""
    where = await post(play, actions(BUTTON))
    return str((await press(play, where, action_id="go"))["trigger_id"])


async def opened(play: Play, view: dict[str, Any]) -> dict[str, Any]:
    """Open a modal for Nia; return it as Slack answers."""
    answer = await play.call("views.open", trigger_id=await trigger(play), view=view)
    play.app.told.clear()
    return dict(answer["view"])


async def top(play: Play) -> dict[str, Any]:
    """Return the modal on top."""
    return dict((await play.state())["modals"][-1])


async def test_a_press_says_who_where_and_what(play: Play) -> None:
    where = await post(play, actions(BUTTON))

    told = await press(play, where, action_id="go")

    assert told["type"] == "block_actions"
    assert told["user"]["id"] == "UNIA"
    assert told["channel"] == {"id": "CHELP", "name": "data-help"}
    assert told["message"]["ts"] == told["container"]["message_ts"] == where["ts"]
    assert told["container"]["is_ephemeral"] is False
    [action] = told["actions"]
    assert (action["block_id"], action["action_id"], action["type"], action["value"]) == (
        "row",
        "go",
        "button",
        "42",
    )


async def test_an_action_on_an_ephemeral_message_holds_no_message(play: Play) -> None:
    private = {"channel": "CHELP", "user": "UNIA", "text": "Card", "blocks": actions(BUTTON)}
    ts = (await play.call("chat.postEphemeral", **private))["message_ts"]

    told = await press(play, {"channel": "CHELP", "ts": ts}, action_id="go")

    assert "message" not in told
    assert told["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "CHELP",
        "is_ephemeral": True,
    }
    stranger = await play.page(
        "act",
        **{"as": "UANA"},
        do="press",
        on={"channel": "CHELP", "ts": ts},
        block_id="row",
        action_id="go",
    )
    assert stranger["error"] == "message_not_found"


CHOICES: list[tuple[dict[str, Any], Any, dict[str, Any]]] = [
    ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
    ({"type": "radio_buttons", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
    ({"type": "overflow", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["a", "b"], {"selected_options": OPTIONS}),
    ({"type": "checkboxes", "options": OPTIONS}, [], {"selected_options": []}),
    ({"type": "users_select"}, "UANA", {"selected_user": "UANA"}),
    ({"type": "conversations_select"}, "CHELP", {"selected_conversation": "CHELP"}),
    ({"type": "channels_select"}, "CHELP", {"selected_channel": "CHELP"}),
    ({"type": "datepicker"}, "2026-11-20", {"selected_date": "2026-11-20"}),
    ({"type": "timepicker"}, "10:00", {"selected_time": "10:00"}),
    ({"type": "datetimepicker"}, 1_795_176_000, {"selected_date_time": 1_795_176_000}),
]


@pytest.mark.parametrize(("element", "value", "held"), CHOICES, ids=[row[0]["type"] for row in CHOICES])
async def test_a_choice_stands_in_the_action_and_in_the_state(
    play: Play, element: dict[str, Any], value: Any, held: dict[str, Any]
) -> None:
    where = await post(play, actions({**element, "action_id": "pick"}))

    told = await press(play, where, action_id="pick", value=value, values={"row": {"pick": value}})

    [action] = told["actions"]
    assert {name: action[name] for name in held} == held
    if element["type"] != "overflow":
        assert told["state"]["values"]["row"]["pick"] == {"type": element["type"], **held}


async def test_only_what_was_offered_can_be_chosen(play: Play) -> None:
    where = await post(play, actions({"type": "static_select", "action_id": "pick", "options": OPTIONS}))

    made_up = await act(play, "press", where, block_id="row", action_id="pick", value="z")
    gone = await act(play, "press", where, block_id="row", action_id="other")

    assert (made_up["error"], gone["error"]) == ("invalid_value", "action_not_found")
    assert play.app.told == []


async def test_feedback_says_which_of_the_two(play: Play) -> None:
    where = await post(play, [FEEDBACK])

    told = await press(play, where, block_id="vote", action_id="helpful", value="down")

    assert (told["actions"][0]["type"], told["actions"][0]["value"]) == ("feedback_buttons", "down")


async def test_a_press_that_nobody_answers_is_told_to_the_person_and_not_sent_again(play: Play) -> None:
    where = await post(play, actions(BUTTON))
    play.app.answer = never
    seq = play.workspace.feed.last

    await play.page("act", **{"as": "UNIA"}, do="press", on=where, block_id="row", action_id="go")
    await play.workspace.clock.advance(3)
    await play.workspace.settled()

    notices = [each.data for each in play.workspace.feed.since(seq, "UNIA") or [] if each.event == "notice"]
    assert len(notices) == 1
    await play.workspace.clock.advance(1000)
    assert len(play.app.told) == 1


@pytest.mark.parametrize("private", [False, True])
async def test_a_response_url_replaces_and_deletes_what_was_pressed(play: Play, private: bool) -> None:
    if private:
        args = {"channel": "CHELP", "user": "UNIA", "text": "Card", "blocks": actions(BUTTON)}
        where = {"channel": "CHELP", "ts": (await play.call("chat.postEphemeral", **args))["message_ts"]}
    else:
        where = await post(play, actions(BUTTON))
    url = (await press(play, where, action_id="go"))["response_url"]

    async with play.http.post(url, json={"text": "New", "replace_original": True}) as answer:
        assert answer.status == 200
    [shown] = await play.shown("CHELP")
    assert (shown["ts"], shown["text"], "blocks" in shown) == (where["ts"], "New", False)
    async with play.http.post(url, json={"delete_original": True}) as answer:
        assert answer.status == 200
    assert await play.shown("CHELP") == []


async def test_a_trigger_opens_one_modal_within_three_seconds(play: Play) -> None:
    used = await trigger(play)
    await play.call("views.open", trigger_id=used, view=modal())
    late = await trigger(play)
    await play.workspace.clock.advance(3.1)

    for trigger_id, error in (
        (used, "exchanged_trigger_id"),
        (late, "expired_trigger_id"),
        ("1.2.3", "invalid_trigger_id"),
    ):
        refused = await play.error("views.open", trigger_id=trigger_id, view=modal())
        assert refused["error"] == error


async def test_a_broken_view_costs_no_trigger(play: Play) -> None:
    trigger_id = await trigger(play)

    refused = await play.error("views.open", trigger_id=trigger_id, view=modal(title=plain("x" * 25)))

    assert refused["error"] == "invalid_arguments"
    assert "no more than 24" in refused["response_metadata"]["messages"][0]
    assert (await play.call("views.open", trigger_id=trigger_id, view=modal()))["ok"]


async def test_a_submission_carries_what_was_filled_in(play: Play) -> None:
    blocks = [
        field("question", {"type": "plain_text_input", "action_id": "text"}),
        field("who", {"type": "multi_users_select", "action_id": "users"}, optional=True),
        field("role", {"type": "static_select", "action_id": "pick", "options": OPTIONS}),
    ]
    view = await opened(play, modal(*blocks, private_metadata="kept"))
    values = {"question": {"text": "who owns it?"}, "role": {"pick": "b"}}

    await act(play, "submit", {"view": view["id"]}, values=values)

    [told] = play.app.payloads
    assert (told["type"], told["view"]["callback_id"]) == ("view_submission", "ask")
    assert told["view"]["private_metadata"] == "kept"
    assert told["view"]["state"]["values"] == {
        "question": {"text": {"type": "plain_text_input", "value": "who owns it?"}},
        "who": {"users": {"type": "multi_users_select", "selected_users": []}},
        "role": {"pick": {"type": "static_select", "selected_option": OPTIONS[1]}},
    }
    assert (await play.state())["modals"] == []


FILES = {"type": "file_input", "action_id": "file", "max_files": 1, "filetypes": ["yaml"]}


async def test_a_file_is_handed_in_whole_and_only_by_whoever_it_is_of(play: Play) -> None:
    view = await opened(play, modal(field("file", FILES)))
    mine, other, wrong = (
        keep(play.workspace, user, name, b"a: b")
        for user, name in (("UNIA", "own.yaml"), ("UADAM", "own.yaml"), ("UNIA", "own.txt"))
    )
    for given, error in (
        ([other.id], "file_not_found"),
        ([wrong.id], "invalid_filetype"),
        ([mine.id, mine.id], "too_many_files"),
    ):
        refused = await play.page(
            "act", **{"as": "UNIA"}, on={"view": view["id"]}, do="submit", values={"file": {"file": given}}
        )
        assert refused["error"] == error
    await act(play, "submit", {"view": view["id"]}, values={"file": {"file": [mine.id]}})

    [whole] = play.app.payloads[-1]["view"]["state"]["values"]["file"]["file"]["files"]
    assert (whole["id"], whole["name"], whole["user"], whole["size"]) == (mine.id, "own.yaml", "UNIA", 4)
    assert whole["url_private"].startswith(play.url)


async def test_a_form_takes_files_only_where_the_app_may_read_them(play: Play) -> None:
    trigger_id = await trigger(play)
    play.workspace.granted.discard("files:read")

    refused = await play.error("views.open", trigger_id=trigger_id, view=modal(field("file", FILES)))

    assert (refused["error"], refused["needed"]) == ("missing_scope", "files:read")


async def test_rich_text_is_handed_in_as_an_object(play: Play) -> None:
    view = await opened(play, modal(field("note", {"type": "rich_text_input", "action_id": "text"})))

    await act(play, "submit", {"view": view["id"]}, values={"note": {"text": "hello"}})

    held = play.app.payloads[-1]["view"]["state"]["values"]["note"]["text"]
    assert held["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "hello"}]


FAULTY = [
    ({"type": "plain_text_input"}, "", "complete this required field"),
    ({"type": "plain_text_input", "min_length": 5}, "abc", "more than 4"),
    ({"type": "plain_text_input", "max_length": 2}, "abc", "less than 3"),
    ({"type": "email_text_input"}, "nobody", "valid value"),
    ({"type": "url_text_input"}, "javascript:1", "valid value"),
    ({"type": "number_input", "is_decimal_allowed": False}, "ten", "valid value"),
]


@pytest.mark.parametrize(("element", "value", "words"), FAULTY)
async def test_the_client_itself_refuses_what_is_missing_or_malformed(
    play: Play, element: dict[str, Any], value: str, words: str
) -> None:
    view = await opened(play, modal(field("question", {**element, "action_id": "text"})))

    await act(play, "submit", {"view": view["id"]}, values={"question": {"text": value}})

    assert play.app.told == []
    assert words in (await top(play))["errors"]["question"]


async def submitted(play: Play, answer: Any) -> dict[str, Any]:
    """Submit a modal to which the app answers so; return the modal."""
    view = await opened(play, modal())
    play.app.answer = (200, answer)
    await act(play, "submit", {"view": view["id"]}, values={"question": {"text": "who?"}})
    return view


async def test_errors_stand_at_their_field_and_what_was_typed_stays(play: Play) -> None:
    view = await submitted(play, {"response_action": "errors", "errors": {"question": "Not that."}})

    assert (await top(play))["errors"] == {"question": "Not that."}
    play.app.answer = (200, None)
    await act(play, "submit", {"view": view["id"]})
    assert len(play.app.told) == 2
    assert play.app.payloads[-1]["view"]["state"]["values"]["question"]["text"]["value"] == "who?"


async def test_a_submission_updates_pushes_or_clears(play: Play) -> None:
    await submitted(play, {"response_action": "update", "view": modal(title=plain("Next"))})
    assert (await top(play))["title"]["text"] == "Next"

    await submitted(play, {"response_action": "push", "view": modal(title=plain("On top"))})
    assert [view["title"]["text"] for view in (await play.state())["modals"]] == ["Ask", "On top"]

    await act(play, "submit", {"view": (await top(play))["id"]}, values={"question": {"text": "x"}})
    play.app.answer = (200, {"response_action": "clear"})
    await act(play, "submit", {"view": (await top(play))["id"]}, values={"question": {"text": "x"}})
    assert (await play.state())["modals"] == []


@pytest.mark.parametrize(
    "answer",
    [
        "thanks",
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
async def test_an_answer_that_slack_would_not_take_leaves_the_modal_open(play: Play, answer: Any) -> None:
    seq = play.workspace.feed.last
    await submitted(play, answer)

    changes = play.workspace.feed.since(seq, "UNIA") or []
    assert any("not valid" in change.data["text"] for change in changes if change.event == "notice")
    assert len((await play.state())["modals"]) == 1


async def test_a_modal_whose_app_is_silent_stays_open(play: Play) -> None:
    view = await opened(play, modal())
    play.app.answer = never
    acting = {"do": "submit", "on": {"view": view["id"]}, "values": {"question": {"text": "x"}}}
    await play.page("act", **{"as": "UNIA"}, **acting)
    await play.workspace.clock.advance(3)
    await play.workspace.settled()

    assert len((await play.state())["modals"]) == 1


async def test_views_are_pushed_up_to_three_and_only_from_a_modal(play: Play) -> None:
    refused = await play.error("views.push", trigger_id=await trigger(play), view=modal())
    assert refused["error"] == "not_found"
    view = await opened(play, modal(*actions(BUTTON)))
    for _ in range(2):
        told = await press(play, {"view": view["id"]}, action_id="go")
        view = (await play.call("views.push", trigger_id=told["trigger_id"], view=modal(*actions(BUTTON))))[
            "view"
        ]

    told = await press(play, {"view": view["id"]}, action_id="go")
    refused = await play.error("views.push", trigger_id=told["trigger_id"], view=modal())

    assert refused["error"] == "push_limit_reached"
    assert view["previous_view_id"] != view["root_view_id"]


async def test_an_update_with_an_old_hash_is_refused(play: Play) -> None:
    view = await opened(play, modal())

    changed = await play.call(
        "views.update", view_id=view["id"], hash=view["hash"], view=modal(title=plain("1"))
    )
    refused = await play.error("views.update", view_id=view["id"], hash=view["hash"], view=modal())

    assert refused["error"] == "hash_conflict"
    assert changed["view"]["hash"] != view["hash"]
    assert (await top(play))["title"]["text"] == "1"
    assert (await play.error("views.update", view_id="V1", view=modal()))["error"] == "not_found"


async def test_an_external_id_names_one_view_only(play: Play) -> None:
    await opened(play, modal(external_id="mine"))

    refused = await play.error("views.open", trigger_id=await trigger(play), view=modal(external_id="mine"))
    updated = await play.call("views.update", external_id="mine", view=modal(title=plain("By name")))

    assert refused["error"] == "duplicate_external_id"
    assert updated["view"]["title"]["text"] == "By name"


async def test_closing_is_told_only_where_it_was_asked_for(play: Play) -> None:
    view = await opened(play, modal())
    await act(play, "close", {"view": view["id"]})
    assert play.app.told == []

    view = await opened(play, modal(notify_on_close=True))
    await act(play, "close", {"view": view["id"]}, all=True)

    [told] = play.app.payloads
    assert (told["type"], told["view"]["id"], told["is_cleared"]) == ("view_closed", view["id"], True)
    assert (await play.state())["modals"] == []


async def test_only_the_one_who_has_it_open_acts_on_a_modal(play: Play) -> None:
    view = await opened(play, modal(*actions(BUTTON)))
    pressed = {"do": "press", "block_id": "row", "action_id": "go"}

    for deed in ({"do": "submit"}, {"do": "close"}, pressed):
        refused = await play.page("act", **{"as": "UANA"}, on={"view": view["id"]}, **deed)
        assert refused["error"] == "view_not_found"

    assert play.app.told == []
    assert (await play.state("UANA"))["modals"] == []


async def test_a_chosen_conversation_gets_a_response_url_where_the_menu_asks_for_one(play: Play) -> None:
    menu = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    view = await opened(play, modal(field("target", menu)))

    await act(play, "submit", {"view": view["id"]}, values={"target": {"where": "CGENERAL"}})

    [given] = play.app.payloads[-1]["response_urls"]
    assert given["channel_id"] == "CGENERAL"
    body = {"text": "Shared", "response_type": "in_channel"}
    async with play.http.post(given["response_url"], json=body) as answer:
        assert answer.status == 200
    assert [message["text"] for message in await play.shown("CGENERAL", "UANA")] == ["Shared"]


async def test_a_home_is_published_for_one_person_and_acted_on(play: Play) -> None:
    home = {"type": "home", "blocks": actions(BUTTON)}
    first = await play.call("views.publish", user_id="UNIA", view=home)

    told = await press(play, {"view": first["view"]["id"]}, action_id="go")
    again = await play.call("views.publish", user_id="UNIA", view=home, hash=first["view"]["hash"])
    stale = await play.error("views.publish", user_id="UNIA", view=home, hash=first["view"]["hash"])

    assert (told["container"]["type"], told["view"]["type"]) == ("view", "home")
    assert "response_url" not in told
    assert again["view"]["id"] == first["view"]["id"]
    assert stale["error"] == "hash_conflict"
    assert (await play.state("UANA"))["home"] is None
    wrong = await play.error("views.publish", user_id="UNIA", view=modal())
    assert wrong["error"] == "invalid_arguments"


async def test_a_home_that_the_manifest_leaves_out_is_refused() -> None:
    manifest = deepcopy(MANIFEST)
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    async with playing(manifest=manifest) as play:
        refused = await play.error("views.publish", user_id="UNIA", view={"type": "home", "blocks": []})
        assert refused["error"] == "not_enabled"


async def suggested(play: Play, where: dict[str, str], query: str) -> dict[str, Any]:
    """Type into the external menu."""
    asked = {"on": where, "block_id": "row", "action_id": "find", "query": query}
    return await play.page("suggest", **{"as": "UNIA"}, **asked)


async def test_a_menu_asks_the_app_and_what_it_suggests_can_be_chosen(play: Play) -> None:
    where = await post(play, actions(EXTERNAL))
    play.app.answer = (200, {"options": OPTIONS})

    assert (await suggested(play, where, "x"))["options"] == []
    assert play.app.told == []
    assert (await suggested(play, where, "xy"))["options"] == OPTIONS
    [told] = play.app.payloads
    assert (told["type"], told["value"], told["action_id"]) == ("block_suggestion", "xy", "find")
    play.app.answer = (200, None)
    chosen = await press(play, where, action_id="find", value="b")
    assert chosen["actions"][0]["selected_option"] == OPTIONS[1]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [option(str(number)) for number in range(101)]},
        {"options": OPTIONS, "option_groups": []},
        {"options": [OPTIONS[0], OPTIONS[0]]},
        {"options": [{"text": "A", "value": "a"}]},
        None,
    ],
)
async def test_suggestions_that_slack_would_not_show_are_named(play: Play, answer: Any) -> None:
    where = await post(play, actions(EXTERNAL))
    play.app.answer = (200, answer)

    assert (await suggested(play, where, "xy"))["error"] == "invalid_options"


async def test_a_menu_in_a_modal_is_asked_with_its_view(play: Play) -> None:
    view = await opened(play, modal(*actions(EXTERNAL)))
    play.app.answer = (200, {"option_groups": [{"label": plain("Roles"), "options": OPTIONS}]})

    answer = await suggested(play, {"view": view["id"]}, "xy")

    assert answer["option_groups"][0]["options"] == OPTIONS
    assert play.app.payloads[-1]["view"]["id"] == view["id"]


async def test_a_global_shortcut_has_a_trigger_and_no_channel(play: Play) -> None:
    assert (await play.page("shortcut", **{"as": "UNIA"}, callback_id="find"))["ok"]
    await play.workspace.settled()

    [told] = play.app.payloads
    assert (told["type"], told["callback_id"], "channel" in told) == ("shortcut", "find", False)
    assert (await play.call("views.open", trigger_id=told["trigger_id"], view=modal()))["ok"]


async def test_a_message_shortcut_carries_its_message_wherever_the_bot_is(play: Play) -> None:
    play.workspace.add_channel(Channel("COTHER", "other", members=["UNIA"]))
    ts = (await play.page("say", **{"as": "UNIA"}, channel="COTHER", text="broken again"))["ts"]

    used = {"callback_id": "owns", "channel": "COTHER", "ts": ts}
    assert (await play.page("shortcut", **{"as": "UNIA"}, **used))["ok"]
    await play.workspace.settled()

    [told] = play.app.payloads
    assert (told["type"], told["message"]["text"]) == ("message_action", "broken again")
    async with play.http.post(told["response_url"], json={"text": "Backend developers."}) as answer:
        assert answer.status == 200
    assert [each["text"] for each in await play.shown("COTHER")][-1] == "Backend developers."


async def test_a_shortcut_that_the_manifest_leaves_out_is_refused(play: Play) -> None:
    refused = await play.page("shortcut", **{"as": "UNIA"}, callback_id="owns")

    assert refused["error"] == "unknown_shortcut"


async def test_an_app_without_interactivity_gets_no_presses() -> None:
    manifest = deepcopy(MANIFEST)
    manifest["settings"]["interactivity"]["is_enabled"] = False
    async with playing(manifest=manifest) as play:
        where = await post(play, actions(BUTTON))
        refused = await act(play, "press", where, block_id="row", action_id="go")
        assert refused["error"] == "interactivity_disabled"


async def test_an_ephemeral_message_can_be_dismissed(play: Play) -> None:
    private = {"channel": "CHELP", "user": "UNIA", "text": "Only you"}
    ts = (await play.call("chat.postEphemeral", **private))["message_ts"]

    assert (await act(play, "dismiss", {"channel": "CHELP", "ts": ts}))["ok"]
    assert await play.shown("CHELP") == []
