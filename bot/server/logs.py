"""How the process logs: as text for people or JSON for collectors, never a secret or what somebody wrote."""

from __future__ import annotations

import logging
import re
from typing import Literal

import structlog
from structlog.processors import EventRenamer, JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.types import EventDict, Processor

_CHATTY = ("slack_bolt", "slack_sdk", "aiohttp", "aiosqlite", "asyncio", "uvicorn.access")
"""Below INFO these repeat whole requests, messages, headers and what is written to the database."""

_TALKATIVE = ("alembic",)
"""At INFO these tell what nobody asked."""

_SECRET = re.compile(
    r"\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-[\w-]+"  # tokens
    r"|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)"  # who logs in where, as in a database's address
    r"|\bhooks\.slack[\w.-]*/[^\s\"']+"  # response URLs: who has one can post
)

_EVERY_LINE: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    add_log_level,
    add_logger_name,
    ExtraAdder(),
    TimeStamper(fmt="iso", utc=True, key="time"),
)


class _Formatter(ProcessorFormatter):
    """Last to touch a line, so that no library's message or traceback carries a secret out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without what looks like a secret."""
        return _SECRET.sub("(secret)", super().format(record))


def set_up_logging(level: str, form: Literal["text", "json"]) -> None:
    """Send the process's log to stderr in one form; the libraries under us stay at INFO or above."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        _Formatter(
            processors=[ProcessorFormatter.remove_processors_meta, *_rendering(form)],
            foreign_pre_chain=_EVERY_LINE,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _rendering(form: Literal["text", "json"]) -> tuple[Processor, ...]:
    if form == "json":
        return format_exc_info, EventRenamer("message"), JSONRenderer(ensure_ascii=False)
    return format_exc_info, _as_text


def _as_text(_logger: object, _method: str, told: EventDict) -> str:
    """Return a line for people; structlog's own takes as long as a small answer."""
    time, level, name, what = (told.pop(key) for key in ("time", "level", "logger", "event"))
    exception = told.pop("exception", None)
    more = "".join(f" {key}={value}" for key, value in told.items())
    line = f"{time} {level:<7} {name}: {what}{more}"
    return f"{line}\n{exception}" if exception else line
