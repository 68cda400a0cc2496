"""Tokens are kept sealed, found again, renewed with the keys, and gone the moment they are revoked."""

from __future__ import annotations

from typing import TypeVar

import pytest
from databases import KEY, Clock, Open
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import select

from bot.storage.installations import SealedInstallations, reseal, workspace_of
from bot.storage.sealing import Seal, Unsealable
from bot.storage.storage import Storage
from bot.storage.tables import bots, installations
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign

NEWER = "OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg="
_T = TypeVar("_T")
LONG = "xoxb-" + "t" * 600


def there(found: _T | None) -> _T:
    """Return what should have been found."""
    assert found is not None
    return found


def installation(team: str | None = "T0001", person: str = "UADA", **given: object) -> Installation:
    values = {
        "app_id": "A1",
        "enterprise_id": None,
        "team_id": team,
        "team_name": "Acme",
        "bot_token": LONG,
        "bot_id": "B1",
        "bot_user_id": "UBOT",
        "bot_scopes": ["commands", "chat:write"],
        "user_id": person,
        "installed_at": 1_790_000_000.0,
        "bot_refresh_token": "xoxe-1",
        "bot_token_expires_at": 1_790_043_200,
        **given,
    }
    return Installation(**values)  # type: ignore[arg-type]


@pytest.fixture
def store(storage: Storage) -> SealedInstallations:
    return there(storage.installations)


async def test_an_installation_is_found_as_it_was_saved(store: SealedInstallations) -> None:
    saved = installation(custom_values={"plan": "free"}, incoming_webhook_url="https://hooks.example/1")
    await store.async_save(saved)

    found = there(await store.async_find_installation(enterprise_id=None, team_id="T0001"))
    bot = there(await store.async_find_bot(enterprise_id=None, team_id="T0001"))
    assert found.to_dict() == saved.to_dict()
    assert bot.to_dict() == saved.to_bot().to_dict()
    assert bot.bot_token_expires_at == 1_790_043_200


async def test_no_token_can_be_read_in_the_database(store: SealedInstallations, storage: Storage) -> None:
    await store.async_save(
        installation(user_token="xoxp-secret", incoming_webhook_url="https://hooks.example/1")
    )

    async with storage.database.reading() as connection:
        kept = [
            str([*row]) for table in (bots, installations) for row in await connection.execute(select(table))
        ]
    assert len(kept) == 2
    for secret in ("xoxb", "xoxp", "xoxe", "hooks.example", "Acme"):
        assert secret not in "".join(kept)


async def test_the_latest_installation_is_found_with_the_present_bot_token(
    store: SealedInstallations,
) -> None:
    await store.async_save(installation(person="UADA"))
    await store.async_save(installation(person="UBOB", installed_at=1_790_000_100.0, bot_token="xoxb-second"))

    latest = there(await store.async_find_installation(enterprise_id=None, team_id="T0001"))
    first = there(await store.async_find_installation(enterprise_id=None, team_id="T0001", user_id="UADA"))
    assert (latest.user_id, latest.bot_token) == ("UBOB", "xoxb-second")
    assert (first.user_id, first.bot_token) == ("UADA", "xoxb-second")


@pytest.mark.parametrize(
    ("enterprise", "team", "everywhere", "expected"),
    [
        (None, "T1", False, "T1"),
        ("E1", "T1", False, "T1"),
        ("E1", None, True, "E1"),
        ("E1", "T1", True, "E1"),
        ("E1", None, False, "E1"),
    ],
)
def test_rows_belong_to_the_workspace_or_to_the_organisation_that_has_it_everywhere(
    enterprise: str | None, team: str | None, everywhere: bool, expected: str
) -> None:
    assert workspace_of(enterprise, team, everywhere=everywhere) == expected


def test_an_installation_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="without workspace"):
        workspace_of(None, None)


async def test_a_workspace_never_gets_anothers_token(store: SealedInstallations, storage: Storage) -> None:
    await store.async_save(installation("T0001"))
    await store.async_save(installation("T0002", bot_token="xoxb-other"))

    mine, other = [await storage.token_for(WorkspaceId(team)) for team in ("T0001", "T0002")]
    assert mine is not None
    assert other is not None
    assert (mine.bot_token, other.bot_token) == (LONG, "xoxb-other")
    assert LONG not in repr(mine)
    assert await storage.token_for(WorkspaceId("T0003")) is None


async def test_a_row_copied_to_another_workspace_does_not_open(
    store: SealedInstallations, storage: Storage
) -> None:
    await store.async_save(installation("T0001"))
    async with storage.database.writing() as connection:
        await connection.exec_driver_sql("INSERT INTO bots SELECT 'T0002', sealed, installed_at FROM bots")

    with pytest.raises(Unsealable, match="another workspace"):
        await store.async_find_bot(enterprise_id=None, team_id="T0002")


async def test_a_revoked_token_is_gone_at_once_in_every_process(process: Open) -> None:
    here = WorkspaceId("T0001")
    async with process() as one, process() as other:
        assert one.installations is not None
        await one.installations.async_save(installation())
        assert [bool(await opened.token_for(here)) for opened in (one, other)] == [True, True]

        await one.installations.async_delete_all(enterprise_id=None, team_id="T0001")
        await other.announcer.look()

        assert [await opened.token_for(here) for opened in (one, other)] == [None, None]
        assert await one.installations.async_find_installation(enterprise_id=None, team_id="T0001") is None


async def test_what_a_workspace_keeps_outlives_its_installation_by_thirty_days(
    store: SealedInstallations, storage: Storage, clock: Clock
) -> None:
    here = storage.of(WorkspaceId("T0001"))
    await store.async_save(installation())
    edit = Assign(of=Subject(kind=SubjectKind.ROLE, id="data-engineer"), entry=Entry(people=("UADA",)))
    await here.contents.change(edit, "UADM")
    await store.async_delete_all(enterprise_id=None, team_id="T0001")
    clock.advance(days=29)
    assert await storage.removed() == []
    assert (await here.contents.contents()).directory.entries

    clock.advance(days=1)
    assert await storage.removed() == ["T0001"]

    await store.async_save(installation())
    assert await storage.removed() == []


async def test_one_persons_installation_goes_without_the_bot(store: SealedInstallations) -> None:
    await store.async_save(installation(person="UADA"))
    await store.async_save(installation(person="UBOB"))

    await store.async_delete_installation(enterprise_id=None, team_id="T0001", user_id="UADA")

    gone = await store.async_find_installation(enterprise_id=None, team_id="T0001", user_id="UADA")
    kept = there(await store.async_find_installation(enterprise_id=None, team_id="T0001", user_id="UBOB"))
    assert gone is None
    assert kept.user_id == "UBOB"
    assert await store.async_find_bot(enterprise_id=None, team_id="T0001")
    await store.async_delete_bot(enterprise_id=None, team_id="T0001")
    assert await store.async_find_bot(enterprise_id=None, team_id="T0001") is None


async def test_a_bot_alone_is_saved(store: SealedInstallations) -> None:
    bot = Bot(team_id="T0001", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1", installed_at=1.0)
    await store.async_save_bot(bot)

    found = there(await store.async_find_bot(enterprise_id=None, team_id="T0001"))
    assert found.to_dict() == bot.to_dict()


async def test_keys_are_changed_without_losing_a_token(store: SealedInstallations, storage: Storage) -> None:
    await store.async_save(installation())
    await reseal(storage.database, Seal(f"{NEWER},{KEY}"))

    with pytest.raises(Unsealable):
        await store.async_find_bot(enterprise_id=None, team_id="T0001")
    renewed = Storage(storage.database, storage.pseudonyms, seal=Seal(NEWER))
    token = await renewed.token_for(WorkspaceId("T0001"))
    assert token is not None
    assert token.bot_token == LONG
    with pytest.raises(Unsealable):
        await reseal(storage.database, Seal(KEY))


async def test_a_state_is_good_once(process: Open) -> None:
    async with process() as one, process() as other:
        state = await one.states.async_issue()

        assert await other.states.async_consume(state)
        assert not await one.states.async_consume(state)
        assert not await one.states.async_consume("made-up")


async def test_a_state_is_good_for_ten_minutes(storage: Storage, clock: Clock) -> None:
    early, late = await storage.states.async_issue(), await storage.states.async_issue()
    clock.advance(minutes=9)
    assert await storage.states.async_consume(early)
    clock.advance(minutes=1)
    assert not await storage.states.async_consume(late)


async def test_states_that_nobody_came_back_with_are_forgotten(storage: Storage, clock: Clock) -> None:
    await storage.states.async_issue()
    clock.advance(hours=1)
    await storage.states.async_issue()

    async with storage.database.reading() as connection:
        assert len((await connection.exec_driver_sql("SELECT * FROM oauth_states")).all()) == 1
