"""What nobody could answer is kept, shown to stewards, answered, and told to those who wait."""

from __future__ import annotations

from datetime import UTC, datetime

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, served

from bot.playground.commands import command
from bot.playground.events import announce
from bot.playground.talking import say
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import Gap
from bot.workspace.stores import WorkspaceStore

HERE = WorkspaceId(payloads.TEAM)
UNHEARD_OF = "who waters the office palms?"


def kept(hall: Served) -> WorkspaceStore:
    return hall.app.workspaces.store(HERE)


async def gaps(hall: Served) -> list[Gap]:
    return [*await kept(hall).gaps.gaps()]


async def counts(hall: Served) -> dict[str, int]:
    await hall.app.learning.write()
    today = datetime.now(UTC).date()
    return dict(await kept(hall).tallies.counts(today, today))


async def type_question(hall: Served, text: str, user: str = "UNIA", channel: str = "CHELP") -> None:
    command(hall.workspace, user, channel, f"/role {text}")
    await hall.quiet()


async def say_question(hall: Served, text: str, user: str = "UNIA", channel: str = "CHELP") -> None:
    say(hall.workspace, user, channel, text)
    await hall.quiet()


async def test_what_nobody_could_answer_becomes_one_gap_however_it_is_asked(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        await type_question(hall, UNHEARD_OF)
        await say_question(hall, f"@rolecall {UNHEARD_OF} *please*", "UANA")
        await say_question(hall, UNHEARD_OF, channel="DNIA")
        await type_question(hall, "who owns data quality?")
        [gap] = await gaps(hall)
        assert (gap.count, gap.askers, gap.channel) == (3, 2, None)
        assert gap.texts[0] == UNHEARD_OF
        told = await counts(hall)
        assert (told["asked"], told["answered"], told["unknown"]) == (4, 1, 3)
        assert (told["kind ownership"], told["kind unknown"]) == (1, 3)


async def test_a_gap_tells_in_which_channel_it_was_asked_last() -> None:
    async with served() as hall:
        await say_question(hall, f"@rolecall {UNHEARD_OF}")
        assert [gap.channel for gap in await gaps(hall)] == ["CHELP"]


@pytest.mark.parametrize("text", ["", "mine", "who data-engineer"])
async def test_a_word_of_the_command_is_no_question(text: str) -> None:
    async with served() as hall:
        await type_question(hall, text)
        assert await gaps(hall) == []
        assert await counts(hall) == {}


@pytest.mark.parametrize("text", ["help", "who owns data quality?"])
async def test_what_is_known_is_no_gap(text: str) -> None:
    async with served() as hall:
        await type_question(hall, text)
        await say_question(hall, "@rolecall")
        assert await gaps(hall) == []
        assert (await counts(hall))["asked"] == 1


async def test_a_question_that_only_lacks_its_subject_is_no_gap() -> None:
    async with served() as hall:
        await type_question(hall, "and their tools?")
        assert await gaps(hall) == []
        assert (await counts(hall))["unclear"] == 1


async def test_nothing_is_learnt_where_another_organisation_listens_in() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].shared = True
        await say_question(hall, f"@rolecall {UNHEARD_OF}")
        await type_question(hall, UNHEARD_OF)
        assert len(hall.answers()) == 1
        assert await gaps(hall) == []
        assert await counts(hall) == {}


async def test_nothing_is_learnt_from_people_of_another_organisation() -> None:
    async with served() as hall:
        stranger = hall.workspace.people["UNIA"].as_slack("TOTHER", 0)
        announce(hall.workspace, {"type": "user_change", "user": stranger})
        await hall.quiet()
        await type_question(hall, UNHEARD_OF)
        assert await gaps(hall) == []
        assert await counts(hall) == {}


async def test_answers_go_on_while_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as hall:
        hall.app.workspaces.open(None)
        reply = await hall.send(payloads.command(UNHEARD_OF))
        assert "I don't know" in str(reply.json())
