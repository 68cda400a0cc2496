"""A steward hands over a file in Slack, sees what it would change, and takes it over in one press."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr
from served_app import Served, labels, served
from test_app_directory import asked, hand_in, opened, told, typed
from test_app_serving import get

from bot.delivery.downloading import MayNotRead, TooLarge, download
from bot.playground.blocks import problems
from bot.playground.handing import MOST_BYTES, keep
from bot.playground.interaction import press_on_view
from bot.playground.talking import open_home
from bot.workspace.directory import WorkspaceId

HERE = WorkspaceId("TDATA")
CODEOWNERS = b"* @acme/data-platform\n/src/pay/ @acme/pay\n/src/pay/*.sql Ana@example.com\n"


async def handed(
    hall: Served, content: bytes, name: str = "CODEOWNERS", user: str = "UADAM", **filled: str
) -> dict[str, Any]:
    """Hand a file over; return what the modal says then."""
    form = await opened(hall, "import", user)
    assert problems(form["blocks"], "modal") == []
    file = keep(hall.workspace, user, name, content)
    return await hand_in(hall, form, user, file=[file.id], **filled)


async def answered(hall: Served, question: str) -> str:
    """Ask aloud; return the answer that all see."""
    await asked(hall, question)
    return str(hall.seen("CHELP")[-1]["text"])


def shown(hall: Served, channel: str = "DADAM") -> str:
    """Return the last direct message."""
    message = hall.seen(channel)[-1]
    assert problems(message.get("blocks", [])) == []
    return str(message["text"]) + str(message.get("blocks"))


async def test_a_file_is_shown_as_what_it_changes_and_taken_over_in_one_press(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        assert "direct message" in told(await handed(hall, CODEOWNERS, name="CODEOWNERS"))
        preview = hall.seen("DADAM")[-1]
        said = shown(hall)
        assert "CODEOWNERS: 3 added" in said
        assert "added: path src/pay: @acme/pay (CODEOWNERS:2)" in said
        assert "@acme/data-platform is Data platform, Ana@example.com is ana" in said.replace(" and ", ", ")
        assert "*Shown as text*\\n@acme/pay" in said
        assert "<@" not in said
        assert "@acme/pay" not in await answered(hall, "who owns src/pay/api.py?")

        await hall.press(preview, "Import", user="UADAM")
        assert "Taken over" in shown(hall)
        assert labels(hall.seen("DADAM")[-1]) == []
        answer = await answered(hall, "who owns src/pay/orders.sql?")
        assert "which belongs to ana (Ana@example.com) (CODEOWNERS, line 3)" in answer
        [change] = await hall.app.workspaces.store(HERE).contents.audit()
        assert (change.by, change.place.key) == ("UADAM", "CODEOWNERS")

        await handed(hall, CODEOWNERS)
        assert "importing it would change nothing" in shown(hall)
        assert labels(hall.seen("DADAM")[-1]) == []


@pytest.mark.usefixtures("both_ways")
async def test_what_a_workspace_keeps_comes_in_as_a_file_too_and_stewards_only_by_an_admin() -> None:
    text = b"stewards: [UANA, UNIA]\ndirectory:\n  roles:\n    data-engineer: {people: [UANA]}\n"
    async with served() as hall:
        await handed(hall, text, name="all.yaml")
        assert "added: stewards" in shown(hall)
        await hall.press(hall.seen("DADAM")[-1], "Import", user="UADAM")
        assert "ana" in (await typed(hall, "who data-engineer"))["text"]

        await handed(hall, b"stewards: [UANA]\n", name="all.yaml", user="UANA")
        assert "Only admins of this workspace may name stewards" in shown(hall, "DANA")
        await handed(hall, text.replace(b"people: [UANA]", b"people: [UNIA]"), name="all.yaml", user="UANA")
        await hall.press(hall.seen("DANA")[-1], "Import", user="UANA")
        assert "nia" in (await typed(hall, "who data-engineer"))["text"]


async def test_what_changed_since_it_was_shown_is_shown_anew() -> None:
    async with served() as hall:
        await handed(hall, CODEOWNERS)
        await handed(hall, CODEOWNERS)
        first, second = hall.seen("DADAM")
        await hall.press(first, "Import", user="UADAM")
        await hall.press(second, "Import", user="UADAM")

        assert "Something has changed since I showed you this" in shown(hall)
        assert "importing it would change nothing" in shown(hall)


async def test_who_may_not_import_gets_no_form_and_nothing_by_what_they_hand_in_or_press() -> None:
    async with served() as hall:
        assert "Only admins" in told(await opened(hall, "import", "UNIA"))
        await hand_in(hall, await opened(hall, "settings"), stewards=["UANA"])
        form = await opened(hall, "import", "UANA")
        await handed(hall, CODEOWNERS, user="UANA")
        preview = hall.seen("DANA")[-1]
        await hand_in(hall, await opened(hall, "settings"), stewards=[])

        await hall.press(preview, "Import", user="UANA")
        assert "Only admins" in shown(hall, "DANA")
        assert await hall.app.workspaces.store(HERE).assets.files() == []
        again = await opened(hall, "import", "UANA")
        assert "Only admins" in told(again)
        assert form["callback_id"] == "import"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"* @a\nx acme\n", "CODEOWNERS", "CODEOWNERS:2: 'acme' is no owner"),
        (b"\xff\xfe", "own.yaml", "own.yaml:1: the file is not UTF-8"),
        (b"directory: {roles: {no-such: {people: [UANA]}}}", "own.yaml", "there is no role 'no-such'"),
        (b"stewards: [UNOBODY]", "own.yaml", "own.yaml:1: Slack does not say who 'UNOBODY' is"),
        (b"faqs: [{id: a, questions: [x], answer: y, roles: [nobody]}]", "own.yaml", "own.yaml:1: "),
    ],
)
async def test_a_file_that_is_wrong_is_refused_with_its_line(content: bytes, name: str, said: str) -> None:
    async with served() as hall:
        await handed(hall, content, name=name)
        assert said in shown(hall)
        assert "nothing was changed" in shown(hall)
        assert (await hall.app.workspaces.contents(HERE)).version == 0


async def test_a_file_that_cannot_be_one_is_said_at_the_input() -> None:
    async with served() as hall:
        wrong = await handed(hall, b"x", name="owners.xlsx")
        assert "I read CODEOWNERS" in str(wrong["errors"])
        assert hall.seen("DADAM") == []


async def test_a_file_can_be_called_otherwise_than_it_is() -> None:
    async with served() as hall:
        form = await opened(hall, "import")
        file = keep(hall.workspace, "UADAM", "owners.txt", CODEOWNERS)
        await hand_in(hall, form, file=[file.id], name="pay/CODEOWNERS")
        await hall.press(hall.seen("DADAM")[-1], "Import", user="UADAM")

        [imported] = await hall.app.workspaces.store(HERE).assets.files()
        assert imported.file == "pay/CODEOWNERS"


async def test_without_the_scope_it_is_said_what_to_do() -> None:
    async with served() as hall:
        hall.workspace.granted.discard("files:read")
        assert "files:read was left out" in told(await opened(hall, "import"))


async def test_the_scope_may_go_while_a_file_is_handed_over() -> None:
    async with served() as hall:
        form = await opened(hall, "import")
        file = keep(hall.workspace, "UADAM", "CODEOWNERS", CODEOWNERS)
        hall.workspace.granted.discard("files:read")
        await hand_in(hall, form, file=[file.id])
        assert "files:read was left out" in shown(hall)


@pytest.mark.usefixtures("both_ways")
async def test_a_file_is_left_where_it_is_and_one_that_is_gone_is_said_to_be() -> None:
    async with served() as hall:
        await handed(hall, CODEOWNERS)
        await hall.press(hall.seen("DADAM")[-1], "Leave it", user="UADAM")
        assert "was not taken over" in shown(hall)
        await handed(hall, CODEOWNERS)
        hall.workspace.files.clear()
        await hall.press(hall.seen("DADAM")[-1], "Import", user="UADAM")
        assert "hand it over again" in shown(hall)


async def test_the_home_opens_the_form_for_those_who_look_after_the_workspace() -> None:
    async with served() as hall:
        for user in ("UADAM", "UNIA"):
            open_home(hall.workspace, user, "home")
            await hall.quiet()
        home = hall.workspace.homes["UADAM"]
        assert "Import a file" in labels(home)
        assert "Import a file" not in labels(hall.workspace.homes["UNIA"])
        press_on_view(hall.workspace, "UADAM", home["id"], ("home:tended", "import"))
        await hall.quiet()
        assert hall.workspace.modals["UADAM"][-1]["callback_id"] == "import"


async def test_a_file_is_fetched_with_the_token_from_slack_alone() -> None:
    async with served() as hall:
        client = await hall.app._authorize.client_for(HERE)
        assert client is not None
        file = keep(hall.workspace, "UADAM", "CODEOWNERS", CODEOWNERS)
        assert await download(client, file.id, MOST_BYTES) == CODEOWNERS
        with pytest.raises(TooLarge):
            await download(client, file.id, len(CODEOWNERS) - 1)
        hall.workspace.url = "http://localhost:1"  # where Slack's answer would send the token
        with pytest.raises(MayNotRead):
            await download(client, file.id, MOST_BYTES)


async def test_a_file_that_slack_serves_as_json_is_read_like_any_other() -> None:
    owner = {"unique_id": "model.shop.orders", "name": "orders", "meta": {"owner": "@acme/pay"}}
    manifest = {"metadata": {}, "nodes": {"model.shop.orders": {"resource_type": "model", **owner}}}
    async with served() as hall:
        await handed(hall, json.dumps(manifest).encode(), name="manifest.json")
        assert "manifest.json: 1 added" in shown(hall)
        page = (await get(hall.app.web, "/metrics"))[1].decode()
    assert 'rolecall_slack_calls_total{method="file",outcome="ok"} 1.0' in page
