"""The project's written pages, taken apart: fences, links, headings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]))

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A block of code on a page; `title` is the file that it says it is."""

    page: Path
    language: str
    title: str
    body: str


def fences(*languages: str) -> list[Fence]:
    """Return the blocks in these languages, page by page."""
    return [fence for page in PAGES for fence in _fences(page) if fence.language in languages]


def _fences(page: Path) -> Iterator[Fence]:
    for found in _FENCE.finditer(page.read_text("utf-8")):
        language, _, rest = found["info"].partition(" ")
        yield Fence(page, language, rest.removeprefix('title="').removesuffix('"'), found["body"])


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[str]:
    """Return where a page's links and pictures lead."""
    return _LINK.findall(prose(page))


def headings(page: Path) -> list[str]:
    """Return a page's headings."""
    return _HEADING.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Return what a link into the page may name: headings as GitHub and the site write them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings(page))
    return {re.sub(r" ", "-", heading) for heading in plain}


def rows(page: Path, header: str) -> list[list[str]]:
    """Return the cells of every table on the page whose first column has this header."""
    found, reading = [], False
    for line in prose(page).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            reading = False
        elif reading and not set(cells[0]) <= {"-", ":"}:
            found.append(cells)
        elif cells[0] == header:
            reading = True
    return found
