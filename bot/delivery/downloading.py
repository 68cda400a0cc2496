"""Fetches a file that somebody handed over in Slack: with the app's token, from Slack's own servers alone."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

SCOPE = "files:read"
"""What it takes."""

_OK = 200
_PIECE = 65_536
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class MayNotRead(Exception):  # noqa: N818 - it says why
    """The app may not read files in this workspace."""


class Gone(Exception):  # noqa: N818 - it says what became of the file
    """A file is not there any more."""


class TooLarge(Exception):  # noqa: N818 - it says what the file is
    """A file has more bytes than are read."""


async def download(client: AsyncWebClient, file: str, most: int) -> bytes:
    """Return what stands in a file; raise MayNotRead, Gone or TooLarge, and what goes wrong on the way."""
    try:
        told = (await client.files_info(file=file))["file"]
    except SlackApiError as error:
        if error.response.get("error") in {"missing_scope", "not_allowed_token_type"}:
            raise MayNotRead from None
        if error.response.get("error") in {"file_not_found", "file_deleted"}:
            raise Gone from None
        raise
    if int(told.get("size") or 0) > most:
        raise TooLarge
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not _of_slack(url, client.base_url):
        raise MayNotRead  # it lies elsewhere, where the token must not go
    async with _session(client) as session:
        bearer = {"Authorization": f"Bearer {client.token}"}
        way: dict[str, Any] = {"proxy": client.proxy, "ssl": True if client.ssl is None else client.ssl}
        async with session.get(url, headers=bearer, allow_redirects=False, timeout=_TIMEOUT, **way) as answer:
            # Who may not read a file gets a page to sign in, or is sent to one.
            if answer.status != _OK or answer.content_type == "text/html":
                raise MayNotRead
            data = bytearray()
            async for piece in answer.content.iter_chunked(_PIECE):
                data += piece
                if len(data) > most:
                    raise TooLarge
    return bytes(data)


@contextlib.asynccontextmanager
async def _session(client: AsyncWebClient) -> AsyncIterator[aiohttp.ClientSession]:
    """Use the client's connections, which stay open, or some for this once."""
    if client.session is not None:
        yield client.session
        return
    async with aiohttp.ClientSession() as session:
        yield session


def _of_slack(url: str, base: str) -> bool:
    """Whether an address is of the servers that the Web API is asked on, or of one beside them."""
    given, known = urlsplit(url), urlsplit(base)
    host, home = given.hostname or "", (known.hostname or "").removeprefix("www.")
    return given.scheme == known.scheme and (host == home or host.endswith(f".{home}"))
