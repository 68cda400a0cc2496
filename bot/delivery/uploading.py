"""Puts a picture where a block may refer to it: uploaded once for each workspace, and waited for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol
from weakref import WeakValueDictionary

from pydantic import JsonValue
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

_SHELF = "pictures"
_WAIT, _LOOKS = 0.5, 40
"""Seconds between two looks, and how many: a fresh upload is not ready to be shown."""
_REFUSED = frozenset({"missing_scope", "not_allowed_token_type", "file_uploads_disabled", "unknown_method"})


class Notes(Protocol):
    """Where the ids of files are kept."""

    async def get(self, shelf: str, key: str) -> JsonValue:
        """Return a value; None where there is none."""
        ...

    async def put(self, shelf: str, key: str, value: JsonValue) -> None:
        """Keep a value."""
        ...


class Picture(Protocol):
    """What is uploaded."""

    @property
    def png(self) -> bytes:
        """The picture."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def alt(self) -> str:
        """What it shows."""
        ...


class MayNotUpload(Exception):  # noqa: N818 - it says why
    """The app may not upload files in this workspace."""


class NotReady(Exception):  # noqa: N818 - it says what the file is
    """Slack has taken the file and has not made it ready for a long time."""


class Uploads:
    """The pictures of every workspace; however many ask for one at once, it is uploaded once."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._locks = WeakValueDictionary[tuple[str, str], asyncio.Lock]()
        """Those that somebody holds or waits for."""

    async def file(
        self,
        client: AsyncWebClient,
        team: str,
        notes: Notes,
        digest: str,
        draw: Callable[[], Awaitable[Picture]],
    ) -> str:
        """Return the id of a file that is ready; draw and upload it where there is none, or it was deleted.

        Raise MayNotUpload, NotReady, or what drawing raises.
        """
        async with self._locks.setdefault((team, digest), asyncio.Lock()):
            kept = await notes.get(_SHELF, digest)
            try:
                if isinstance(kept, str) and await self._ready(client, kept):
                    return kept
                file = await self._uploaded(client, await draw(), digest)
                if not await self._ready(client, file):
                    raise NotReady(file)
            except SlackApiError as error:
                if error.response.get("error") in _REFUSED:
                    raise MayNotUpload(str(error.response.get("needed") or "")) from None
                raise
            await notes.put(_SHELF, digest, file)
            return file

    async def _uploaded(self, client: AsyncWebClient, picture: Picture, digest: str) -> str:
        answer = await client.files_upload_v2(
            filename=f"{digest[:12]}.png",
            content=picture.png,
            title=picture.title,
            alt_txt=picture.alt[:1000],
        )
        return str(answer["files"][0]["id"])

    async def _ready(self, client: AsyncWebClient, file: str) -> bool:
        """Wait until a block may refer to a file; False where it is gone, or is not ready for long."""
        for _ in range(_LOOKS):
            try:
                told = await client.files_info(file=file)
            except SlackApiError as error:
                if error.response.get("error") in {"file_not_found", "file_deleted"}:
                    return False
                raise
            if told["file"].get("mimetype"):
                return True
            await self._sleep(_WAIT)
        return False
