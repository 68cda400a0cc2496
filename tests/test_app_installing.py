"""Workspaces install the app themselves, are served by their own tokens, and take it out again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import payloads
import pytest
import uvicorn
from databases import KEY, Clock
from pydantic import SecretStr
from served_app import START, answerer, settings
from yarl import URL

from bot.app import Rolecall
from bot.manifest import SCOPES, manifest
from bot.playground.clock import Clock as SlackClock
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.talking import say, uninstall
from bot.playground.workspace import Workspace
from bot.settings import SettingsError
from bot.storage.database import DatabaseDown
from bot.workspace.directory import WorkspaceId

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"


@dataclass
class Hall:
    """An app that anybody may install, two workspaces that have not got it, and somebody's browser."""

    app: Rolecall
    url: str
    one: Workspace
    other: Workspace
    clock: Clock
    browser: aiohttp.ClientSession

    async def page(self, address: str, status: int = 200) -> str:
        """Open a page; return what it says."""
        async with self.browser.get(address, allow_redirects=False) as answer:
            assert answer.status == status
            assert answer.headers["cache-control"] == "no-store"
            assert "script" not in answer.headers["content-security-policy"]
            page = await answer.text()
            assert re.search(r'<html lang="en-GB">.*<title>.+</title>.*<main><h1>', page, re.DOTALL)
            return page

    async def to_slack(self) -> str:
        """Begin to install; return where the page leads."""
        return link(await self.page(f"{self.url}{INSTALL}"))

    async def allow(self, address: str, team: str = "TDATA", decision: str = "allow") -> str:
        """Decide on Slack's page; return where that leads."""
        async with self.browser.get(
            f"{address}&team={team}&decision={decision}", allow_redirects=False
        ) as to:
            assert to.status == 302
            return to.headers["location"]

    async def install(self, workspace: Workspace) -> str:
        """Install the app; return what the last page says."""
        page = await self.page(await self.allow(await self.to_slack(), workspace.team))
        await self.quiet()
        return page

    async def ask(self, workspace: Workspace) -> list[dict[str, Any]]:
        """Ask in a workspace; return all that was answered there."""
        person, channel = (each for each in (f"UNIA{own(workspace)}", f"CHELP{own(workspace)}"))
        say(workspace, person, channel, "@rolecall who owns data quality?")
        await self.quiet()
        return [each for each in workspace.messages[channel].values() if each["user"] == workspace.bot]

    async def quiet(self) -> None:
        for each in (self.one, self.other):
            await each.settled()
        assert await self.app.background.drain(10) == 0


def own(workspace: Workspace) -> str:
    return workspace.team.removeprefix("TDATA")


def link(page: str) -> str:
    [found] = re.findall(r'class="go" href="([^"]+)"', page)
    return unescape(found)


@asynccontextmanager
async def open_to_all(**given: Any) -> AsyncIterator[Hall]:
    with listen() as for_slack, listen() as for_app:
        url = address(for_app)
        told = manifest(url)
        one = seeded(told, clock=SlackClock(START, running=False))
        other = seeded(told, team="TDATA2", name="Kaufhaus", clock=SlackClock(START, running=False))
        for each in (one, other):
            each.installed = False
        known = one.credentials
        clock = Clock()
        # As a browser does with addresses of its own machine.
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(url))
        installable: dict[str, Any] = {
            "slack_bot_token": None,
            "slack_client_id": known.client_id,
            "slack_client_secret": SecretStr(known.client_secret),
            "rolecall_encryption_key": SecretStr(KEY),
            **given,
        }
        app = Rolecall(settings(one, address(for_slack), **installable), answerer(), clock=clock)
        async with (
            serving(build_playground(one, app.web, also=[other]), for_slack),
            beside(app, for_app),
            aiohttp.ClientSession(cookie_jar=jar) as browser,
        ):
            yield Hall(app, url, one, other, clock, browser)


@asynccontextmanager
async def beside(app: Rolecall, listener: Any) -> AsyncIterator[None]:
    """Serve the app by HTTP too: its life is the playground's."""
    config = uvicorn.Config(app.web, log_config=None, lifespan="off")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    yield
    for each in server.servers:
        each.close()
    for connection in [*server.server_state.connections]:
        connection.shutdown()


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    async with open_to_all() as opened:
        yield opened


def cookies(hall: Hall) -> Mapping[str, str]:
    return {each.key: each.value for each in hall.browser.cookie_jar}


async def test_two_workspaces_install_it_and_are_each_answered_by_their_own_token(hall: Hall) -> None:
    """What one installs, the other has not got."""
    assert "Rolecall is in Datahaus" in await hall.install(hall.one)
    assert len(await hall.ask(hall.one)) == 1
    assert await hall.ask(hall.other) == []
    assert "Rolecall is in Kaufhaus" in await hall.install(hall.other)
    assert len(await hall.ask(hall.other)) == 1
    assert [call.request["channel"] for call in hall.one.calls("chat.postMessage")].count("CHELP") == 1
    assert hall.other.calls("chat.postMessage")[-1].request["channel"] == "CHELP2"


async def test_who_installed_it_is_told_in_three_steps_how_to_begin_and_nobody_else(hall: Hall) -> None:
    await hall.install(hall.one)
    await hall.quiet()
    [told] = hall.one.calls("chat.postMessage")
    assert hall.one.people[told.request["channel"]].is_admin
    assert "1. Open my *Home*" in told.request["text"]


async def test_the_page_asks_slack_for_what_the_manifest_asks_for_and_nothing_else(hall: Hall) -> None:
    asked = parse_qs(urlsplit(await hall.to_slack()).query)
    assert set(asked) == {"state", "client_id", "scope"}
    assert asked["scope"] == [",".join(SCOPES)]
    assert len(asked["state"][0]) >= 40


async def test_who_says_no_has_installed_nothing_and_may_begin_again(hall: Hall) -> None:
    back = await hall.allow(await hall.to_slack(), decision="cancel")
    page = await hall.page(back)
    assert "Nothing was installed" in page
    assert link(page) == "install"
    assert hall.one.calls("oauth.v2.access") == []


async def test_the_way_back_is_good_once(hall: Hall) -> None:
    back = await hall.allow(await hall.to_slack())
    await hall.page(back)
    hall.browser.cookie_jar.update_cookies(
        {"slack-app-oauth-state": parse_qs(urlsplit(back).query)["state"][0]}
    )
    assert "no longer good" in await hall.page(back, 400)
    assert len(hall.one.calls("oauth.v2.access")) == 1


async def test_the_way_back_is_good_for_ten_minutes(hall: Hall) -> None:
    back = await hall.allow(await hall.to_slack())
    hall.clock.now += timedelta(minutes=11)
    assert "no longer good" in await hall.page(back, 400)
    assert hall.one.calls("oauth.v2.access") == []


async def test_the_way_back_is_good_in_the_browser_that_began_only(hall: Hall) -> None:
    """Else a site could have somebody finish what its maker began."""
    back = await hall.allow(await hall.to_slack())
    hall.browser.cookie_jar.clear()
    assert "no longer good" in await hall.page(back, 400)
    assert hall.one.calls("oauth.v2.access") == []


@pytest.mark.parametrize("query", ["", "?code=x", "?state=&code=x", "?state=made-up&code=x"])
async def test_a_way_back_that_nobody_began_leads_nowhere(hall: Hall, query: str) -> None:
    hall.browser.cookie_jar.update_cookies({"slack-app-oauth-state": "made-up"})
    assert "no longer good" in await hall.page(f"{hall.url}{BACK}{query}", 400)
    assert hall.one.calls("oauth.v2.access") == []


@pytest.mark.parametrize("code", ["", "&code=stolen"])
async def test_a_code_that_slack_does_not_know_installs_nothing_and_is_not_logged(
    hall: Hall, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    state = parse_qs(urlsplit(await hall.to_slack()).query)["state"][0]
    page = await hall.page(f"{hall.url}{BACK}?state={state}{code}", 400)
    assert "Slack did not confirm this" in page
    assert "stolen" not in caplog.text + page
    assert state not in caplog.text + page


async def test_the_cookie_is_out_of_reach_and_gone_afterwards(hall: Hall) -> None:
    async with hall.browser.get(f"{hall.url}{INSTALL}") as answer:
        cookie = answer.headers["set-cookie"]
        back = await hall.allow(link(await answer.text()))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600"} <= set(cookie.split("; "))
    await hall.page(back)
    assert cookies(hall).get("slack-app-oauth-state", "deleted") == "deleted"


async def test_while_the_database_is_away_the_page_says_to_come_back(hall: Hall) -> None:
    assert hall.app._installing is not None
    hall.app._installing.open(None)
    page = await hall.page(f"{hall.url}{INSTALL}", 503)
    assert "a few minutes" in page


async def test_while_tokens_cannot_be_looked_up_commands_are_answered_and_events_come_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its token an answer could not be sent: what is not acknowledged is delivered again."""
    await hall.install(hall.one)

    async def down(_: object) -> None:
        raise DatabaseDown("away")

    with monkeypatch.context() as patched:
        patched.setattr(hall.app._authorize, "_token_for", down)
        asked = await hall.one.courier.transport.send(payloads.command("who owns data quality?"), {})
        said = await hall.one.courier.transport.send(payloads.mention("who owns data quality?"), {})
    assert "Data engineers are responsible" in asked.body.decode()
    assert said.status == 503
    assert [call.request["channel"] for call in hall.one.calls("chat.postMessage")] == ["UADAM"]  # welcomed


async def test_names_cannot_put_anything_on_the_page(hall: Hall) -> None:
    hall.one.name = "<script>alert(1)</script>"
    page = await hall.install(hall.one)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_what_is_taken_out_is_served_no_more_and_its_data_kept_for_a_while(url: str) -> None:
    async with open_to_all(database_url=SecretStr(url)) as hall:
        await _taken_out_and_installed_again(hall)


async def _taken_out_and_installed_again(hall: Hall) -> None:
    await hall.install(hall.one)
    await hall.install(hall.other)
    await hall.ask(hall.one)
    old = hall.one.credentials.bot_token
    uninstall(hall.one)
    await hall.quiet()
    assert await hall.app._authorize.client_for("TDATA") is None
    reply = await hall.one.courier.transport.send(payloads.command("data-engineer"), {})
    assert "not installed here any more" in reply.body.decode()
    assert len(await hall.ask(hall.other)) == 1

    hall.clock.now += timedelta(days=20)
    await hall.install(hall.one)
    assert hall.one.credentials.bot_token != old
    assert len(await hall.ask(hall.one)) == 2


async def test_after_thirty_days_its_data_is_due_to_go() -> None:
    async with open_to_all() as hall:
        await hall.install(hall.one)
        storage: Any = hall.app.workspaces._kept
        uninstall(hall.one)
        await hall.quiet()
        taken_out = START
        hall.clock.now = hall.clock.now.fromtimestamp(taken_out, hall.clock.now.tzinfo) + timedelta(days=29)
        assert await storage.removed() == []
        hall.clock.now += timedelta(days=2)
        assert await storage.removed() == [WorkspaceId("TDATA")]


async def test_what_slack_tells_late_takes_no_newer_installation_away(hall: Hall) -> None:
    await hall.install(hall.one)
    late = payloads.event({"type": "app_uninstalled"}, event_time=int(hall.clock.now.timestamp()) - 60)
    assert (await hall.one.courier.transport.send(late, {})).status == 200
    assert len(await hall.ask(hall.one)) == 1


async def test_a_persons_own_token_that_is_revoked_is_no_end(hall: Hall) -> None:
    await hall.install(hall.one)
    revoked = payloads.event({"type": "tokens_revoked", "tokens": {"oauth": ["UNIA"], "bot": []}})
    assert (await hall.one.courier.transport.send(revoked, {})).status == 200
    assert len(await hall.ask(hall.one)) == 1


async def test_what_was_asked_before_it_was_taken_out_is_dropped(hall: Hall) -> None:
    await hall.install(hall.one)
    hall.one.faults.set({"server_error": 1, "method": "chat.postMessage"})
    await hall.ask(hall.one)
    uninstall(hall.one)
    await hall.quiet()
    hall.clock.advance(seconds=70)
    await hall.app.answering.look_around()
    await hall.quiet()
    assert hall.app.answering.became["gone"] == 1


async def test_every_process_lets_a_workspace_go_at_once(tmp_path: Path) -> None:
    """The token that one of them knows is gone with what another was told."""
    kept = SecretStr(f"sqlite:///{tmp_path}/kept.sqlite3")
    async with open_to_all(database_url=kept) as hall:
        await hall.install(hall.one)
        known = hall.app.settings
        second = Rolecall(known, answerer(), clock=hall.clock)
        async with second.running():
            assert await second._authorize.client_for("TDATA") is not None
            uninstall(hall.one)
            await hall.quiet()
            async with asyncio.timeout(1):
                while await second._authorize.client_for("TDATA") is not None:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("slack_client_id", "SLACK_CLIENT_ID"),
        ("slack_client_secret", "SLACK_CLIENT_SECRET"),
        ("rolecall_encryption_key", "ROLECALL_ENCRYPTION_KEY"),
        ("slack_signing_secret", "SLACK_SIGNING_SECRET"),
    ],
)
async def test_a_setting_that_installing_needs_is_named_where_it_is_missing(missing: str, named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named} is missing"):
        async with open_to_all(**{missing: None}):
            raise AssertionError("it starts")
