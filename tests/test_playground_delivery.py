"""What the app is told: signed, in time or again, each mention twice, and only what it subscribed to."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from typing import Any

import aiohttp
import pytest
from playground_app import MANIFEST, App, Play, fresh, never, payload, playing, served
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.events import announce
from bot.playground.people import Channel
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.talking import delete, edit, join, leave, open_home, react, say, uninstall


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served_:
        yield served_


def kinds(play: Play) -> list[str]:
    return [event["type"] for event in play.app.events]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("app_mention", ["app_mention", "message"]), ("message", ["message", "app_mention"])],
)
async def test_a_mention_arrives_twice_under_two_ids_in_either_order(
    play: Play, order: str, expected: list[str]
) -> None:
    play.workspace.faults.set({"mention_order": order})

    said = say(play.workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
    await play.workspace.settled()

    assert kinds(play) == expected
    assert len({told["event_id"] for told in play.app.payloads}) == 2
    assert {event["ts"] for event in play.app.events} == {said["ts"]}
    assert {event["text"] for event in play.app.events} == {"<@UBOTTDATA> who owns data quality?"}
    assert play.app.payloads[0]["event_time"] == int(play.workspace.clock.now())


async def test_every_delivery_is_signed(play: Play) -> None:
    say(play.workspace, "UNIA", "DNIA", "hello & goodbye")
    await play.page("command", **{"as": "UNIA"}, channel="CHELP", text="/role list")
    await play.workspace.settled()

    verifier = SignatureVerifier(play.workspace.credentials.signing_secret)
    assert [headers["content-type"] for headers, _ in play.app.told] == [
        "application/json",
        "application/x-www-form-urlencoded",
    ]
    for headers, body in play.app.told:
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b" ", headers)


async def test_a_direct_message_is_a_message_and_no_mention(play: Play) -> None:
    say(play.workspace, "UNIA", "DNIA", "@rolecall hello")
    await play.workspace.settled()

    [event] = play.app.events
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "DNIA")


async def test_the_app_hears_its_own_messages_as_a_bots(play: Play) -> None:
    await play.call("chat.postMessage", channel="CHELP", text="<@UBOTTDATA> says hello")
    await play.workspace.settled()

    [event] = play.app.events
    assert (event["type"], event["bot_id"], event["user"]) == ("message", "BTDATA", "UBOTTDATA")


async def test_a_channel_without_the_bot_is_silent_and_says_so_to_whoever_mentions_it(play: Play) -> None:
    play.workspace.channels["CHELP"].members.remove(play.workspace.bot)

    say(play.workspace, "UNIA", "CHELP", "@rolecall hello")
    await play.workspace.settled()

    assert play.app.events == []
    assert "not in this channel" in (await play.shown("CHELP"))[-1]["text"]
    assert len(await play.shown("CHELP", "UANA")) == 1


async def test_private_channels_and_group_messages_have_their_own_kinds(play: Play) -> None:
    members = ["UNIA", play.workspace.bot]
    play.workspace.add_channel(Channel("CPRIVATE", "quiet", "private", members=members))
    group = play.workspace.direct("UNIA", "UANA", play.workspace.bot)

    for channel in ("CPRIVATE", group.id):
        say(play.workspace, "UNIA", channel, "hello")
    await play.workspace.settled()

    assert [event["channel_type"] for event in play.app.events] == ["group", "mpim"]


async def test_an_event_needs_its_subscription_and_its_scope() -> None:
    manifest = deepcopy(MANIFEST)
    manifest["settings"]["event_subscriptions"]["bot_events"].remove("app_mention")
    async with playing(manifest=manifest) as play:
        say(play.workspace, "UNIA", "CHELP", "@rolecall hello")
        play.workspace.granted.discard("channels:history")
        say(play.workspace, "UNIA", "CHELP", "@rolecall hello again")
        await play.workspace.settled()

        assert kinds(play) == ["message"]


async def test_an_uninstalled_app_is_told_nothing_more(play: Play) -> None:
    uninstall(play.workspace)
    say(play.workspace, "UNIA", "CHELP", "@rolecall hello")
    await play.workspace.settled()

    assert sorted(kinds(play)) == ["app_uninstalled", "tokens_revoked"]


async def test_who_waits_for_an_app_that_never_answers_is_told_what_is_under_way(play: Play) -> None:
    """The clock stands still: the three seconds after which Slack would ask again never pass."""
    play.app.answer = never
    say(play.workspace, "UNIA", "DNIA", "hello")
    with pytest.raises(TimeoutError, match=r"event message \(not acknowledged\)"):
        await play.workspace.settled(patience=0.05)


async def test_people_who_edit_delete_react_join_and_leave_are_noticed(play: Play) -> None:
    workspace = play.workspace
    ts = say(workspace, "UNIA", "CHELP", "hello")["ts"]
    edit(workspace, "UNIA", "CHELP", ts, "hello again")
    react(workspace, "UANA", "CHELP", ts, "eyes")
    react(workspace, "UANA", "CHELP", ts, "eyes")
    delete(workspace, "UNIA", "CHELP", ts)
    leave(workspace, "UANA", "CHELP")
    join(workspace, "UANA", "CHELP", inviter="UADAM")
    open_home(workspace, "UNIA")
    await workspace.settled()

    told = {event.get("subtype") or event["type"]: event for event in play.app.events}
    assert list(told) == [
        "message",
        "message_changed",
        "reaction_added",
        "message_deleted",
        "member_joined_channel",
        "app_home_opened",
    ]
    assert told["message_changed"]["message"]["text"] == "hello again"
    assert told["message_changed"]["previous_message"]["text"] == "hello"
    assert told["message_deleted"]["deleted_ts"] == ts
    assert told["reaction_added"]["item"] == {"type": "message", "channel": "CHELP", "ts": ts}
    assert told["member_joined_channel"]["inviter"] == "UADAM"
    assert (told["app_home_opened"]["tab"], told["app_home_opened"]["channel"]) == ("home", "DNIA")


async def test_what_no_person_does_can_be_announced_too(play: Play) -> None:
    assert announce(play.workspace, {"type": "user_change", "user": {"id": "UNIA"}}) is None
    assert announce(play.workspace, {"type": "app_uninstalled"}) is not None


async def test_an_unacknowledged_event_comes_at_once_then_after_one_and_five_minutes(
    play: Play,
) -> None:
    play.app.answer = never
    workspace, clock = play.workspace, play.workspace.clock
    began = clock.now()

    say(workspace, "UNIA", "DNIA", "hello")
    await workspace.feed.until(lambda: play.app.told)
    arrivals = [clock.now() - began]
    for seconds in (3, 3 + 60, 3 + 300, 3, 1000):
        known = len(play.app.told)
        await clock.advance(seconds)
        if len(play.app.told) > known:
            arrivals.append(clock.now() - began)

    assert arrivals == [0, 3, 66, 369]
    marks = [
        (headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"))
        for headers, _ in play.app.told
    ]
    assert marks == [(None, None), *((str(number), "http_timeout") for number in (1, 2, 3))]
    assert len({told["event_id"] for told in play.app.payloads}) == 1
    assert [entry.retry for entry in workspace.deliveries("event")] == [0, 1, 2, 3]


async def test_an_event_answered_with_an_error_comes_again(play: Play) -> None:
    statuses = itertools.chain([500, 404], itertools.repeat(200))

    async def answer(_: dict[str, Any]) -> tuple[int, Any]:
        return next(statuses), None

    play.app.answer = answer
    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()
    assert len(play.app.told) == 2

    await play.workspace.clock.advance(60)
    await play.workspace.settled()
    await play.workspace.clock.advance(1000)

    assert [headers.get("x-slack-retry-reason") for headers, _ in play.app.told] == [
        None,
        "http_error",
        "http_error",
    ]


async def test_an_app_that_fails_is_an_error_not_a_crash(play: Play) -> None:
    async def broken(_: dict[str, Any]) -> tuple[int, Any]:
        raise RuntimeError("broken")

    play.app.answer = broken
    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()

    assert [entry.status for entry in play.workspace.deliveries()] == [500, 500]


async def test_an_app_that_works_on_after_its_answer_is_let_work(play: Play) -> None:
    done: list[str] = []

    class Slow(App):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await super().__call__(scope, receive, send)
            await asyncio.sleep(0)
            done.append(payload(*self.told[-1])["event"]["text"])

    async with _connected(Slow()) as (workspace, _):
        say(workspace, "UNIA", "DNIA", "hello")
        await workspace.settled()
        await workspace.feed.until(lambda: done)
        assert [entry.status for entry in workspace.deliveries()] == [200]


async def test_a_header_stops_the_retries(play: Play) -> None:
    told: list[str] = []

    async def refuse(request: Request) -> Response:
        told.append((await request.json())["event_id"])
        return Response(status_code=500, headers={"x-slack-no-retry": "1"})

    app = Starlette(routes=[Route("/slack/events", refuse, methods=["POST"])])
    async with _connected(app) as (workspace, _):
        say(workspace, "UNIA", "DNIA", "hello")
        await workspace.settled()
        await workspace.clock.advance(1000)
        assert len(told) == 1


@asynccontextmanager
async def _connected(app: Any) -> AsyncIterator[Any]:
    workspace = fresh()
    async with served(workspace, app) as url:
        yield workspace, url


async def test_an_app_is_started_once_the_web_api_is_there_and_ended_before_it_goes() -> None:
    seen: list[str] = []
    listener = listen()

    async def ask() -> None:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{address(listener)}/api/api.none") as answer,
        ):
            seen.append((await answer.json())["error"])

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await ask()
        yield
        await ask()

    app = Starlette(lifespan=lifespan)
    async with serving(build_playground(fresh(), app), listener):
        assert seen == ["unknown_method"]
    assert seen == ["unknown_method"] * 2


async def test_an_app_that_does_not_start_is_told_of() -> None:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        raise RuntimeError("no settings")
        yield

    with pytest.raises(RuntimeError, match="did not start"):
        async with served(fresh(), Starlette(lifespan=lifespan)):
            pass


async def test_an_app_elsewhere_is_reached_by_its_address() -> None:
    app, listener = App(), listen()

    async def events(request: Request) -> Response:
        app.told.append((dict(request.headers), await request.body()))
        return Response()

    elsewhere = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    elsewhere.state.workspaces, elsewhere.state.app = (), None
    async with serving(elsewhere, listener) as there, _connected(f"{there}/slack/events") as (workspace, _):
        say(workspace, "UNIA", "DNIA", "hello")
        await workspace.settled()
    assert [event["text"] for event in app.events] == ["hello"]


async def test_an_app_that_is_not_there_is_tried_again() -> None:
    listener = listen()
    nowhere = address(listener)
    listener.close()
    async with _connected(f"{nowhere}/slack/events") as (workspace, _):
        say(workspace, "UNIA", "DNIA", "hello")
        await workspace.settled()

        assert [entry.status for entry in workspace.deliveries()] == [0, 0]
        await workspace.clock.advance(60)
        await workspace.settled()
        assert len(workspace.deliveries()) == 3
        assert workspace.deliveries()[-1].headers["x-slack-retry-reason"] == "connection_failed"


async def test_a_lost_acknowledgement_makes_slack_deliver_again(play: Play) -> None:
    play.workspace.faults.set({"lose_ack": 1})

    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()

    assert len({told["event_id"] for told in play.app.payloads}) == 1
    assert [entry.fault for entry in play.workspace.deliveries()] == ["lose_ack", ""]
    assert play.app.told[1][0]["x-slack-retry-num"] == "1"


async def test_a_duplicate_is_delivered_without_a_mark(play: Play) -> None:
    play.workspace.faults.set({"duplicate": 1})

    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()

    assert [headers.get("x-slack-retry-num") for headers, _ in play.app.told] == [None, None]
    assert len({told["event_id"] for told in play.app.payloads}) == 1


async def test_a_slow_network_holds_deliveries_up_in_simulated_time(play: Play) -> None:
    play.workspace.faults.set({"slow_ms": 2000})

    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()
    assert play.app.told == []
    await play.workspace.clock.advance(2)
    await play.workspace.settled()

    assert len(play.app.told) == 1


async def test_the_request_url_is_verified_with_a_challenge(play: Play) -> None:
    async def answer(told: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"challenge": told["challenge"]}

    play.app.answer = answer
    reply = await play.workspace.courier.verify_url()

    assert reply.json() == {"challenge": play.app.payloads[0]["challenge"]}
    assert play.app.payloads[0]["type"] == "url_verification"


async def test_nothing_is_counted_away(play: Play) -> None:
    """What the app does twice stands there twice."""
    for _ in range(2):
        await play.call("chat.postMessage", channel="CHELP", text="the same")

    assert [message["text"] for message in await play.shown("CHELP")] == ["the same", "the same"]
    assert len(play.workspace.calls("chat.postMessage")) == 2
