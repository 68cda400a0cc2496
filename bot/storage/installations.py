"""Keeps which workspaces have the app, with their tokens sealed, behind slack_sdk's interfaces."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.announcing import Announcer
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.sealing import Seal, Unsealable
from bot.storage.tables import bots, installations, oauth_states, workspaces
from bot.workspace.directory import WorkspaceId

STATE = timedelta(minutes=10)
"""How long somebody may take to install."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a workspace's requests are made with."""

    bot_token: str = field(repr=False)
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]


def workspace_of(enterprise: str | None, team: str | None, *, everywhere: bool | None = False) -> WorkspaceId:
    """Return what an installation's rows belong to: the workspace, or the organisation that has it all over.

    Raise ValueError where neither is named.
    """
    found = enterprise if everywhere or not team else team
    if not found:
        raise ValueError("an installation without workspace and organisation")
    return WorkspaceId(found)


class SealedInstallations(AsyncInstallationStore):
    """Installations; each change is announced, so that no process goes on with a token that is gone."""

    def __init__(self, database: Database, announcer: Announcer, seal: Seal, clock: Clock) -> None:
        """Keep them in a database."""
        self._database, self._announcer = database, announcer
        self._seal, self._clock = seal, clock

    @property
    def logger(self) -> logging.Logger:
        """Where slack_sdk would write."""
        return logging.getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation and its bot."""
        await self._save(
            workspace_of(
                installation.enterprise_id,
                installation.team_id,
                everywhere=installation.is_enterprise_install,
            ),
            installation.to_bot() if installation.bot_token else None,
            installation,
        )

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot with its token."""
        workspace = workspace_of(bot.enterprise_id, bot.team_id, everywhere=bot.is_enterprise_install)
        await self._save(workspace, bot, None)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return a workspace's bot; None where it has not got the app."""
        workspace = workspace_of(enterprise_id, team_id, everywhere=is_enterprise_install)
        async with self._database.reading() as connection:
            return await self._bot(connection, self._scope(workspace))

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return somebody's installation, the latest where nobody is named, with the bot's present token."""
        scope = self._scope(workspace_of(enterprise_id, team_id, everywhere=is_enterprise_install))
        query = scope.select(installations, installations.c.sealed)
        if user_id is not None:
            query = query.where(installations.c.person == user_id)
        async with self._database.reading() as connection:
            sealed = await connection.scalar(query.order_by(installations.c.installed_at.desc()).limit(1))
            bot = await self._bot(connection, scope)
        if sealed is None:
            return None
        found = Installation(**self._seal.open(scope.workspace, sealed))
        return _with_bot(found, bot) if bot else found

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace's bot."""
        await self._delete(workspace_of(enterprise_id, team_id), None, bot=True, people=False)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget somebody's installation, everybody's where nobody is named."""
        await self._delete(workspace_of(enterprise_id, team_id), user_id, bot=False, people=True)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget every token of a workspace at once; the rest of its data goes later."""
        await self._delete(workspace_of(enterprise_id, team_id), None, bot=True, people=True)

    async def token(self, workspace: WorkspaceId) -> tuple[int, Token | None]:
        """Return a workspace's version and token; None where it has not got the app."""
        scope = self._scope(workspace)
        async with self._database.reading() as connection:
            version = await connection.scalar(scope.select(workspaces, workspaces.c.version))
            bot = await self._bot(connection, scope)
        if bot is None:
            return version or 0, None
        return version or 0, Token(bot.bot_token, bot.bot_id, bot.bot_user_id, tuple(bot.bot_scopes))

    def _scope(self, workspace: WorkspaceId) -> Scope:
        return Scope(workspace, self._database.dialect)

    async def _bot(self, connection: AsyncConnection, scope: Scope) -> Bot | None:
        sealed = await connection.scalar(scope.select(bots, bots.c.sealed))
        return None if sealed is None else Bot(**self._seal.open(scope.workspace, sealed))

    async def _save(self, workspace: WorkspaceId, bot: Bot | None, installation: Installation | None) -> None:
        scope = self._scope(workspace)
        async with self._database.writing() as connection:
            version = await self._announcer.raise_version(connection, scope)
            await connection.execute(scope.update(workspaces).values(removed_at=None))
            if bot:
                await connection.execute(scope.upsert(bots, self._sealed(workspace, bot)))
            if installation:
                row = {"person": installation.user_id, **self._sealed(workspace, installation)}
                await connection.execute(scope.upsert(installations, row))
        self._announcer.changed(workspace, version)

    async def _delete(self, workspace: WorkspaceId, person: str | None, *, bot: bool, people: bool) -> None:
        scope = self._scope(workspace)
        async with self._database.writing() as connection:
            version = await self._announcer.raise_version(connection, scope)
            if bot:
                await connection.execute(scope.delete(bots))
                await connection.execute(scope.update(workspaces).values(removed_at=self._clock()))
            if people:
                gone = scope.delete(installations)
                if person is not None:
                    gone = gone.where(installations.c.person == person)
                await connection.execute(gone)
        self._announcer.changed(workspace, version)

    def _sealed(self, workspace: WorkspaceId, found: Bot | Installation) -> dict[str, Any]:
        return {
            "sealed": self._seal.close(workspace, _plain(found.to_dict_for_copying())),
            "installed_at": datetime.fromtimestamp(found.installed_at, UTC),
        }


class KeptStates(AsyncOAuthStateStore):
    """The states of installations under way: each is good once, and not for long."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep them in a database, so that whichever process Slack sends people back to knows them."""
        self._database, self._clock = database, clock

    @property
    def logger(self) -> logging.Logger:
        """Where slack_sdk would write."""
        return logging.getLogger(__name__)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - slack_sdk's form
        """Return a new state."""
        state, now = secrets.token_urlsafe(32), self._clock()
        async with self._database.writing() as connection:
            await connection.execute(delete(oauth_states).where(oauth_states.c.until <= now))
            await connection.execute(insert(oauth_states).values(state=state, until=now + STATE))
        return state

    async def async_consume(self, state: str) -> bool:
        """Return whether a state is one of ours and its time is not over; it is good no more after that."""
        gone = delete(oauth_states).where(oauth_states.c.state == state).returning(oauth_states.c.until)
        async with self._database.writing() as connection:
            until: datetime | None = await connection.scalar(gone)
        return until is not None and until > self._clock()


async def leave(database: Database, announcer: Announcer, scope: Scope, at: datetime) -> None:
    """Forget every token of a workspace that took the app out at that moment; the rest goes later.

    Nothing is forgotten where the app has been installed anew since, as Slack may tell of it late.
    """
    anew = scope.select(bots, bots.c.installed_at).where(bots.c.installed_at > at)
    async with database.writing() as connection:
        if await connection.scalar(anew) is not None:
            return
        version = await announcer.raise_version(connection, scope)
        await connection.execute(scope.delete(bots))
        await connection.execute(scope.delete(installations))
        await connection.execute(scope.update(workspaces).values(removed_at=at))
    announcer.changed(scope.workspace, version)


async def stay(database: Database, scope: Scope) -> None:
    """Keep the data of a workspace that had the app taken out and has it again."""
    gone = scope.update(workspaces).where(workspaces.c.removed_at.is_not(None))
    async with database.writing() as connection:
        await connection.execute(gone.values(removed_at=None))


async def reseal(database: Database, seal: Seal) -> None:
    """Seal every token under the newest key, so that older keys can go; raise Unsealable."""
    async with database.writing() as connection:
        for table in (bots, installations):
            for row in (await connection.execute(select(table))).all():
                its = (column == row._mapping[column] for column in table.primary_key)
                renewed = update(table).where(*its).values(sealed=seal.renewed(row.sealed))
                await connection.execute(renewed)


async def unopened(database: Database, seal: Seal) -> tuple[int, int]:
    """Return how many workspaces' tokens no key of ours opens, and how many there are."""
    closed = 0
    async with database.reading() as connection:
        found = (await connection.execute(select(bots.c.workspace, bots.c.sealed))).all()
    for workspace, sealed in found:
        try:
            seal.open(workspace, sealed)
        except Unsealable:
            closed += 1
    return closed, len(found)


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what slack_sdk's models take back: it makes moments of its numbers, and reads them as texts."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in content.items()
        if value is not None
    }


def _with_bot(installation: Installation, bot: Bot) -> Installation:
    installation.bot_token = bot.bot_token
    installation.bot_id, installation.bot_user_id = bot.bot_id, bot.bot_user_id
    installation.bot_scopes = bot.bot_scopes
    installation.bot_refresh_token = bot.bot_refresh_token
    installation.bot_token_expires_at = bot.bot_token_expires_at
    return installation
