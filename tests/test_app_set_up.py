"""The set-up in the local workspace: from the first Home to a full directory, press by press."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from served_app import Served, served
from views_before import home, home_of, modal, on_it, press, texts

from bot.cards.setting_up import NO
from bot.playground.people import Channel, Group
from bot.playground.talking import open_home
from bot.workspace.directory import WorkspaceId
from bot.workspace.setting_up import SHELF

pytestmark = pytest.mark.usefixtures("both_ways")

ADMIN = "UADAM"


async def answer(hall: Served, label: str, user: str = ADMIN, **filled: Any) -> dict[str, Any]:
    """Press an answer of the walk; return the Home as it is then."""
    await press(hall, home_of(hall, user), label, user, **filled)
    return home_of(hall, user)


async def directory(hall: Served) -> Any:
    return (await hall.app.workspaces.contents(WorkspaceId("TDATA"))).directory


def rename(hall: Served, group: str, channel: str) -> None:
    hall.workspace.groups["SPLATFORM"] = Group("SPLATFORM", group, group, [ADMIN])
    hall.workspace.add_channel(Channel("CDE", channel, members=[ADMIN, hall.workspace.bot]))


async def test_one_press_a_role_fills_the_directory_from_the_names_of_groups_and_channels() -> None:
    async with served() as hall:
        rename(hall, "Data engineering", "ask-data-engineers")
        view = await home(hall, ADMIN)
        assert "Set-up: 1 of 2" in texts(view)
        assert "Filled in" not in texts(view)
        view = await answer(hall, "We have none")
        assert "Set-up: 2 of 2" in texts(view)
        assert "Filled in by their names" in texts(view)
        view = await answer(hall, "Yes, save")
        assert "Set-up" not in texts(view)
        known = await directory(hall)
    assert known.role("data-engineer").groups == ("SPLATFORM",)
    assert known.role("data-engineer").channel == "CDE"
    assert known.absent == {"data-analyst": ()}


async def test_a_set_up_that_was_left_is_gone_on_with() -> None:
    async with served() as hall:
        await home(hall, ADMIN)
        await answer(hall, "Later")
        assert "2 of 2" in texts(await home(hall, ADMIN))
        view = await answer(hall, "Yes, save")
        assert "left one role of 2 for later" in texts(view)
        view = await answer(hall, "Go on")
        assert "data analysts" in texts(view)
        await answer(hall, "Yes, save", channel="CHELP")
        assert (await directory(hall)).role("data-analyst").channel == "CHELP"
        assert "Set-up" not in texts(home_of(hall, ADMIN))


async def test_where_there_are_no_groups_people_are_named() -> None:
    async with served() as hall:
        hall.workspace.groups.clear()
        await home(hall, ADMIN)
        await answer(hall, "Yes, save", people=["UANA"])
        assert (await directory(hall)).role("data-analyst").people == ("UANA",)


async def test_who_is_no_person_of_this_workspace_is_not_taken() -> None:
    async with served() as hall:
        hall.workspace.groups.clear()
        await home(hall, ADMIN)
        view = await answer(hall, "Yes, save", people=[hall.workspace.bot])
        assert "Set-up: 1 of 2" in texts(view)
        assert "rolecall" in texts(view).lower().split("set-up")[1]
        assert not (await directory(hall)).entries


async def test_only_those_who_may_change_the_directory_see_the_set_up() -> None:
    async with served() as hall:
        shown = await home(hall)
        assert "Set-up" not in texts(shown)
        assert "Settings" not in on_it(shown)


@pytest.mark.parametrize("action", ["set-up-yes", "set-up-no", "set-up-later", "set-up-resume"])
async def test_who_may_not_is_refused_whatever_they_send(action: str) -> None:
    async with served() as hall:
        view = await home(hall)
        await hall.send(payloads.press("data-engineer", action, view=view, trigger_id=trigger(hall)))
        assert "Only admins" in texts(modal(hall))
        assert not (await directory(hall)).absent
        assert await hall.app.workspaces.store(WorkspaceId("TDATA")).notes.all(SHELF) == {}


def trigger(hall: Served, user: str = "UNIA") -> str:
    return hall.workspace.tickets.trigger(user, hall.workspace.clock.now())


async def test_of_two_who_answer_at_once_the_first_is_kept() -> None:
    async with served() as hall:
        view = await home(hall, ADMIN)
        await answer(hall, "Yes, save", channel="CHELP")
        stale = {**view, "hash": home_of(hall, ADMIN)["hash"]}
        await hall.send(payloads.press("data-analyst", "set-up-no", view=stale, user={"id": ADMIN}))
        known = await directory(hall)
    assert known.role("data-analyst").channel == "CHELP"
    assert known.absent == {}


async def test_who_installed_is_told_three_steps_once() -> None:
    async with served() as hall:
        for _ in range(2):
            await hall.app.welcome("TDATA", ADMIN)
            await hall.quiet()
            open_home(hall.workspace, ADMIN, "messages")
            await hall.quiet()
        [told] = hall.seen("DADAM")
    assert [line[:2] for line in told["text"].splitlines()[1:]] == ["1.", "2.", "3."]


async def test_admins_open_settings_and_health_from_the_home() -> None:
    async with served() as hall:
        await home(hall, ADMIN)
        await press(hall, home_of(hall, ADMIN), "Settings", ADMIN)
        assert modal(hall, ADMIN)["callback_id"] == "settings"
        await press(hall, home_of(hall, ADMIN), "Health", ADMIN)
        assert "Roles without people" in texts(modal(hall, ADMIN))


@pytest.mark.parametrize("action", ["open-settings", "health"])
async def test_nobody_else_opens_them(action: str) -> None:
    async with served() as hall:
        view = await home(hall)
        await hall.send(payloads.press("", action, view=view, trigger_id=trigger(hall)))
        assert "Only admins" in texts(modal(hall))


async def test_a_press_for_a_role_that_is_not_asked_about_changes_nothing() -> None:
    async with served() as hall:
        await home(hall, ADMIN)
        shown = home_of(hall, ADMIN)
        await hall.send(payloads.press("no-such-role", "set-up-no", view=shown, user={"id": ADMIN}))
        assert (await directory(hall)).absent == {}


async def test_an_answer_that_comes_from_no_home_is_taken_without_people() -> None:
    async with served() as hall:
        admin = {"id": ADMIN, "name": "adam", "team_id": payloads.TEAM}
        await hall.send(payloads.press("data-analyst", NO, user=admin))
        assert (await directory(hall)).absent == {"data-analyst": ()}
