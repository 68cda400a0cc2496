"""What DATABASE_URL means: where the database is, and what of it a driver understands."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

log = logging.getLogger(__name__)

DEFAULT = "sqlite:///rolecall.sqlite3"
"""A file in the folder that the app is started in."""

MEMORY = "sqlite:///:memory:"

_UNREADABLE = (
    "the address cannot be read: in the password, write % as %25, # as %23, / as %2F, ? as %3F, @ as %40 "
    "and [ as %5B"
)

_DRIVERS_OWN = frozenset(
    {
        *("host", "port", "dbname", "database", "user", "password", "passfile", "service"),
        *("sslmode", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslcrl", "sslnegotiation"),
        *("ssl_min_protocol_version", "ssl_max_protocol_version"),
        *("target_session_attrs", "krbsrvname", "gsslib"),
    }
)
_FOR_THE_SERVER = frozenset({"application_name", "options", "search_path", "statement_timeout"})
_UNDERSTOOD = _DRIVERS_OWN | _FOR_THE_SERVER
_CONNECTING = 10.0
_COMMANDS = 15.0

_SEVERAL = ("WEB_CONCURRENCY", "GUNICORN_WORKERS", "UVICORN_WORKERS")
_FLEETING = {
    "DYNO": "Heroku",
    "K_SERVICE": "Cloud Run",
    "KUBERNETES_SERVICE_HOST": "Kubernetes",
    "FLY_APP_NAME": "Fly",
    "RENDER": "Render",
    "RAILWAY_ENVIRONMENT": "Railway",
    "VERCEL": "Vercel",
    "AWS_LAMBDA_FUNCTION_NAME": "Lambda",
    "VCAP_APPLICATION": "Cloud Foundry",
}
"""Platforms whose disks are emptied at each deployment, by a variable that they set."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database; its repr holds no password."""

    sqlite: bool
    path: str = ""
    """The file, for SQLite; `:memory:` for none."""
    connect: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What asyncpg's `connect` takes, for PostgreSQL."""


def parse(url: str | None) -> Address:
    """Return where a database is; raise ValueError where it cannot be read, without repeating any of it."""
    scheme, _, rest = (url or DEFAULT).partition(":")
    kind = scheme.partition("+")[0]
    if kind == "sqlite":
        path = rest.partition("?")[0].removeprefix("//").removeprefix("/")
        return Address(sqlite=True, path=path or ":memory:")
    if kind in {"postgres", "postgresql"}:
        return Address(sqlite=False, connect=_connecting(f"postgresql:{rest}"))
    raise ValueError(f"no database of the kind {kind!r} is supported")


def _parts(url: str) -> SplitResult:
    """Return an address in parts; raise ValueError where a sign in the password seems to end it."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        for host in parts.netloc.rpartition("@")[2].split(","):
            _ = urlsplit(f"//{host}").port
        asked = parse_qsl(parts.query, keep_blank_values=True)
        cut = [part for name, value in asked if name not in _UNDERSTOOD for part in (name, value)]
        stray = any("@" in part for part in (parts.path, *cut)) or parts.netloc.count("@") > 1
        if not parts.fragment and not stray:
            return parts
    # Outside the handler, as what was raised there repeats what it stumbled over.
    raise ValueError(_UNREADABLE)


def _connecting(url: str) -> dict[str, Any]:
    parts = _parts(url)
    given = dict(parse_qsl(parts.query))
    understood = {name: value for name, value in given.items() if name in _UNDERSTOOD}
    connect: dict[str, Any] = {
        "timeout": _seconds(given.get("connect_timeout")),
        "command_timeout": _COMMANDS,
    }
    if understood.get("sslrootcert") == "system":  # libpq's word for the machine's own authorities
        del understood["sslrootcert"]
        understood.pop("sslmode", None)
        connect["ssl"] = True
    unread = given.keys() - understood.keys() - {"connect_timeout", "sslrootcert", "sslmode"}
    if unread:
        log.info("DATABASE_URL: %s has no meaning here and is passed over", ", ".join(sorted(unread)))
    query = f"?{urlencode(understood)}" if understood else ""
    connect["dsn"] = f"postgresql://{parts.netloc}{parts.path}{query}"
    return connect


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isdecimal() and int(text) else _CONNECTING


def hazards(address: Address, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield why an SQLite file is a bad idea in this environment, a sentence each."""
    if not address.sqlite or address.path == ":memory:":
        return
    for name in _SEVERAL:
        if environ.get(name, "1").strip() not in {"", "0", "1"}:
            yield (
                f"{name}={environ[name]} starts several processes, and an SQLite file serves one well: set "
                "DATABASE_URL to a PostgreSQL, or start one process"
            )
    for name, platform in _FLEETING.items():
        if environ.get(name) and not _lasting(Path(address.path), environ):
            yield (
                f"{platform} empties its disk at every deployment ({name} is set), and {address.path} with "
                "it: set DATABASE_URL to a PostgreSQL, or keep the file on a volume"
            )


def _lasting(path: Path, environ: Mapping[str, str]) -> bool:
    """Whether the file lies on a disk of its own: on a volume that is mounted below the root."""
    volume = environ.get("RAILWAY_VOLUME_MOUNT_PATH")
    folder = path.resolve().parent
    if volume and folder.is_relative_to(volume):
        return True
    return any(parent.is_mount() for parent in (folder, *folder.parents) if parent != Path(parent.anchor))
