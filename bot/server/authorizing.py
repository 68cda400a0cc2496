"""Which token serves a request: one, asked for once, however many requests come at the same moment."""

from __future__ import annotations

import asyncio
import copy

from pydantic import SecretStr
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient


class SingleWorkspace(AsyncAuthorize):
    """The bot token of the settings, with whom it belongs to."""

    def __init__(self, client: AsyncWebClient, token: SecretStr) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._token = token
        self._lock = asyncio.Lock()
        self._result: AuthorizeResult | None = None

    async def client_for(self, _workspace: str) -> AsyncWebClient:
        """Return what a workspace is asked and told with outside of a request, over the same connections."""
        client = copy.copy(self._client)
        client.token = self._token.get_secret_value()
        return client

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
