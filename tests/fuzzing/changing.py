"""Plans for what is sent: which valid payload, what is changed in it, and how it is signed and packed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from hypothesis import strategies as st

from bot.playground.transport import Delivery
from fuzzing.valid import VALID

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_TEN_MEGABYTES = 10_000_000
_MARK = "@@{}@@"

WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**400, 1e308, [], {}, [None], ["x"], [[]], [{}], ["UNIA"], ["SNONE"],
    {"id": None}, {"id": 5}, {"id": "UNIA"}, {"": ""}, {"type": "x"}, {"value": "x"}, {"value": None},
    float("nan"), float("inf"), -(10**18), 10**18,
    "", " ", "x", "-", "0", "9" * 40, "²", "٣", "1e9", "[" * 1500, "9" * 5000,
    "\x00", "\ud800", "\U0001d54f" * 50, "a " * 5000, "é" * 3000,
    "<!channel> <@UNIA> <https://x|y>", "*_~`>&", "%s %n {} {0}", "' OR 1=1 --", "../../etc",
    "1|role|data-engineer", "1|role|nobody", "1|unknown", "1|ownership||data-quality", "|" * 9,
    "who owns data quality?", "data-engineer", "assign nobody", "who nobody", "/other",
    "CHELP", "UNIA", "DNIA", "im", "bot_message", "file_share", "app_mention", "message",
    "block_actions", "view_submission", "1795176000.000100", "payload", "command", "edited",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change at one place of a payload, the places counted through."""

    place: int
    how: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent."""

    base: str
    changes: tuple[Change, ...] = ()
    packing: str = "whole"
    at: int = 0
    """Where in the body the packing does its harm, in thousandths."""
    signing: str = "valid"


_HOW = ("replace",) * 6 + ("remove", "remove", "nest", "nest deeply", "double", "add")
_PACKING = ("whole",) * 40 + ("truncate", "flip", "not UTF-8", "zero", "other type", "no type", "doubled")
_RARE = ("ten megabytes",)
_SIGNING = ("valid",) * 17 + ("none", "wrong", "old")

changes = st.builds(
    Change,
    st.integers(0, 120),
    st.sampled_from(_HOW),
    st.sampled_from(range(len(WRONG))).map(WRONG.__getitem__),
)
plans = st.builds(
    Plan,
    st.sampled_from(sorted(VALID)),
    st.lists(changes, max_size=3).map(tuple),
    st.sampled_from(_PACKING * 2 + _RARE),
    st.integers(0, 999),
    st.sampled_from(_SIGNING),
)


def packed(plan: Plan, number: int, port: int) -> tuple[bytes, str]:
    """Return the body of a plan with its content type; `number` makes it a message of its own."""
    delivery = VALID[plan.base](number)
    raw: dict[str, str] = {}
    payload: Any = deepcopy(dict(delivery.payload))
    for change in plan.changes:
        payload = _changed(payload, change, raw)
    body, kind = _encoded(delivery, payload, raw, port)
    harmed, kind = _harmed(body, kind, plan)
    # Whatever else is broken, nothing may be sent to another machine.
    host = f"127.0.0.1:{port}/hook/TDATA/x".encode()
    hosts = (host, quote_plus(host).encode())
    return (body if any(each in body and each not in harmed for each in hosts) else harmed), kind


def _harmed(body: bytes, kind: str, plan: Plan) -> tuple[bytes, str]:
    place = plan.at * len(body) // 1000
    match plan.packing:
        case "truncate":
            body = body[:place]
        case "flip":
            body = (
                body[:place] + bytes([body[place] ^ 1 << plan.at % 8]) + body[place + 1 :] if body else body
            )
        case "not UTF-8":
            body = body[:place] + b"\xff\xfe" + body[place:]
        case "zero":
            body = body[:place] + b"\0" + body[place:]
        case "other type":
            kind = "text/plain" if plan.at % 2 else (FORM if kind == JSON else JSON)
        case "no type":
            kind = ""
        case "doubled":
            body += body
        case "ten megabytes":
            body += b" " * _TEN_MEGABYTES
    return body, kind


def _encoded(delivery: Delivery, payload: Any, raw: dict[str, str], port: int) -> tuple[bytes, str]:
    def written(value: Any) -> str:
        text = json.dumps(value)
        for mark, instead in raw.items():
            text = text.replace(json.dumps(mark), instead)
        return text.replace("{port}", str(port))

    if delivery.kind == "events_api":
        return written(payload).encode(), JSON
    if delivery.kind == "interactive" or not isinstance(payload, dict):
        return urlencode({"payload": written(payload)}).encode(), FORM
    plain = {name: value if isinstance(value, str) else written(value) for name, value in payload.items()}
    text = urlencode(plain, errors="surrogatepass")
    return text.replace("%7Bport%7D", str(port)).encode(), FORM


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a payload, as what holds it and its key there."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in list(pairs):
        yield part, key
        yield from _places(value)


def _changed(payload: Any, change: Change, raw: dict[str, str]) -> Any:
    places = list(_places(payload))
    if not places:
        return deepcopy(change.value)
    holder, key = places[change.place % len(places)]
    mark = _MARK.format(len(raw))
    match change.how:
        case "replace":
            holder[key] = deepcopy(change.value)
        case "remove":
            del holder[key]
        case "nest":
            holder[key] = {"a": [holder[key]]}
        case "nest deeply":
            depth = (50, 900, 5_000, 100_000)[change.place % 4]
            raw[mark] = "[" * depth + "]" * depth
            holder[key] = mark
        case "double" if isinstance(holder, dict):
            raw[mark] = f"{json.dumps(change.value)}, {json.dumps(key)}: {json.dumps(holder[key])}"
            holder[key] = mark
        case _ if isinstance(holder, dict):
            holder[f"{key}_{change.place}"] = deepcopy(change.value)
    return payload
