"""How the process logs: as text for people or JSON for collectors, never a secret or what somebody wrote."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from bot.trail import noted

_CHATTY = ("slack_bolt", "slack_sdk", "aiohttp", "aiosqlite", "asyncio", "uvicorn.access")
"""Below INFO these repeat whole requests, messages, headers and what is written to the database."""

_TALKATIVE = ("alembic",)
"""At INFO these tell what nobody asked."""

_SECRET = re.compile(
    r"x(?:ox[a-z]|app)(?:\.xox[a-z])?-[\w-]+"  # tokens
    r"|://[^\s/@:]+:[^\s/@]+(?=@)"  # who logs in where, as in a database's address
    r"|hooks\.slack[\w.-]*/[^\s\"']+"  # response URLs: who has one can post
    r"|ticket=[\w.%~-]+"  # who has one can connect by Socket Mode
)
"""Each begins with a letter of its own: one that looks back or for an edge takes nine times as long."""

_ROW = re.compile(
    r"(?:DETAIL: |query argument \$\d+: ).*?(?=\n\[SQL|\n\nThe above|\n\nDuring handling|\Z)", re.DOTALL
)
"""What stands in a row that PostgreSQL or its driver does not take, which may be what somebody wrote."""

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
"""What every record has, and what uvicorn repeats for a terminal; the rest is what was told with it."""


class _Formatter(logging.Formatter):
    """Last to touch a line, so that no library's message or traceback carries a secret out."""

    def __init__(self, form: Literal["text", "json"]) -> None:
        super().__init__()
        self._line = _as_json if form == "json" else _as_text

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without what looks like a secret."""
        more = {**noted(), **{key: told for key, told in vars(record).items() if key not in _USUAL}}
        trace = _ROW.sub("(secret)", self.formatException(record.exc_info)) if record.exc_info else None
        said = _ROW.sub("(secret)", record.getMessage())
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        line = self._line(f"{at[:26]}Z", record, said, more, trace)
        return _SECRET.sub(_hidden, line)


def _hidden(secret: re.Match[str]) -> str:
    return "://(secret)" if secret[0].startswith("://") else "(secret)"


def set_up_logging(level: str, form: Literal["text", "json"]) -> None:
    """Send the process's log to stderr in one form; the libraries under us stay at INFO or above."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter(form))
    # No line tells where in the code it was written, nor by which thread: to find out costs as much again.
    logging._srcfile = None  # as the standard library's guide to logging says
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _as_text(
    at: str, record: logging.LogRecord, said: str, more: Mapping[str, object], trace: str | None
) -> str:
    level, told = record.levelname.lower(), "".join(f" {key}={value}" for key, value in more.items())
    line = f"{at} {level:<7} {record.name}: {said}{told}"
    return f"{line}\n{trace}" if trace else line


def _as_json(
    at: str, record: logging.LogRecord, said: str, more: Mapping[str, object], trace: str | None
) -> str:
    what = {"time": at, "level": record.levelname.lower(), "logger": record.name}
    line = {**what, "message": said, **more, **({"exception": trace} if trace else {})}
    return json.dumps(line, ensure_ascii=False, default=repr)
