"""What the page is given: the state, the stream, the panel and the inspector; and who may ask for it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pages import PAGES, rows
from playground_app import START, Play, playing
from yarl import URL

from bot.playground.assets import join_scripts
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.feed import KEPT
from bot.playground.people import Channel
from bot.playground.talking import say


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


async def test_the_state_is_what_one_person_sees(play: Play) -> None:
    play.workspace.add_channel(Channel("CSECRET", "board", "private", members=["UADAM"]))

    nia, adam = await play.state("UNIA"), await play.state("UADAM")

    assert (nia["me"], nia["time"], nia["team"]["name"]) == ("UNIA", START, "Datahaus")
    assert [each["name"] for each in nia["people"]] == ["nia", "ana", "adam", "rolecall", "slackbot"]
    assert {each["id"] for each in nia["channels"]} == {"CGENERAL", "CHELP", "CONBOARDING", "DNIA"}
    assert "CSECRET" in {each["id"] for each in adam["channels"]}
    assert [each["command"] for each in nia["app"]["commands"]] == ["/role", "/raw"]
    assert [each["callback_id"] for each in nia["app"]["shortcuts"]] == ["find", "owns"]
    assert next(each["with"] for each in nia["channels"] if each["id"] == "DNIA") == nia["app"]["user"]


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("@rolecall who?", "<@UBOTTDATA> who?"),
        ("ask @Ana, please", "ask <@UANA>, please"),
        ("in #data-help.", "in <#CHELP|>."),
        ("@data-platform @here", "<!subteam^SPLATFORM|@data-platform> <!here>"),
        ("<script>alert('&')</script>", "&lt;script&gt;alert('&amp;')&lt;/script&gt;"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("nobody@example.com and @nobody #nowhere", "nobody@example.com and @nobody #nowhere"),
        ("<!channel> <javascript:alert(1)|x>", "&lt;!channel&gt; &lt;javascript:alert(1)|x&gt;"),
    ],
)
async def test_what_is_typed_is_sent_as_slacks_composer_sends_it(play: Play, typed: str, wire: str) -> None:
    await play.page("say", **{"as": "UNIA"}, channel="CHELP", text=typed)

    assert (await play.shown("CHELP"))[-1]["text"] == wire


async def test_unread_marks_are_each_persons_own(play: Play) -> None:
    say(play.workspace, "UNIA", "CHELP", "hello @ana")
    reply = say(play.workspace, "UNIA", "CHELP", "hello all")["ts"]
    say(play.workspace, "UNIA", "CHELP", "in the thread", reply)

    async def marks(viewer: str) -> tuple[int, int]:
        channels = {each["id"]: each for each in (await play.state(viewer))["channels"]}
        return channels["CHELP"]["unread"], channels["CHELP"]["mentions"]

    assert await marks("UNIA") == (0, 0)
    assert await marks("UANA") == (2, 1)
    await play.page("read", **{"as": "UANA"}, channel="CHELP")
    assert await marks("UANA") == (0, 0)
    assert await marks("UADAM") == (2, 0)


REFUSED = [
    ("say", {"channel": "CLOST", "text": "x"}, "channel_not_found"),
    ("say", {"channel": "DANA", "text": "x"}, "channel_not_found"),
    ("say", {"channel": "CHELP", "text": " "}, "no_text"),
    ("say", {"channel": "CHELP", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
    ("say", {"channel": "CHELP", "text": "x", "as": "UBOTTDATA"}, "user_not_found"),
    ("say", {"channel": "CHELP", "text": "x", "as": "UBOSS"}, "user_not_found"),
    ("edit", {"channel": "CHELP", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("delete", {"channel": "CHELP", "ts": "1.1"}, "message_not_found"),
    ("react", {"channel": "CHELP", "ts": "1.1", "name": "eyes"}, "message_not_found"),
    ("join", {"channel": "DNIA"}, "method_not_supported"),
    ("open-dm", {"user": "UBOSS"}, "user_not_found"),
    ("act", {"do": "dance", "on": {}}, "invalid_arguments"),
    ("act", {"do": "dismiss", "on": {"ts": "1.1"}}, "message_not_found"),
    ("faults", {"earthquake": 1}, "invalid_arguments"),
    ("faults", {"slow_ms": "much"}, "invalid_arguments"),
    ("faults", {"mention_order": "random"}, "invalid_arguments"),
    ("say", {"channel": "CHELP"}, "malformed"),
    ("sing", {}, "unknown_request"),
]


@pytest.mark.parametrize(("deed", "body", "error"), REFUSED)
async def test_what_cannot_be_done_is_said(play: Play, deed: str, body: dict[str, Any], error: str) -> None:
    refused = await play.page(deed, **{"as": "UNIA", **body})

    assert (refused["ok"], refused["error"]) == (False, error)
    assert refused["message"]


async def test_somebody_who_left_a_channel_joins_before_they_speak(play: Play) -> None:
    nia = {"as": "UNIA", "channel": "CHELP"}
    assert (await play.page("leave", **nia))["ok"]
    assert (await play.page("say", **nia, text="hello"))["error"] == "not_in_channel"
    assert (await play.page("join", **nia))["ok"]
    assert (await play.page("say", **nia, text="hello"))["ok"]


async def test_the_bot_is_invited_by_hand(play: Play) -> None:
    play.workspace.add_channel(Channel("CNEW", "new", members=["UNIA"]))

    invited = await play.page("invite", **{"as": "UNIA"}, channel="CNEW", user=play.workspace.bot)
    await play.workspace.settled()

    assert invited["ok"]
    [event] = play.app.events
    assert (event["type"], event["user"], event["inviter"]) == (
        "member_joined_channel",
        play.workspace.bot,
        "UNIA",
    )


async def test_people_write_to_each_other_without_the_app(play: Play) -> None:
    channel = (await play.page("open-dm", **{"as": "UNIA"}, user="UANA"))["channel"]
    await play.page("say", **{"as": "UNIA"}, channel=channel, text="hello")
    await play.workspace.settled()

    assert [each["text"] for each in await play.shown(channel, "UANA")] == ["hello"]
    assert channel not in (await play.state("UADAM"))["messages"]
    assert play.app.events == []


class Stream:
    """A reader of the stream."""

    def __init__(self, lines: Any) -> None:
        self._lines = lines
        self.last = 0

    async def next(self, event: str) -> Any:
        """Return the data of the next change of that name."""
        async with asyncio.timeout(5):
            name = ""
            async for raw in self._lines:
                line = raw.decode().rstrip("\n")
                if line.startswith("id: "):
                    self.last = int(line[4:])
                elif line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: ") and name == event:
                    return json.loads(line[6:])
        raise AssertionError("the stream ended")


async def test_the_stream_tells_each_person_what_they_may_see(play: Play) -> None:
    async def read(viewer: str) -> Any:
        return play.http.get(f"{play.url}/page-api/stream", params={"as": viewer, "after": "0"})

    async with await read("UNIA") as hers, await read("UANA") as other:
        await play.call("chat.postEphemeral", channel="CHELP", user="UNIA", text="for Nia")
        await play.call("chat.postMessage", channel="CHELP", text="for all")

        assert hers.content_type == "text/event-stream"
        assert (await Stream(hers.content).next("message"))["text"] == "for Nia"
        assert (await Stream(other.content).next("message"))["text"] == "for all"


async def test_a_reader_who_comes_back_misses_nothing(play: Play) -> None:
    address = f"{play.url}/page-api/stream?as=UNIA"
    async with play.http.get(f"{address}&after=0") as answer:
        stream = Stream(answer.content)
        await play.call("chat.postMessage", channel="CHELP", text="one")
        assert (await stream.next("message"))["text"] == "one"
    await play.call("chat.postMessage", channel="CHELP", text="two")

    async with play.http.get(address, headers={"last-event-id": str(stream.last)}) as answer:
        assert (await Stream(answer.content).next("message"))["text"] == "two"


async def test_a_reader_who_is_too_far_behind_begins_anew(play: Play) -> None:
    for number in range(KEPT + 2):
        play.workspace.feed.publish("busy", {"count": number})

    async with play.http.get(f"{play.url}/page-api/stream?as=UNIA&after=1") as answer:
        assert await Stream(answer.content).next("reset") == {}


async def test_the_panel_sets_faults_and_everybody_sees_them(play: Play) -> None:
    answer = await play.page("faults", server_error=2, method="auth.test", mention_order="message")

    assert answer["faults"]["server_error"] == 2
    assert (await play.state())["faults"] == answer["faults"]
    assert (await play.page("faults"))["faults"] == answer["faults"]
    assert (await play.error("auth.test"))["error"] == "internal_error"
    assert (await play.page("faults"))["faults"]["server_error"] == 1


async def test_the_inspector_shows_both_directions(play: Play) -> None:
    say(play.workspace, "UNIA", "DNIA", "hello")
    await play.workspace.settled()
    await play.call("chat.postMessage", channel="DNIA", text="Hello.")
    await play.workspace.settled()

    async with play.http.get(f"{play.url}/page-api/inspector") as answer:
        shown = await answer.json()

    told, called, *_ = shown["entries"]
    assert (told["direction"], told["what"], told["status"]) == ("to_app", "event message", 200)
    assert told["request"]["event"]["text"] == "hello"
    assert (called["direction"], called["what"]) == ("from_app", "chat.postMessage")
    assert (called["request"], called["answer"]["ok"]) == ({"channel": "DNIA", "text": "Hello."}, True)
    assert "xoxb" not in json.dumps(shown)
    async with play.http.get(f"{play.url}/page-api/inspector?after={shown['last']}") as answer:
        assert (await answer.json())["entries"] == []


async def test_the_inspector_says_why_if_somebody_can_tell(play: Play) -> None:
    play.workspace.explain = lambda question: {"read": question.upper()}
    say(play.workspace, "UNIA", "CHELP", "@rolecall who?")
    await play.page("command", **{"as": "UNIA"}, channel="CHELP", text="/role list")
    await play.call("chat.postMessage", channel="CHELP", text="The bot's own")
    await play.workspace.settled()

    readings = [entry.reading for entry in play.workspace.deliveries()]
    assert readings == [{"read": "WHO?"}, {"read": "WHO?"}, {"read": "LIST"}, None]


async def test_the_inspector_shows_what_forms_carry_as_text(play: Play) -> None:
    data = {"token": play.workspace.credentials.bot_token, "channel": "CHELP", "text": "[x]", "blocks": "[]"}
    async with play.http.post(f"{play.url}/api/chat.postMessage", data=data) as answer:
        assert (await answer.json())["ok"]

    [entry] = play.workspace.calls()
    assert entry.request == {"channel": "CHELP", "text": "[x]", "blocks": []}


@pytest.mark.parametrize(("name", "kind"), [("page.js", "text/javascript"), ("page.css", "text/css")])
@pytest.mark.parametrize("packing", ["gzip", "identity"])
async def test_the_parts_of_the_page_are_kept_until_they_change(
    play: Play, name: str, kind: str, packing: str
) -> None:
    async with play.http.get(play.url) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert answer.headers["cache-control"] == "no-cache"
        [part] = re.findall(rf'"(/page/\w+/{name})"', await answer.text())
    async with play.http.get(play.url + part, headers={"accept-encoding": packing}) as answer:
        assert (answer.status, answer.content_type) == (200, kind)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers.get("content-encoding", "identity") == packing
        assert "channel" in await answer.text()


async def test_the_page_brings_along_what_it_shows_first(play: Play) -> None:
    say(play.workspace, "UNIA", "CHELP", "</script><!-- hello")
    await play.workspace.settled()
    async with play.http.get(play.url) as answer:
        [brought] = re.findall(
            r'<script id="state" type="application/json">(.*)</script>', await answer.text()
        )

    state = await play.state("UNIA")
    assert json.loads(brought) == {key: value for key, value in state.items() if key != "ok"}
    assert "<" not in brought


async def test_what_the_documentation_asks_of_it_is_done(play: Play) -> None:
    [page] = [each for each in PAGES if each.name == "playground.md"]
    text = page.read_text("utf-8")
    asked = re.findall(r"-d '(.+)' http://127\.0\.0\.1:3000/page-api/([a-z]+)", text)
    assert {deed for _, deed in asked} == {"faults", "clock"}
    for body, deed in asked:
        assert (await play.page(deed, **json.loads(body)))["ok"]

    assert play.workspace.faults.lose_answer == 1
    assert play.workspace.clock.now() == START + 86_400
    assert {row[0].strip("`") for row in rows(page, "fault")} == set(Faults().as_json())


def script(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_scripts_are_joined_each_once_and_those_imported_first(tmp_path: Path) -> None:
    script(tmp_path, "parts/b.js", 'import { c } from "../c.js";\nexport const b = `${c()}b`;\n')
    script(tmp_path, "c.js", "let n = 0;\nexport function c() { return `c${++n}`; }\n")
    first = script(
        tmp_path, "a.js", 'import { b } from "./parts/b.js";\nimport { c } from "./c.js";\nlog(b, c());\n'
    )

    joined = join_scripts(first)

    assert [joined.count(name) for name in ("$c = ", "$parts_b = ")] == [1, 1]
    assert joined.index("$c = ") < joined.index("$parts_b = ") < joined.index("log(")
    assert "import" not in joined
    assert "export" not in joined


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('import { a } from "./a.js";\n', "a.js"),
        ('import * as b from "./b.js";\n', "import \\* as b"),
        ('import { x as y } from "./b.js";\n', "x as y"),
        ("export default 1;\n", "export default"),
        ('const b = await import("./b.js");\n', "await import"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, text: str, said: str) -> None:
    script(tmp_path, "b.js", text)
    first = script(tmp_path, "a.js", 'import { b } from "./b.js";\n')

    with pytest.raises(ValueError, match=said):
        join_scripts(first)


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/app.js", "/page/0/page.js"]
)
async def test_nothing_beside_the_page_is_served(play: Play, path: str) -> None:
    async with play.http.get(URL(play.url + path, encoded=True)) as answer:
        assert answer.status == 404


GUARDED = [
    ("another name", {"host": "rebound.example.com"}, 403),
    ("another name with our port", {"host": "rebound.example.com:3000"}, 403),
    ("localhost", {"host": "localhost:3000"}, 200),
    ("another site", {"sec-fetch-site": "cross-site"}, 403),
    ("another origin", {"origin": "https://example.com"}, 403),
    ("no JSON", {"content-type": "text/plain"}, 403),
    ("the page itself", {"sec-fetch-site": "same-origin"}, 200),
]


@pytest.mark.parametrize(("headers", "status"), [row[1:] for row in GUARDED], ids=[row[0] for row in GUARDED])
async def test_what_other_sites_send_is_refused(play: Play, headers: dict[str, str], status: int) -> None:
    sent = {"content-type": "application/json", **headers}
    body = json.dumps({"as": "UNIA", "channel": "CHELP", "text": "hello"})

    async with play.http.post(f"{play.url}/page-api/say", data=body, headers=sent) as answer:
        assert answer.status == status

    assert len(await play.shown("CHELP")) == (1 if status == 200 else 0)


async def test_other_sites_read_nothing(play: Play) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"host": "example.com"}):
        async with play.http.get(f"{play.url}/page-api/state", headers=headers) as answer:
            assert answer.status == 403


async def test_other_sites_post_nowhere_but_may_link_here(play: Play) -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    for path in ("/api/auth.test", "/hook/TDATA/x", "/upload/TDATA/x"):
        async with play.http.post(play.url + path, headers=foreign) as answer:
            assert answer.status == 403
    async with play.http.get(play.url, headers=foreign) as answer:
        assert answer.status == 200


async def test_what_is_no_number_is_taken_for_the_beginning(play: Play) -> None:
    async with play.http.get(f"{play.url}/page-api/inspector?after=x&limit=-1") as answer:
        assert (answer.status, (await answer.json())["entries"]) == (200, [])


async def test_more_is_counted_than_kept(play: Play) -> None:
    for _ in range(1_100):
        play.workspace.journal.open(START, "from_app", "auth.test", {})

    assert len(play.workspace.calls()) == 1_000
    assert play.workspace.journal.counted["auth.test"] == 1_100


async def test_every_answer_carries_the_rules_for_the_browser(play: Play) -> None:
    for path in ("/page-api/state", "/nowhere", "/api/auth.test"):
        async with play.http.get(play.url + path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "access-control-allow-origin" not in answer.headers


async def test_a_running_clock_can_jump() -> None:
    clock = Clock()
    woken: list[str] = []

    async def wait(seconds: float, name: str) -> None:
        await clock.sleep(seconds)
        woken.append(name)

    tasks = [asyncio.ensure_future(wait(seconds, name)) for seconds, name in ((7200, "b"), (3600, "a"))]
    soon = asyncio.ensure_future(wait(0.01, "soon"))
    await asyncio.wait_for(soon, 5)
    before = clock.now()
    await clock.advance(3600)
    assert woken == ["soon", "a"]
    await clock.advance(3600)
    await asyncio.gather(*tasks)
    assert woken == ["soon", "a", "b"]
    assert clock.now() - before >= 7200
