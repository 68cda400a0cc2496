"""Takes a Web API request: who calls, may they, with what, how often; then runs it, faults included."""

from __future__ import annotations

import base64
import contextlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.playground.journal import Entry
from bot.playground.limits import Rate
from bot.playground.web_api.method import METHODS, ApiError, Call, Method
from bot.playground.workspace import Workspace

FORM_ONLY = frozenset(
    {
        "bots.info",
        "chat.getPermalink",
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.members",
        "conversations.replies",
        "files.getUploadURLExternal",
        "files.info",
        "oauth.v2.access",
        "team.info",
        "usergroups.list",
        "usergroups.users.list",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    }
)
"""The methods that read no JSON body, nearly all that only look something up. Slack drops it without a word:
users.info then knows no such user, and users.list forgets its limit. Here all of it is refused."""

_FAULTS = {
    "rate_limit": ApiError("ratelimited", status=429, retry_after=1),
    "server_error": ApiError("internal_error", status=500),
}


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a request holds."""

    token: str
    args: Mapping[str, Any]
    broken: str
    """Slack's error where the body could not be read."""


class LostAnswer(Response):
    """Breaks the connection in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        """Promise a body and leave."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})


class WebApi:
    """The methods under /api/, for all workspaces whose tokens it knows."""

    def __init__(self, workspaces: Sequence[Workspace]) -> None:
        self._workspaces = workspaces

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        name = request.path_params["method"]
        sent = await _read(request, name)
        workspace = self._of(sent) or self._workspaces[0]
        entry = workspace.journal.open(workspace.clock.now(), "from_app", name, _readable(sent.args))
        began = time.perf_counter()
        await workspace.clock.sleep(workspace.faults.slow_ms / 1000)
        entry.fault = workspace.faults.of_call(name)
        answer, status = self._outcome(name, sent, entry)
        workspace.journal.close(entry, answer, status, (time.perf_counter() - began) * 1000)
        return _respond(workspace, answer, status, entry.fault)

    def _outcome(self, name: str, sent: _Sent, entry: Entry) -> tuple[dict[str, Any], int]:
        if entry.fault in _FAULTS:
            return _FAULTS[entry.fault].as_json(), _FAULTS[entry.fault].status
        try:
            return {"ok": True, **self._run(name, sent)}, 200
        except ApiError as refusal:
            return refusal.as_json(), refusal.status

    def _run(self, name: str, sent: _Sent) -> dict[str, Any]:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        call = Call(self._allowed(method, sent), name, sent.args)
        if sent.broken:
            raise ApiError(sent.broken)
        if method.caller == "bot":
            call.needs(*method.scopes)
        _check_names(method, sent.args)
        call.within(method.rate or Rate.TIER_4)
        return method.run(call)

    def _of(self, sent: _Sent) -> Workspace | None:
        """Find the workspace by token, or by the code of an installation."""
        for workspace in self._workspaces:
            known = workspace.credentials
            if sent.token in {known.bot_token, known.app_token} or sent.args.get("code") in workspace.codes:
                return workspace
        return None

    def _allowed(self, method: Method, sent: _Sent) -> Workspace:
        workspace = self._of(sent)
        if method.caller == "anybody":
            return workspace or self._workspaces[0]
        if not sent.token:
            raise ApiError("not_authed")
        if workspace is None:
            raise ApiError("invalid_auth")
        if not workspace.installed:
            raise ApiError("account_inactive")
        known = workspace.credentials
        if sent.token != (known.app_token if method.caller == "app" else known.bot_token):
            raise ApiError("not_allowed_token_type")
        return workspace


def _check_names(method: Method, args: Mapping[str, Any]) -> None:
    """Refuse what is missing, and what the method does not know: Slack lets that pass, and hides typos."""
    missing = sorted(name for name in method.required if args.get(name) is None or args[name] == "")
    # Bolt adds the team to every call, and Slack lets it.
    unknown = sorted(set(args) - method.required - method.optional - {"team_id"})
    if missing or unknown:
        raise ApiError(
            "invalid_arguments",
            *(f"missing required field: {name}" for name in missing),
            *(f"no such argument: {name}" for name in unknown),
        )


async def _read(request: Request, name: str) -> _Sent:
    """Return the token and the arguments, from wherever this client put them."""
    args: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    broken = ""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if request.headers.get("content-type", "").startswith("application/json"):
        written, broken = _written(body)
        args |= {"JSON body": written} if written and name in FORM_ONLY else written
        args.pop("token", None)  # beside JSON, Slack looks for it in the header only
    else:
        args |= parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    token = str(args.pop("token", "") or "")
    if scheme == "Basic":  # how OAuth sends the client's id and secret
        names = ("client_id", "client_secret")
        args |= dict(zip(names, base64.b64decode(credentials).decode().split(":", 1), strict=True))
        return _Sent(token, args, broken)
    return _Sent(credentials or token, args, broken)


def _written(body: bytes) -> tuple[dict[str, Any], str]:
    """Return what a JSON body holds, and Slack's error where that is no object."""
    try:
        written = json.loads(body or b"{}")
    except ValueError:
        return {}, "invalid_json"
    return (written, "") if isinstance(written, dict) else ({}, "json_not_object")


def _readable(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with the JSON that forms carry as text read, for the inspector."""
    read = dict(args)
    for name, value in args.items():
        if isinstance(value, str) and value.startswith(("[", "{")):
            with contextlib.suppress(json.JSONDecodeError):
                read[name] = json.loads(value)
    return read


def _respond(workspace: Workspace, answer: dict[str, Any], status: int, fault: str) -> Response:
    if fault == "lose_answer":
        return LostAnswer()
    if fault == "malformed_answer":
        return Response(json.dumps(answer)[:-1], media_type="application/json")
    if fault == "page_answer":
        return HTMLResponse("<!doctype html><title>Please sign in to the network</title>")
    headers = {
        "date": formatdate(workspace.clock.now(), usegmt=True),
        "x-oauth-scopes": ",".join(sorted(workspace.granted)),
    }
    if "retry_after" in answer:
        headers["retry-after"] = str(answer.pop("retry_after"))
    return JSONResponse(answer, status, headers)
