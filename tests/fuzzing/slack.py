"""A Slack that says yes to everything and remembers where each message went."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

ADMIN = "UADMIN"
OPENED = "DNIA"
"""The direct message that is opened with whoever acts."""
_SAYS: dict[str, dict[str, Any]] = {
    "auth.test": {"team_id": "TDATA", "user_id": "UBOTTDATA", "bot_id": "B1", "url": "https://x.slack.com/"},
    "users.info": {
        "user": {"id": "UNIA", "name": "nia", "is_admin": True, "profile": {"display_name": "nia"}}
    },
    "users.list": {"members": [{"id": ADMIN, "name": "adam", "is_admin": True, "profile": {}}]},
    "conversations.info": {"channel": {"id": "CHELP", "name": "data-help", "is_member": True}},
    "conversations.open": {"channel": {"id": OPENED}},
    **{
        f"views.{way}": {"view": {"id": "V1", "hash": "1.y"}} for way in ("open", "push", "update", "publish")
    },
    "files.info": {
        "file": {"id": "F1", "name": "CODEOWNERS", "size": 9, "url_private": "http://127.0.0.2/x"}
    },
    "usergroups.list": {"usergroups": [{"id": "S1", "name": "Data platform", "handle": "data"}]},
}


@dataclass
class YesSlack:
    """An ASGI app that takes Web API calls and response URLs."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one call."""
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        name = scope["path"].rpartition("/api/")[2] or scope["path"]
        headers = dict(scope["headers"])
        if headers.get(b"content-type", b"").startswith(b"application/json"):
            self.calls.append((name, json.loads(body or b"{}")))
        else:
            self.calls.append((name, dict(parse_qsl(body.decode()))))
        answer = {"ok": True, "ts": "1795176000.000100", "channel": "CHELP", **_SAYS.get(name, {})}
        content = [(b"content-type", b"application/json"), (b"x-oauth-scopes", b"chat:write")]
        await send({"type": "http.response.start", "status": 200, "headers": content})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
