"""Feeds bytes that atheris makes to all that parses what strangers send: `make atheris`.

Whatever comes, the guard lets it in or refuses it, words are found in it, and a button's value means
something or nothing; anything else that is raised ends the run, with what was fed in a file of its own.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import Any

import atheris

with atheris.instrument_imports(include=["bot", "json", "urllib"]):
    from pydantic import SecretStr
    from starlette.requests import Request
    from starlette.types import Message

    from bot.cards.presses import decode
    from bot.matching.text import LONGEST, clean, words
    from bot.playground.transport import sign
    from bot.server.guard import Refused, admit

_SECRET = "atheris"
_KINDS = (b"application/x-www-form-urlencoded", b"application/json")
_RUNNER = asyncio.Runner()


def parse(data: bytes) -> None:
    """Parse what was made: the first byte chooses the content type and whether it stands in a form."""
    shape, body = data[:1], data[1:]
    kind = _KINDS[bool(shape and shape[0] & 1)]
    if shape and shape[0] & 2:
        body = b"payload=" + body
    try:
        admitted = _RUNNER.run(admit(_request(body, kind), SecretStr(_SECRET)))
    except Refused as refusal:
        if refusal.status not in {400, 413}:  # it is signed, and comes at once
            raise
        return
    for text in _texts(admitted.body):
        found = words(clean(text))
        assert all(isinstance(word, str) and word for word in found)
        assert len(clean(text)) <= LONGEST + 1
        try:
            decode(text)
        except ValueError:
            continue


def _request(body: bytes, kind: bytes) -> Request:
    now = int(time.time())

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [
        (b"content-type", kind),
        (b"x-slack-request-timestamp", str(now).encode()),
        (b"x-slack-signature", sign(_SECRET, body, now).encode()),
    ]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text that stands somewhere in a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def main() -> None:
    """Parse until the run is over; libFuzzer's options are taken: -runs=100000."""
    atheris.Setup(sys.argv, parse)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
