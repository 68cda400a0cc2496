"""Keeps the playground to the machine it runs on: what other sites in the same browser send is refused."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = {"127.0.0.1", "localhost", "[::1]"}

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Guard:
    """Wraps the playground: this machine's names only, and no writing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through and add the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refusal(scope)
        answer = PlainTextResponse(refusal, 403) if refusal else self._app
        await answer(scope, receive, send_with_headers)


def _refusal(scope: Scope) -> str:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
        # A name that somebody else's DNS points here would otherwise share this origin.
        return "The playground answers to 127.0.0.1 and localhost only."
    ours = scope["path"].startswith("/page-api/")
    if not ours and scope["method"] in {"GET", "HEAD"}:
        return ""  # a link from elsewhere may lead here
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return "The playground answers its own page only."
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "The playground answers its own page only."
    if ours and scope["method"] == "POST" and not _is_json(headers):
        return "Requests are application/json."
    return ""


def _is_json(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("application/json")
