"""The HTTP side: Slack's requests through the guard to Bolt, and what a platform asks of a process."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from pydantic import SecretStr
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.server.guard import Admitted, Refused, admit
from bot.server.metrics import CONTENT_TYPE, Metrics

log = logging.getLogger(__name__)

EVENTS = "/slack/events"

Readiness = Callable[[], Awaitable[Mapping[str, Any]]]
"""What the app needs to answer, by name, each with a truth that says whether it is there."""

Running = Callable[[], AbstractAsyncContextManager[None]]


def web_app(
    bolt: AsyncApp,
    secret: SecretStr | None,
    readiness: Readiness,
    running: Running,
    metrics: Metrics,
    shown: Metrics | None,
) -> Starlette:
    """Return the app that a server runs; without a signing secret it hears only health checks.

    `running` is entered by servers that start and end the app themselves; `shown` are the counts that
    everybody may see who reaches it.
    """

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        state = await readiness()
        return JSONResponse(dict(state), 200 if all(state.values()) else 503)

    routes = [Route("/healthz", alive), Route("/readyz", ready)]
    if shown is not None:
        routes.append(_counts(shown))
    if secret is not None:
        routes.insert(0, Route(EVENTS, _door(bolt, secret, metrics), methods=["POST"]))
    return Starlette(routes=routes, lifespan=lambda _: running())


def counts_app(metrics: Metrics) -> Starlette:
    """Return the app that tells the counts and nothing else, for a port of its own."""
    return Starlette(routes=[_counts(metrics)])


def _counts(metrics: Metrics) -> Route:
    async def count(_: Request) -> Response:
        return Response(metrics.page(), media_type=CONTENT_TYPE)

    return Route("/metrics", count)


def _door(bolt: AsyncApp, secret: SecretStr, metrics: Metrics) -> Callable[[Request], Awaitable[Response]]:
    async def hear(request: Request) -> Response:
        try:
            admitted = await admit(request, secret)
        except Refused as refusal:
            metrics.refused(refusal.status)
            log.info("refused with %d: %s", refusal.status, refusal)
            return PlainTextResponse(str(refusal), refusal.status)
        except ClientDisconnect:
            return Response(status_code=400)
        return to_starlette_response(await bolt.async_dispatch(_bolt_request(admitted)))

    return hear


def _bolt_request(admitted: Admitted) -> AsyncBoltRequest:
    """Return a request for Bolt with the body that the guard parsed.

    Bolt's own parsing loses every form in which the word "payload" stands, a question about one included, and
    would read the body again in its own way. Bodies that are parsed are those of its Socket Mode.
    """
    return AsyncBoltRequest(mode="socket_mode", body=admitted.body, headers={**admitted.headers})
