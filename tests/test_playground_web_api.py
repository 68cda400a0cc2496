"""The Web API refuses what Slack refuses, by the same names, and answers in Slack's shapes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from playground_app import MANIFEST, Play, playing
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.people import Channel
from bot.playground.web_api.dispatch import FORM_ONLY
from bot.playground.web_api.method import METHODS


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
POST = {"channel": "CHELP", "text": "Hello"}


async def test_a_method_that_slack_does_not_have_is_unknown(play: Play) -> None:
    assert (await play.error("chat.shout"))["error"] == "unknown_method"


async def test_a_call_bears_a_token_of_the_right_kind(play: Play) -> None:
    known = play.workspace.credentials
    for token, method, error in (
        ("", "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        (known.app_token, "auth.test", "not_allowed_token_type"),
        (known.bot_token, "apps.connections.open", "not_allowed_token_type"),
    ):
        client = AsyncWebClient(token, base_url=f"{play.url}/api/", session=play.http)
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method)
        assert refused.value.response["error"] == error, (token, method)


async def test_a_token_of_an_uninstalled_app_is_good_for_nothing(play: Play) -> None:
    play.workspace.installed = False

    assert (await play.error("auth.test"))["error"] == "account_inactive"


async def test_the_token_says_who_it_is(play: Play) -> None:
    who = await play.call("auth.test")

    assert (who["user_id"], who["bot_id"], who["team_id"]) == ("UBOTTDATA", "BTDATA", "TDATA")


SCOPES = [
    ("chat.postMessage", POST, "chat:write"),
    ("chat.postEphemeral", {**POST, "user": "UNIA"}, "chat:write"),
    ("chat.update", {**POST, "ts": "1.1"}, "chat:write"),
    ("chat.delete", {"channel": "CHELP", "ts": "1.1"}, "chat:write"),
    ("chat.scheduleMessage", {**POST, "post_at": 1}, "chat:write"),
    ("chat.deleteScheduledMessage", {"channel": "CHELP", "scheduled_message_id": "Q1"}, "chat:write"),
    ("reactions.add", {"channel": "CHELP", "name": "eyes", "timestamp": "1.1"}, "reactions:write"),
    ("conversations.list", {}, "channels:read"),
    ("conversations.list", {"types": "private_channel"}, "groups:read"),
    ("conversations.info", {"channel": "CHELP"}, "channels:read"),
    ("conversations.info", {"channel": "DNIA"}, "im:read"),
    ("conversations.members", {"channel": "CHELP"}, "channels:read"),
    ("conversations.history", {"channel": "CHELP"}, "channels:history"),
    ("conversations.history", {"channel": "DNIA"}, "im:history"),
    ("conversations.replies", {"channel": "CHELP", "ts": "1.1"}, "channels:history"),
    ("conversations.open", {"users": "UNIA"}, "im:write"),
    ("conversations.open", {"users": "UNIA,UANA"}, "mpim:write"),
    ("conversations.open", {"channel": "DNIA"}, "im:write"),
    ("conversations.join", {"channel": "CHELP"}, "channels:join"),
    ("users.info", {"user": "UNIA"}, "users:read"),
    ("users.list", {}, "users:read"),
    ("users.lookupByEmail", {"email": "ana@example.com"}, "users:read.email"),
    ("usergroups.list", {}, "usergroups:read"),
    ("usergroups.users.list", {"usergroup": "SPLATFORM"}, "usergroups:read"),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 1}, "files:write"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "files:write"),
    ("files.info", {"file": "F1"}, "files:read"),
    ("team.info", {}, "team:read"),
    ("bots.info", {}, "users:read"),
]


@pytest.mark.parametrize(("method", "args", "scope"), SCOPES, ids=[f"{row[0]}-{row[2]}" for row in SCOPES])
async def test_a_method_needs_its_scope(play: Play, method: str, args: dict[str, Any], scope: str) -> None:
    play.workspace.granted.discard(scope)

    refused = await play.error(method, **args)

    assert refused["error"] == "missing_scope"
    assert scope in refused["needed"]
    assert scope not in refused["provided"].split(",")


async def test_a_status_needs_either_of_two_scopes(play: Play) -> None:
    said = await play.page("say", **{"as": "UNIA"}, channel="DNIA", text="hello")
    status = {"channel_id": "DNIA", "thread_ts": said["ts"], "status": "is looking"}
    for scope in ("assistant:write", "chat:write"):
        play.workspace.granted.discard(scope)
        if scope == "assistant:write":
            assert (await play.call("assistant.threads.setStatus", **status))["ok"]

    assert (await play.error("assistant.threads.setStatus", **status))["error"] == "missing_scope"


def test_every_method_has_a_rate() -> None:
    assert [name for name, method in METHODS.items() if method.rate is None] == []


LONG = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2_700}}
EYES = {"channel": "CHELP", "name": "eyes"}
REFUSED = [
    ("nothing to say", "chat.postMessage", {"channel": "CHELP"}, "no_text"),
    ("blocks without text", "chat.postMessage", {"channel": "CHELP", "blocks": [SECTION]}, "no_text"),
    ("no channel", "chat.postMessage", {"text": "Hello"}, "invalid_arguments"),
    ("a misspelt argument", "chat.postMessage", {**POST, "blokcs": []}, "invalid_arguments"),
    ("a channel by name", "chat.postMessage", {**POST, "channel": "#data-help"}, "channel_not_found"),
    ("too long", "chat.postMessage", {**POST, "text": "x" * 40_001}, "msg_too_long"),
    ("loose markup", "chat.postMessage", {**POST, "text": "<javascript:alert(1)|x>"}, "invalid_arguments"),
    ("no array of blocks", "chat.postMessage", {**POST, "blocks": {"type": "divider"}}, "invalid_blocks"),
    ("broken JSON", "chat.postMessage", {**POST, "blocks": "[{"}, "invalid_blocks_format"),
    (
        "too many words in blocks",
        "chat.postMessage",
        {**POST, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2_700}}] * 5},
        "msg_blocks_too_long",
    ),
    ("a thread that is none", "chat.postMessage", {**POST, "thread_ts": "1.1"}, "invalid_thread_ts"),
    (
        "half metadata",
        "chat.postMessage",
        {**POST, "metadata": {"event_type": "x"}},
        "invalid_metadata_format",
    ),
    ("to nobody", "chat.postEphemeral", {**POST, "user": "UBOSS"}, "user_not_in_channel"),
    ("to no person", "chat.postEphemeral", POST, "invalid_arguments"),
    ("a message that is gone", "chat.update", {**POST, "ts": "1.1"}, "message_not_found"),
    ("an update too long", "chat.update", {**POST, "text": "x" * 4_001, "ts": "said"}, "cant_update_message"),
    ("somebody else's", "chat.update", {**POST, "ts": "said"}, "cant_update_message"),
    ("not one's own", "chat.delete", {"channel": "CHELP", "ts": "said"}, "cant_delete_message"),
    ("deleted already", "chat.delete", {"channel": "CHELP", "ts": "1.1"}, "message_not_found"),
    ("odd kinds", "conversations.list", {"types": "clubs"}, "invalid_types"),
    ("no limit", "conversations.list", {"limit": 0}, "invalid_limit"),
    ("too high a limit", "users.list", {"limit": 1001}, "invalid_limit"),
    ("a made-up cursor", "users.list", {"cursor": "abc"}, "invalid_cursor"),
    ("half a cursor", "users.list", {"cursor": "next:"}, "invalid_cursor"),
    ("a cursor that was changed", "users.list", {"cursor": "next:-1"}, "invalid_cursor"),
    ("no number", "users.list", {"limit": "many"}, "invalid_arguments"),
    ("a lost channel", "conversations.info", {"channel": "CLOST"}, "channel_not_found"),
    ("a lost thread", "conversations.replies", {"channel": "CHELP", "ts": "1.1"}, "thread_not_found"),
    ("a broken time", "conversations.history", {"channel": "CHELP", "oldest": "noon"}, "invalid_ts_oldest"),
    ("neither", "conversations.open", {}, "users_list_not_supplied"),
    ("a channel", "conversations.open", {"channel": "CHELP"}, "method_not_supported_for_channel_type"),
    ("both", "conversations.open", {"users": "UNIA", "channel": "DNIA"}, "invalid_arguments"),
    ("with nobody", "conversations.open", {"users": "UBOSS"}, "user_not_found"),
    ("with a bot", "conversations.open", {"users": "USLACKBOT"}, "cannot_dm_bot"),
    ("to a bot", "chat.postMessage", {**POST, "channel": "USLACKBOT"}, "cannot_dm_bot"),
    ("to itself", "chat.postMessage", {**POST, "channel": "UBOTTDATA"}, "cannot_dm_bot"),
    (
        "into a direct message",
        "conversations.join",
        {"channel": "DNIA"},
        "method_not_supported_for_channel_type",
    ),
    ("a stranger", "users.info", {"user": "UBOSS"}, "user_not_found"),
    ("no such group", "usergroups.users.list", {"usergroup": "SNONE"}, "no_such_subteam"),
    ("another team", "team.info", {"team": "TOTHER"}, "team_not_found"),
    ("another bot", "bots.info", {"bot": "BOTHER"}, "bot_not_found"),
    (
        "no message to react to",
        "reactions.add",
        {"channel": "CHELP", "name": "x", "timestamp": "1.1"},
        "message_not_found",
    ),
    (
        "five prompts",
        "assistant.threads.setSuggestedPrompts",
        {"channel_id": "DNIA", "prompts": [{"title": "a", "message": "b"}] * 5},
        "invalid_arguments",
    ),
    (
        "a status nowhere",
        "assistant.threads.setStatus",
        {"channel_id": "DNIA", "thread_ts": "1.1", "status": "x"},
        "invalid_thread_ts",
    ),
]


@pytest.mark.parametrize(
    ("method", "args", "error"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
async def test_a_call_that_slack_would_not_take_is_refused(
    play: Play, method: str, args: dict[str, Any], error: str
) -> None:
    said = await play.page("say", **{"as": "UNIA"}, channel="CHELP", text="hello")
    sent = {name: said["ts"] if value == "said" else value for name, value in args.items()}

    assert (await play.error(method, **sent))["error"] == error


async def test_invalid_blocks_come_with_the_rules_that_they_break(play: Play) -> None:
    refused = await play.error(
        "chat.postMessage", **POST, blocks=[{"type": "header", "text": {"type": "mrkdwn"}}]
    )

    assert refused["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0/text]" in refused["response_metadata"]["messages"][0]


async def test_the_app_posts_only_where_it_is_a_member(play: Play) -> None:
    play.workspace.channels["CHELP"].members.remove(play.workspace.bot)
    play.workspace.add_channel(Channel("CSECRET", "board", "private", members=["UADAM"]))

    assert (await play.error("chat.postMessage", **POST))["error"] == "not_in_channel"
    assert (await play.error("chat.postEphemeral", **POST, user="UNIA"))["error"] == "not_in_channel"
    assert (await play.error("conversations.history", channel="CHELP"))["error"] == "not_in_channel"
    assert (await play.error("chat.postMessage", channel="CSECRET", text="x"))["error"] == "channel_not_found"
    assert (await play.error("conversations.info", channel="CSECRET"))["error"] == "channel_not_found"
    await play.call("conversations.join", channel="CHELP")
    assert (await play.call("chat.postMessage", **POST))["ok"]


async def test_nothing_is_posted_in_an_archived_channel(play: Play) -> None:
    play.workspace.channels["CHELP"].archived = True

    assert (await play.error("chat.postMessage", **POST))["error"] == "is_archived"


async def test_a_post_is_stored_with_ids_in_its_blocks(play: Play) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    posted = await play.call(
        "chat.postMessage",
        **POST,
        blocks=[SECTION, {"type": "actions", "elements": [button]}],
        metadata={"event_type": "answer", "event_payload": {"key": "1"}},
    )

    stored = play.workspace.messages["CHELP"][posted["ts"]]
    assert posted["message"]["blocks"] == stored["blocks"]
    assert all(block["block_id"] for block in stored["blocks"])
    assert stored["blocks"][1]["elements"][0]["action_id"]
    assert stored["metadata"]["event_payload"] == {"key": "1"}


async def test_forms_and_json_and_addresses_are_read_alike(play: Play) -> None:
    token = play.workspace.credentials.bot_token
    blocks = '[{"type": "divider"}]'
    ways: list[dict[str, Any]] = [
        {"data": {"token": token, **POST, "blocks": blocks}},
        {"params": {**POST, "blocks": blocks}, "headers": {"authorization": f"Bearer {token}"}},
        {"json": {**POST, "blocks": [{"type": "divider"}]}, "headers": {"authorization": f"Bearer {token}"}},
    ]
    for way in ways:
        async with play.http.post(f"{play.url}/api/chat.postMessage", **way) as answer:
            assert (await answer.json())["ok"], way

    assert [len(each["blocks"]) for each in play.workspace.messages["CHELP"].values()] == [1, 1, 1]


async def test_a_token_within_json_is_not_seen(play: Play) -> None:
    sent = {"token": play.workspace.credentials.bot_token, **POST}

    async with play.http.post(f"{play.url}/api/chat.postMessage", json=sent) as answer:
        assert (await answer.json())["error"] == "not_authed"


async def test_a_method_that_only_reads_takes_no_json(play: Play) -> None:
    bearer = {"authorization": f"Bearer {play.workspace.credentials.bot_token}"}
    for method, args, missing in (
        ("conversations.replies", {"channel": "CHELP", "ts": "1.1"}, ["channel", "ts"]),
        ("users.info", {"user": "UNIA"}, ["user"]),
        ("users.list", {"limit": 2}, []),
        ("usergroups.list", {"include_users": True}, []),
    ):
        async with play.http.post(f"{play.url}/api/{method}", json=args, headers=bearer) as answer:
            refused = await answer.json()

        assert refused["error"] == "invalid_arguments", method
        assert refused["response_metadata"]["messages"] == [
            *(f"[ERROR] missing required field: {name}" for name in missing),
            "[ERROR] no such argument: JSON body",
        ]
        assert play.workspace.journal.calls(method)[-1].request == {"JSON body": args}
    assert set(METHODS) >= FORM_ONLY


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_json_that_is_no_object_is_refused(play: Play, body: str, error: str) -> None:
    token = play.workspace.credentials.bot_token
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    async with play.http.post(f"{play.url}/api/auth.test", data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == error


VIDEO = {
    "type": "video",
    "title": {"type": "plain_text", "text": "A talk"},
    "alt_text": "A talk",
    "thumbnail_url": "https://cdn.example.org/talk.png",
    "video_url": "https://films.example.com/talk",
}
NO_SCOPE = "Video validation failed: Bot scopes missing: [links.embed:write]"
NOT_OURS = "Video validation failed: Domain is not a valid unfurl domain claimed by your app"


async def test_a_video_needs_its_scope_and_a_domain_of_the_apps(play: Play) -> None:
    refused = await play.error("chat.postMessage", **POST, blocks=[SECTION, VIDEO])
    assert refused["error"] == "invalid_blocks"
    assert refused["errors"] == [f"{each} [json-pointer:/blocks/1]" for each in (NO_SCOPE, NOT_OURS)]
    home = {"user_id": "UNIA", "view": {"type": "home", "blocks": [VIDEO]}}
    refused = await play.error("views.publish", **home)
    assert refused["response_metadata"]["messages"] == [
        f"[ERROR] {each} [json-pointer:/view/blocks/0]" for each in (NO_SCOPE, NOT_OURS)
    ]

    play.workspace.granted.add("links.embed:write")
    for domain in ("ample.com", "example.org"):
        play.workspace.manifest = replace(play.workspace.manifest, unfurl_domains=(domain,))
        assert len((await play.error("chat.postMessage", **POST, blocks=[VIDEO]))["errors"]) == 1, domain
    play.workspace.manifest = replace(play.workspace.manifest, unfurl_domains=("example.com",))
    await play.call("views.publish", **home)
    await play.call("chat.postMessage", **POST, blocks=[VIDEO])


async def test_an_update_keeps_the_blocks_it_does_not_name(play: Play) -> None:
    posted = await play.call("chat.postMessage", **POST, blocks=[SECTION])
    where = {"channel": "CHELP", "ts": posted["ts"]}

    kept = await play.call("chat.update", **where, text="New")
    gone = await play.call("chat.update", **where, text="Newer", blocks=[])

    assert (kept["text"], len(kept["message"]["blocks"])) == ("New", 1)
    assert (gone["text"], "blocks" in gone["message"]) == ("Newer", False)
    assert (await play.error("chat.update", **where, text="x" * 4_001))["error"] == "msg_too_long"


async def test_a_persons_id_stands_for_their_direct_message(play: Play) -> None:
    posted = await play.call("chat.postMessage", channel="UNIA", text="Hello")

    assert posted["channel"] == "DNIA"


async def test_an_ephemeral_is_seen_by_one_and_remembered_by_no_history(play: Play) -> None:
    private = await play.call("chat.postEphemeral", **POST, user="UNIA")

    [shown] = await play.shown("CHELP", "UNIA")
    assert (shown["ts"], shown["ephemeral"]) == (private["message_ts"], True)
    assert await play.shown("CHELP", "UANA") == []
    assert (await play.call("conversations.history", channel="CHELP"))["messages"] == []
    where = {"channel": "CHELP", "ts": private["message_ts"]}
    assert (await play.error("chat.update", **where, text="x"))["error"] == "message_not_found"


async def test_history_is_paged_latest_first_and_leaves_replies_to_their_thread(play: Play) -> None:
    texts = [f"message {number}" for number in range(5)]
    stamps = [(await play.page("say", **{"as": "UNIA"}, channel="CHELP", text=text))["ts"] for text in texts]
    await play.page("say", **{"as": "UANA"}, channel="CHELP", text="reply", thread_ts=stamps[0])

    seen, cursor = [], ""
    for _ in range(3):
        got = await play.call("conversations.history", channel="CHELP", limit=2, cursor=cursor)
        seen += [message["text"] for message in got["messages"]]
        cursor = got["response_metadata"]["next_cursor"]

    assert seen == texts[::-1]
    assert not cursor
    thread = await play.call("conversations.replies", channel="CHELP", ts=stamps[0])
    assert [message["text"] for message in thread["messages"]] == ["message 0", "reply"]
    assert (thread["messages"][0]["reply_count"], thread["messages"][0]["reply_users"]) == (1, ["UANA"])
    since = await play.call("conversations.history", channel="CHELP", oldest=stamps[3])
    assert [message["text"] for message in since["messages"]] == ["message 4"]


async def test_metadata_is_read_back_only_with_its_scope(play: Play) -> None:
    await play.call("chat.postMessage", **POST, metadata={"event_type": "a", "event_payload": {}})
    for scopes, there in ((set(), False), ({"metadata.message:read"}, True)):
        play.workspace.granted |= scopes
        got = await play.call("conversations.history", channel="CHELP", include_all_metadata=True)
        assert ("metadata" in got["messages"][0]) is there


async def test_lists_are_paged_to_their_end(play: Play) -> None:
    for number in range(5):
        play.workspace.add_channel(Channel(f"CMORE{number}", f"more-{number}"))
    names, cursor = [], ""
    for _ in range(4):
        got = await play.call("conversations.list", limit=2, cursor=cursor)
        names += [channel["name"] for channel in got["channels"]]
        cursor = got["response_metadata"]["next_cursor"]

    assert names == ["general", "data-help", "onboarding", *(f"more-{number}" for number in range(5))]
    assert not cursor


async def test_a_page_may_be_short_or_empty_before_the_end(play: Play) -> None:
    for number in range(4):
        play.workspace.add_channel(Channel(f"COLD{number}", f"old-{number}", archived=number < 3))
    pages, cursor = [], "next:3"
    while cursor:
        got = await play.call("conversations.list", limit=2, cursor=cursor, exclude_archived=True)
        pages.append([channel["name"] for channel in got["channels"]])
        cursor = got["response_metadata"]["next_cursor"]

    assert pages == [[], ["old-3"]]


async def test_who_has_left_is_not_written_to(play: Play) -> None:
    play.workspace.people["UNIA"].deleted = True

    assert (await play.error("conversations.open", users="UNIA"))["error"] == "user_disabled"


async def test_an_app_without_its_messages_tab_writes_to_nobody(play: Play) -> None:
    play.workspace.manifest = replace(play.workspace.manifest, messages_tab=False)

    for channel in ("UNIA", "DNIA"):
        refused = await play.error("chat.postMessage", channel=channel, text="Hello")
        assert refused["error"] == "messages_tab_disabled"


async def test_people_and_groups_are_described(play: Play) -> None:
    nia = (await play.call("users.info", user="UNIA"))["user"]
    assert (nia["tz"], nia["tz_offset"], nia["is_admin"], nia["is_bot"]) == (
        "Europe/Prague",
        3600,
        False,
        False,
    )
    everybody = (await play.call("users.list"))["members"]
    assert {each["name"] for each in everybody if each["is_admin"]} == {"adam"}
    [group] = (await play.call("usergroups.list", include_users=True))["usergroups"]
    assert (group["handle"], group["users"]) == ("data-platform", ["UADAM"])
    assert (await play.call("usergroups.users.list", usergroup="SPLATFORM"))["users"] == ["UADAM"]
    play.workspace.paid = False
    assert (await play.error("usergroups.list"))["error"] == "paid_teams_only"


async def test_an_address_finds_its_person_and_is_told_only_to_who_may_know(play: Play) -> None:
    ana = (await play.call("users.lookupByEmail", email="Ana@Example.com"))["user"]
    assert (ana["id"], ana["profile"]["email"]) == ("UANA", "ana@example.com")
    assert (await play.error("users.lookupByEmail", email="ana"))["error"] == "users_not_found"
    assert (await play.error("users.lookupByEmail"))["error"] == "invalid_arguments"
    play.workspace.people["UANA"].deleted = True
    assert (await play.error("users.lookupByEmail", email="ana@example.com"))["error"] == "users_not_found"

    play.workspace.granted.discard("users:read.email")
    assert "email" not in (await play.call("users.info", user="UNIA"))["user"]["profile"]


async def test_a_group_message_is_opened_once(play: Play) -> None:
    first = await play.call("conversations.open", users="UNIA,UANA")
    again = await play.call("conversations.open", users="UANA,UNIA")

    assert first["channel"]["id"] == again["channel"]["id"]
    assert "already_open" not in first
    assert again["already_open"]


async def test_a_reaction_is_given_once(play: Play) -> None:
    ts = (await play.page("say", **{"as": "UNIA"}, channel="CHELP", text="hello"))["ts"]
    where = {"channel": "CHELP", "timestamp": ts, "name": "eyes"}

    await play.call("reactions.add", **where)

    assert (await play.error("reactions.add", **where))["error"] == "already_reacted"
    [shown] = await play.shown("CHELP")
    assert shown["reactions"] == [{"name": "eyes", "users": ["UBOTTDATA"], "count": 1}]


async def test_a_channel_takes_one_post_a_second_after_a_short_burst(play: Play) -> None:
    for _ in range(4):
        await play.call("chat.postMessage", **POST)

    async with play.http.post(
        f"{play.url}/api/chat.postMessage",
        json=POST,
        headers={"authorization": f"Bearer {play.workspace.credentials.bot_token}"},
    ) as answer:
        assert (answer.status, answer.headers["retry-after"]) == (429, "1")
        assert (await answer.json())["error"] == "ratelimited"
    assert (await play.call("chat.postMessage", channel="CGENERAL", text="elsewhere"))["ok"]
    await play.workspace.clock.advance(1)
    assert (await play.call("chat.postMessage", **POST))["ok"]
    assert (await play.error("chat.postMessage", **POST))["error"] == "ratelimited"


async def test_a_tier_says_when_to_come_back(play: Play) -> None:
    for _ in range(20):
        await play.call("users.list")

    with pytest.raises(SlackApiError) as refused:
        await play.client.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["retry-after"] == "3"
    await play.workspace.clock.advance(3)
    assert (await play.call("users.list"))["ok"]


async def test_a_status_ends_with_the_answer_or_after_two_minutes(play: Play) -> None:
    ts = (await play.page("say", **{"as": "UNIA"}, channel="DNIA", text="hello"))["ts"]
    status = {"channel_id": "DNIA", "thread_ts": ts, "status": "is looking"}

    await play.call("assistant.threads.setStatus", **status)
    assert (await play.state())["status"] == [{"channel": "DNIA", "thread_ts": ts, "text": "is looking"}]
    await play.call("chat.postMessage", channel="DNIA", text="Found", thread_ts=ts)
    assert (await play.state())["status"] == []
    await play.call("assistant.threads.setStatus", **status)
    await play.workspace.clock.advance(121)
    assert (await play.state())["status"] == []


async def test_prompts_are_shown_in_their_direct_message(play: Play) -> None:
    prompts = [{"title": "Roles", "message": "Which roles are there?"}]

    await play.call("assistant.threads.setSuggestedPrompts", channel_id="DNIA", prompts=prompts)

    assert (await play.state())["prompts"][0]["prompts"] == prompts
    assert (await play.state("UANA"))["prompts"] == []


async def test_an_installation_is_exchanged_once_for_a_token(play: Play) -> None:
    known, code = play.workspace.credentials, play.workspace.install("UADAM")

    async def exchange(secret: str) -> dict[str, Any]:
        basic = {"authorization": aiohttp.encode_basic_auth(known.client_id, secret)}
        address = f"{play.url}/api/oauth.v2.access"
        async with play.http.post(address, data={"code": code}, headers=basic) as answer:
            return dict(await answer.json())

    assert (await exchange("guess"))["error"] == "bad_client_secret"
    granted = await exchange(known.client_secret)
    assert (granted["access_token"], granted["team"]["id"]) == (known.bot_token, "TDATA")
    assert granted["authed_user"]["id"] == "UADAM"
    assert (await exchange(known.client_secret))["error"] == "invalid_code"


async def test_the_code_of_an_installation_is_good_for_ten_minutes(play: Play) -> None:
    known, code = play.workspace.credentials, play.workspace.install("UADAM")
    await play.workspace.clock.advance(601)
    sent = {"code": code, "client_id": known.client_id, "client_secret": known.client_secret}
    async with play.http.post(f"{play.url}/api/oauth.v2.access", data=sent) as answer:
        assert (await answer.json())["error"] == "invalid_code"


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("client_id=another&scope=chat:write", "invalid_client_id"),
        ("client_id=playground.client&scope=admin", "invalid_scope"),
        ("client_id=playground.client&scope=", "invalid_scope"),
        ("client_id=playground.client&scope=chat:write&user_scope=search:read", "invalid_scope"),
        ("client_id=playground.client&scope=chat:write&color=red", "invalid_arguments: color"),
        ("client_id=playground.client&scope=chat:write", "bad_redirect_uri: the app has none"),
        ("client_id=playground.client&scope=chat:write&team=TX", "invalid_team_for_non_distributed_app"),
    ],
)
async def test_slack_shows_its_own_page_where_an_installation_asks_wrongly(
    play: Play, asked: str, refused: str
) -> None:
    async with play.http.get(f"{play.url}/oauth/v2/authorize?{asked}") as answer:
        assert (answer.status, await answer.text()) == (400, refused)


FAULTS = [("rate_limit", 429), ("server_error", 500)]


@pytest.mark.parametrize(("fault", "status"), FAULTS)
async def test_a_fault_hits_as_many_calls_as_asked(play: Play, fault: str, status: int) -> None:
    play.workspace.faults.set({fault: 1, "method": "chat.postMessage"})
    assert (await play.call("auth.test"))["ok"]

    with pytest.raises(SlackApiError) as refused:
        await play.client.chat_postMessage(**POST)  # type: ignore[arg-type]

    assert refused.value.response.status_code == status
    assert play.workspace.messages["CHELP"] == {}
    assert (await play.call("chat.postMessage", **POST))["ok"]
    assert [entry.fault for entry in play.workspace.calls("chat.postMessage")] == [fault, ""]


async def test_a_post_whose_answer_is_lost_is_stored_all_the_same(play: Play) -> None:
    play.workspace.faults.set({"lose_answer": 1})

    with pytest.raises(aiohttp.ClientError):
        await play.client.chat_postMessage(**POST)  # type: ignore[arg-type]

    assert len(play.workspace.messages["CHELP"]) == 1


async def test_a_malformed_answer_is_no_json(play: Play) -> None:
    play.workspace.faults.set({"malformed_answer": 1})
    headers = {"authorization": f"Bearer {play.workspace.credentials.bot_token}"}

    async with play.http.post(f"{play.url}/api/auth.test", headers=headers) as answer:
        assert answer.status == 200
        with pytest.raises(ValueError, match="Expecting"):
            await answer.json()


async def test_a_page_may_come_in_place_of_an_answer(play: Play) -> None:
    play.workspace.faults.set({"page_answer": 1})
    headers = {"authorization": f"Bearer {play.workspace.credentials.bot_token}"}

    async with play.http.post(f"{play.url}/api/chat.postMessage", headers=headers, data=POST) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")

    assert len(play.workspace.messages["CHELP"]) == 1


async def test_a_slow_network_holds_calls_up_in_simulated_time(play: Play) -> None:
    play.workspace.faults.set({"slow_ms": 2000})
    call = asyncio.ensure_future(play.call("auth.test"))
    await play.workspace.feed.until(lambda: play.workspace.clock.parked)
    assert not call.done()

    await play.workspace.clock.advance(2)

    assert (await call)["ok"]


async def test_two_workspaces_are_told_apart_by_their_tokens() -> None:
    from playground_app import App, fresh, served

    first, second = fresh(), fresh(team="TDATA2", name="Elsewhere")
    async with served(first, App(), also=[second]) as url, aiohttp.ClientSession() as http:
        client = AsyncWebClient(second.credentials.bot_token, base_url=f"{url}/api/", session=http)
        assert (await client.auth_test())["team_id"] == "TDATA2"
        assert (await client.chat_postMessage(channel="CHELP2", text="Hi"))["channel"] == "CHELP2"
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.chat_postMessage(channel="CHELP", text="Hi")
    assert first.messages["CHELP"] == {}
    assert MANIFEST["display_information"]["name"] == second.manifest.name
