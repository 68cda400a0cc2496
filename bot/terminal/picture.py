"""`rolecall picture`: the same pictures as in Slack, as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rapidfuzz import process

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.pictures.content.wording import CannotDrawError
from bot.pictures.motif import Motif, PictureKind, describe
from bot.pictures.painter import draw_now
from bot.pictures.process import DrawingError


def draw_picture(kind: str, names: Sequence[str], group: str | None, file: Path, folder: Path | None) -> None:
    """Write a picture to a file and print what it shows; what cannot be drawn is wrong usage."""
    if kind not in list(PictureKind):
        raise typer.BadParameter(f"choose one of {', '.join(PictureKind)}", param_hint="KIND")
    try:
        knowledge = load(folder)
        motif = Motif(PictureKind(kind), tuple(_role(name, knowledge) for name in names), group)
        picture = draw_now(describe(motif, knowledge))
        file.write_bytes(picture.png)
    except CannotDrawError as error:
        raise typer.BadParameter(str(error)) from None
    except (KnowledgeError, DrawingError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(1) from None
    typer.echo(picture.alt)


def _role(name: str, knowledge: KnowledgeBase) -> str:
    """Return the id of a role by its id, name, plural or alias."""
    known: dict[str, str] = {}
    for role in knowledge.roles.values():
        for called in (role.id, role.name, role.plural, *role.aliases):
            known.setdefault(called.casefold(), role.id)
    found = known.get(name.casefold())
    if found is None:
        near = process.extractOne(name.casefold(), known, score_cutoff=70)
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(knowledge.roles)}"
        raise typer.BadParameter(f"no role is called {name!r}{hint}")
    return found
