"""The page as a browser loads it: its scripts joined into one, its styles into another; two requests do."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

PAGE = Path(__file__).parent / "page"

_IMPORT = re.compile(r'import \{ (\w+(?:, \w+)*) \} from "([./\w]+)";\n')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|^.*\bimport\(.*", re.MULTILINE)
_FOREVER = "public, max-age=31536000, immutable"


def join_scripts(entry: Path) -> str:
    """Return a script and all that it imports as one, each in a scope of its own, those imported first.

    Raise ValueError for a circle of imports, and for forms of import and export that the page does not use.
    """
    joined: dict[Path, str] = {}
    _join(entry.resolve(), joined, ())
    return "\n".join(joined.values())


def _join(script: Path, joined: dict[Path, str], importers: tuple[Path, ...]) -> None:
    if script in importers:
        raise ValueError(f"{importers[-1].name} imports {script.name}, which imports it")
    if script in joined:
        return
    source = script.read_text(encoding="utf-8")
    imports = [((script.parent / path).resolve(), names) for names, path in _IMPORT.findall(source)]
    for imported, _ in imports:
        _join(imported, joined, (*importers, script))
    body = _EXPORT.sub("", _IMPORT.sub("", source))
    if other := _OTHER.search(body):
        raise ValueError(f"{script.name}: scripts of the page do not say {other[0].strip()!r}")
    root = (importers or (script,))[0].parent
    given = "".join(f"const {{ {names} }} = {_scope(imported, root)};\n" for imported, names in imports)
    # The first script is no function: it may await.
    joined[script] = f"{{\n{given}{body}}}\n"
    if importers:
        offered = f"return {{ {', '.join(_EXPORT.findall(source))} }};\n"
        joined[script] = f"const {_scope(script, root)} = (() => {{\n{given}{body}{offered}}})();\n"


def _scope(script: Path, root: Path) -> str:
    return "$" + "_".join(script.relative_to(root).with_suffix("").parts)


class Asset:
    """One file, under an address that changes whenever it does, so that it is never asked for twice."""

    def __init__(self, name: str, kind: str, text: str) -> None:
        self._kind = kind
        self._plain = text.encode()
        self._packed = gzip.compress(self._plain, mtime=0)
        self.path = f"/page/{hashlib.sha256(self._plain).hexdigest()[:12]}/{name}"

    def answer(self, request: Request) -> Response:
        """Return it as the browser takes it."""
        headers = {"cache-control": _FOREVER, "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self._plain, 200, headers, self._kind)
        return Response(self._packed, 200, {**headers, "content-encoding": "gzip"}, self._kind)


@lru_cache(maxsize=1)
def _made(_: tuple[int, ...]) -> tuple[str, dict[str, Asset]]:
    styles = "".join((PAGE / name).read_text(encoding="utf-8") for name in ("frame.css", "message.css"))
    script = Asset("page.js", "text/javascript", join_scripts(PAGE / "app.js"))
    style = Asset("page.css", "text/css", styles)
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    html = html.replace("/page/page.js", script.path).replace("/page/page.css", style.path)
    return html, {each.path: each for each in (script, style)}


def _page() -> tuple[str, dict[str, Asset]]:
    """Return the page and its assets by their paths, made anew where a file has changed."""
    return _made(tuple(path.stat().st_mtime_ns for path in sorted(PAGE.rglob("*"))))


def write_page(state: Mapping[str, Any]) -> str:
    """Return the page with what it is to show first, so that it need not ask for it."""
    written = json.dumps(state).replace("<", "\\u003c")  # nothing that was typed may end the element
    return _page()[0].replace("<!--state-->", written)


async def answer_asset(request: Request) -> Response:
    """Return a script or style of the page."""
    asset = _page()[1].get(request.url.path)
    return asset.answer(request) if asset else PlainTextResponse("Not found: load the page anew.", 404)
