"""Which token serves a request: the one of the settings, or that of the workspace which it comes from."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from pydantic import SecretStr
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.directory import WorkspaceId
from bot.workspace.stores import NotInstalled, StoreDown

WORKSPACE, AT_ONCE = "workspace", "at_once"
"""What a request's context says: where it comes from, and whether its response is the whole answer."""


class Token(Protocol):
    """What a workspace's requests are made with."""

    @property
    def bot_token(self) -> str:
        """The token itself."""
        ...

    @property
    def bot_id(self) -> str:
        """Slack's id of the bot."""
        ...

    @property
    def bot_user_id(self) -> str:
        """Its id as a member, by which it is mentioned."""
        ...

    @property
    def scopes(self) -> Sequence[str]:
        """What the token may do."""
        ...


TokenFor = Callable[[WorkspaceId], Awaitable[Token | None]]
"""Returns a workspace's token, None where it has not got the app; raises StoreDown."""


class SingleWorkspace(AsyncAuthorize):
    """The bot token of the settings, with whom it belongs to."""

    def __init__(self, client: AsyncWebClient, token: SecretStr) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._token = token
        self._lock = asyncio.Lock()
        self._result: AuthorizeResult | None = None

    async def client_for(self, _workspace: str) -> AsyncWebClient | None:
        """Return what a workspace is asked and told with outside of a request, over the same connections."""
        return _with(self._client, self._token.get_secret_value())

    @property
    def team(self) -> WorkspaceId | None:
        """The workspace, once Slack has confirmed the token."""
        return WorkspaceId(self._result.team_id) if self._result and self._result.team_id else None

    @property
    def ready(self) -> bool:
        """Whether Slack has confirmed the token."""
        return self._result is not None

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt's form
        enterprise_id: str | None,  # noqa: ARG002
        team_id: str | None,  # noqa: ARG002
        user_id: str | None,  # noqa: ARG002
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult:
        """Return whose token it is; raises SlackApiError where Slack refuses it."""
        return self._result or await self.confirm()

    async def confirm(self) -> AuthorizeResult:
        """Ask Slack once whose token it is; raises SlackApiError where Slack refuses it."""
        async with self._lock:
            if self._result is None:
                token = self._token.get_secret_value()
                answer = await self._client.auth_test(token=token)
                self._result = AuthorizeResult.from_auth_test_response(
                    auth_test_response=answer,
                    bot_token=token,
                    bot_scopes=answer.headers.get("x-oauth-scopes"),
                )
        return self._result


class ManyWorkspaces(AsyncAuthorize):
    """The tokens of all workspaces that have the app, for requests and for work without one."""

    def __init__(self, client: AsyncWebClient) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._token_for: TokenFor | None = None

    def open(self, token_for: TokenFor | None) -> None:
        """Look tokens up there from now on."""
        self._token_for = token_for

    @property
    def ready(self) -> bool:
        """Whether tokens can be looked up."""
        return self._token_for is not None

    async def confirm(self) -> None:
        """Ask nothing: each token is of a workspace that has just installed the app, or has it still."""

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002 - Bolt's form
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult:
        """Return whose token serves a request; raise NotInstalled where its workspace has not got the app.

        A command needs no token to be answered, so it goes on without one while none can be looked up; for
        anything else, raise StoreDown.
        """
        try:
            token = await self._token(context[WORKSPACE])
        except StoreDown:
            if not context[AT_ONCE]:
                raise
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        if token is None:
            raise NotInstalled(context[WORKSPACE] or "no workspace")
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=token.bot_user_id,
            bot_id=token.bot_id,
            bot_token=token.bot_token,
            bot_scopes=list(token.scopes),
        )

    async def client_for(self, workspace: str) -> AsyncWebClient | None:
        """Return what a workspace is asked and told with outside of a request; None where it left."""
        token = await self._token(WorkspaceId(workspace))
        return _with(self._client, token.bot_token) if token else None

    async def _token(self, workspace: WorkspaceId) -> Token | None:
        if self._token_for is None:
            raise StoreDown("nothing is open")
        return await self._token_for(workspace) if workspace else None


def _with(client: AsyncWebClient, token: str) -> AsyncWebClient:
    made = copy.copy(client)
    made.token = token
    return made
