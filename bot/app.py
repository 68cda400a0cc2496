"""Puts the rooms together: the one file that knows every other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.answerer import Answerer
from bot.delivery.answering import BECAME, Answering
from bot.delivery.background import Background
from bot.delivery.pace import Pace
from bot.delivery.posting import retry_handlers
from bot.delivery.tiers import Tiers
from bot.delivery.uploading import Uploads
from bot.drawn import Drawn
from bot.guiding.guide import Guide
from bot.guiding.reconciliation import Reconciliation
from bot.jobs import Jobs, jobs
from bot.knowledge.shelves import default_folder
from bot.listeners import register
from bot.listeners.desk import Desk
from bot.listeners.setting_up import greet
from bot.manifest import SCOPES
from bot.pictures.painter import Painter
from bot.server.authorizing import ManyWorkspaces, SingleWorkspace
from bot.server.beside import Beside
from bot.server.confirming import confirmed, kept_asking
from bot.server.ending import ANSWERS, END, Ending
from bot.server.installing import Installed, Installing
from bot.server.metrics import Metrics
from bot.server.observing import ObservedApp
from bot.server.readiness import Part, Readiness
from bot.server.sockets import SocketMode
from bot.server.web import web_app
from bot.settings import Settings, SettingsError
from bot.storage.clock import Clock, now
from bot.storage.database import DatabaseDown
from bot.storage.migrating import Outdated
from bot.storage.sealing import Seal
from bot.storage.storage import Storage, opened
from bot.workspace.checking import check
from bot.workspace.directory import WorkspaceId
from bot.workspace.learning import Learning
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.workspaces import Workspaces

log = logging.getLogger(__name__)

Mode = Literal["http", "socket"]

_FIRST = 3.0
"""Seconds that the start waits for Slack; a platform may end a process that is not alive soon."""
TIMEOUT = aiohttp.ClientTimeout(total=30)

_INSTALLING = ("slack_client_id", "slack_client_secret", "rolecall_encryption_key", "slack_signing_secret")


_Kept = TypeVar("_Kept")


def build_app(
    settings: Settings, desk: Desk, *, client: AsyncWebClient, authorize: AsyncAuthorize, metrics: Metrics
) -> AsyncApp:
    """Return the Bolt app with its listeners; `client` is what Bolt makes each request's client after."""
    app = ObservedApp(
        metrics,
        name="rolecall",
        logger=client.logger,
        client=client,
        authorize=authorize,
        # The guard has done it, the only way for requests by HTTP; Bolt would do it again.
        request_verification_enabled=False,
        # Otherwise Bolt looks every ten milliseconds whether a listener has answered.
        process_before_response=True,
    )
    register(app, desk, Pace(settings.rolecall_pace))
    return app


class Rolecall:
    """The whole app: what it knows, the Bolt app, its HTTP side, and what runs beside them."""

    def __init__(
        self,
        settings: Settings,
        answerer: Answerer,
        *,
        client_options: Mapping[str, Any] | None = None,
        clock: Clock = now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Put it together, for one workspace or for those that install it; raise SettingsError.

        `client_options` reach every Web API client; `sleep` waits in the time of the clock.
        """
        self.settings, self.answerer, self.clock = settings, answerer, clock
        self.background, self.drawn, self.painter = Background(), Drawn(), Painter()
        self.metrics = Metrics(self.drawn, answerer, settings.slack_api_url)
        self._client = _client(settings, client_options or {})
        self._authorize = _authorizing(settings, self._client)
        self._installing = _installing(settings, self._client, clock, self.welcome)
        self.workspaces = Workspaces(answerer, settings.rolecall_admins)
        self.learning = Learning(self.workspaces, clock)
        self.answering = Answering(self.background, self._authorize.client_for)
        self.guide = Guide(self.workspaces, Tiers(clock, sleep), clock)
        self.reconciliation = Reconciliation(self.guide, self.background, self._authorize.client_for)
        became = "Messages by what became of their answer"
        self.metrics.show(
            "deliveries", became, "became", lambda: {**dict.fromkeys(BECAME, 0), **self.answering.became}
        )
        self.metrics.watch(
            "under_way", "Messages whose answer is not posted yet", lambda: self.answering.under_way
        )
        self.beside = Beside()
        self.metrics.state(
            "failing",
            "Work beside the requests that fails, 1, or does not",
            "work",
            lambda: self.beside.failing,
        )
        turns = "Calls for newcomers whose turn has not come"
        self.metrics.watch("newcomers_waiting", turns, lambda: self.guide.tiers.waiting)
        self.desk = desk = Desk(
            self.workspaces,
            self.drawn,
            self.answering,
            self.background,
            self.learning,
            clock,
            self.guide,
            self.painter,
            Uploads(sleep),
        )
        self.bolt = build_app(
            settings, desk, client=self._client, authorize=self._authorize, metrics=self.metrics
        )
        self.readiness = Readiness()
        self.readiness.watch("knowledge", self._knows)
        self.readiness.watch("token", self._confirmed)
        counts = None if settings.metrics_port else self.metrics
        self.web = web_app(
            self.bolt, settings.slack_signing_secret, self.readiness, self.running, self.metrics, counts
        )
        if self._installing:
            self.web.routes.extend(self._installing.routes())

    @contextlib.asynccontextmanager
    async def running(self, mode: Mode = "http") -> AsyncIterator[None]:
        """Open what serving needs, and finish what is under way at the end.

        Raise SettingsError where Slack refuses the token, or where the database cannot be used. Where Slack
        cannot be asked now, it is asked again until it answers.
        """
        self.ending = Ending()
        async with contextlib.AsyncExitStack() as stack:
            session = aiohttp.ClientSession(timeout=TIMEOUT, middlewares=(self.metrics.follow,))
            self._client.session = await stack.enter_async_context(session)
            await confirmed(self._authorize, self.settings, _FIRST)
            storage = await stack.enter_async_context(kept_by(self.settings, self.clock))
            _lend(self.workspaces.open, storage, stack)
            _lend(self.answering.open, storage.journal, stack)
            _lend(self.guide.open, storage, stack)
            stack.push_async_callback(self.painter.close)
            self._needs("database", storage.ready, stack)
            await self._let_in(storage, stack)
            stack.push_async_callback(self._finish)
            self.jobs = Jobs(jobs(storage, self.workspaces, self._reach), storage, self.clock)
            beside: Mapping[str, Callable[[], Awaitable[None]]] = {
                "counts": self.learning.follow,
                "answers": self.answering.follow,
                "newcomers": self.reconciliation.follow,
                "edits": partial(self.answerer.follow, _folder(self.settings)),
                "changes": storage.follow,
                "spelling": self.answerer.warm,
                "confirming": partial(self._confirm, storage),
            }
            for name, work in beside.items():
                await stack.enter_async_context(self.beside.running(name, work, self.ending))
            for name, work in self.jobs.loops().items():
                await stack.enter_async_context(
                    self.beside.running(name, work, self.ending, after=self.jobs.every)
                )
            if mode == "socket":
                self.settings.require("slack_app_token")
                assert self.settings.slack_app_token is not None  # noqa: S101 - for the type checker
                socket = SocketMode(self.bolt, self.settings.slack_app_token, self.ending)
                self._needs("socket", socket.connected, stack)
                await stack.enter_async_context(socket.running())
            yield

    async def _let_in(self, storage: Storage, until: contextlib.AsyncExitStack) -> None:
        """Take tokens from the storage where workspaces install the app, else the workspace as installed."""
        if isinstance(self._authorize, ManyWorkspaces):
            _lend(self._authorize.open, storage.token_for, until)
        elif self._authorize.team:
            await storage.stays(self._authorize.team)
        if self._installing and storage.installations:
            _lend(self._installing.open, (storage.states, storage.installations), until)

    def _needs(self, name: str, part: Part, until: contextlib.AsyncExitStack) -> None:
        self.readiness.watch(name, part)
        until.callback(self.readiness.forget, name)

    async def welcome(self, workspace: str, installer: str) -> None:
        """Tell whoever installed the app how to begin, beside the page that they see."""
        client = await self._authorize.client_for(workspace)
        if client is not None:
            self.background.start(greet(self.desk, client, WorkspaceId(workspace), installer))

    async def _knows(self) -> bool:
        return bool(self.answerer.version)

    async def _confirm(self, storage: Storage) -> None:
        """Ask until Slack says whose token it is, where it did not at the start; then it is let in."""
        if isinstance(self._authorize, SingleWorkspace) and not self._authorize.ready:
            await kept_asking(self._authorize, self.settings)
            if self._authorize.team:
                await storage.stays(self._authorize.team)

    async def _confirmed(self) -> bool:
        return self._authorize.ready

    async def _reach(self, workspace: WorkspaceId) -> AsyncWebClient | None:
        """Return what a workspace is told things with by the clock; None where the token is another's."""
        whose = await self._authorize.confirm()
        if whose is not None and workspace not in {whose.team_id, whose.enterprise_id}:
            return None
        return await self._authorize.client_for(workspace)

    async def _finish(self) -> None:
        late = await self.background.drain(self.ending.left(ANSWERS))
        writing = asyncio.create_task(self.learning.write())
        await asyncio.wait({writing}, timeout=self.ending.left(END))
        if writing.done():
            writing.result()
        else:  # and not waited for: a statement that is held up goes on until it gives up
            writing.cancel()
            log.warning("what was counted last is not kept, as the database did not answer in time")
        if late:
            log.warning("%d things were under way when the process ended; answers are handed back", late)


@contextlib.asynccontextmanager
async def kept_by(
    settings: Settings, clock: Clock = now, *, as_it_is: bool = False
) -> AsyncIterator[Storage]:
    """Open the database that the settings name; raise SettingsError where it cannot be used.

    Who only reads takes it as it is, so that nothing is made or migrated.
    """
    url, keys = settings.database_url, settings.rolecall_encryption_key
    opening = opened(
        url.get_secret_value() if url else None,
        Pseudonyms(_keys(settings)),
        seal=Seal(keys.get_secret_value()) if keys else None,
        clock=clock,
        check=lambda own: check(own, _folder(settings)),
        environ=os.environ,
        as_it_is=as_it_is,
    )
    async with contextlib.AsyncExitStack() as stack:
        try:
            storage = await stack.enter_async_context(opening)
        except (DatabaseDown, Outdated, ValueError) as error:
            raise SettingsError(f"DATABASE_URL: {error}") from None
        yield storage


def _authorizing(settings: Settings, client: AsyncWebClient) -> SingleWorkspace | ManyWorkspaces:
    if settings.installable:
        return ManyWorkspaces(client)
    settings.require("slack_bot_token")
    assert settings.slack_bot_token is not None  # noqa: S101 - for the type checker
    return SingleWorkspace(client, settings.slack_bot_token)


def _installing(
    settings: Settings, client: AsyncWebClient, clock: Clock, installed: Installed
) -> Installing | None:
    if not settings.installable:
        return None
    settings.require(*_INSTALLING)
    assert settings.slack_client_id is not None  # noqa: S101 - for the type checker
    assert settings.slack_client_secret is not None  # noqa: S101
    known = (settings.slack_client_id, settings.slack_client_secret)
    return Installing(client, *known, [*SCOPES], lambda: clock().timestamp(), installed)


def _client(settings: Settings, options: Mapping[str, Any]) -> AsyncWebClient:
    # A logger without a level of its own makes Bolt write whole requests for nobody to read.
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(max(logging.INFO, logging.getLevelName(settings.log_level)))
    defaults = {"base_url": settings.slack_api_url, "retry_handlers": retry_handlers(), "logger": logger}
    return AsyncWebClient(**{**defaults, **options})


def _folder(settings: Settings) -> Path:
    return settings.rolecall_knowledge or default_folder()


def _keys(settings: Settings) -> list[bytes]:
    """Return what people are counted under: the server's keys, else what it shares with Slack alone."""
    given = settings.rolecall_encryption_key or settings.slack_signing_secret or settings.slack_bot_token
    return [key.strip().encode() for key in given.get_secret_value().split(",")] if given else [b"nobody"]


def _lend(opening: Callable[[_Kept | None], None], kept: _Kept, until: contextlib.AsyncExitStack) -> None:
    """Let a part work with what is kept until the end of the block."""
    opening(kept)
    until.callback(opening, None)
