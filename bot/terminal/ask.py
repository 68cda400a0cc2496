"""`rolecall ask`: answers for people at a terminal, and for other programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import typer

from bot.answers import Answer
from bot.answers.answerer import Answerer, Snapshot
from bot.answers.known_here import AssetAnswer, Owned
from bot.answers.workspace import EMPTY, Workspace
from bot.cards import card, plain
from bot.knowledge.problems import KnowledgeError
from bot.matching.reading import Kind, Meaning, Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was understood and what was answered."""

    question: str
    reading: Reading
    answer: Answer
    seconds: float
    """What reading and answering took."""
    snapshot: Snapshot


def load_answerer(folder: Path | None, *, warm: bool = True) -> Answerer:
    """Return the answerer of a folder; a folder that cannot be used ends the command with 1."""
    try:
        return Answerer.from_folder(folder, warm=warm)
    except KnowledgeError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def within(answerer: Answerer, team: str) -> tuple[Answerer, Workspace]:
    """Return what answers a workspace's own people, and what it adds; people are shown by their ids."""
    import asyncio

    from bot.settings import SettingsError

    try:
        return asyncio.run(_within(answerer, team))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


async def _within(answerer: Answerer, team: str) -> tuple[Answerer, Workspace]:
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId
    from bot.workspace.workspaces import Workspaces

    async with kept_by(read_settings(), as_it_is=True) as storage:
        contents = await storage.contents(WorkspaceId(team))
    return Answerer(Workspaces(answerer).snapshot(WorkspaceId(team), contents)), contents.snapshot


def ask(answerer: Answerer, question: str, context: str | None = None, team: str | None = None) -> Asked:
    """Answer one question, in a workspace if asked; a context that means nothing here is wrong usage."""
    answerer, workspace = within(answerer, team) if team else (answerer, EMPTY)
    about = subject(answerer.current, context) if context else None
    if context and about is None:
        raise typer.BadParameter(f"nothing here is called {context!r}", param_hint="--context")
    return timed(answerer.current, question, about, workspace)


def timed(snapshot: Snapshot, question: str, context: Meaning | None, workspace: Workspace = EMPTY) -> Asked:
    """Answer one question and take the time."""
    began = time.perf_counter()
    reading = snapshot.read(question, context)
    answer = snapshot.answer(reading, workspace)
    return Asked(question, reading, answer, time.perf_counter() - began, snapshot)


def subject(snapshot: Snapshot, name: str) -> Meaning | None:
    """Return what a context names: an id, or anything that reads as a question about one."""
    knowledge = snapshot.knowledge
    if name in knowledge.roles:
        return Meaning(Kind.ROLE, roles=(name,))
    if name in knowledge.topics:
        return Meaning(Kind.OWNERSHIP, topic=name)
    if name in knowledge.tools or name in knowledge.skills:
        return Meaning(Kind.EXPERTISE, items=(name,))
    read = snapshot.read(name).meaning
    return None if read.kind is Kind.UNKNOWN else read


def answer_lines(answerer: Answerer, context: str | None) -> None:
    """Answer a question a line from stdin, one JSON object a line, flushed for whoever waits for it."""
    out = _output()
    for question, own in _lines():
        about = subject(answerer.current, own or context or "") if own or context else None
        print(_dumped(report(timed(answerer.current, question, about))), file=out, flush=True)


def as_json(asked: Asked) -> None:
    """Print the one JSON object."""
    print(_dumped(report(asked)), file=_output())


def as_blocks(asked: Asked) -> None:
    """Print the Slack message."""
    print(json.dumps(card(asked.answer).payload(), ensure_ascii=False, indent=2), file=_output())


def report(asked: Asked) -> dict[str, Any]:
    """Return the answer for other programs, every key always there."""
    reading, answer = asked.reading, asked.answer
    return {
        "question": asked.question,
        "kind": str(answer.kind),
        "roles": list(answer.roles),
        "topic": answer.topic,
        "faq": answer.faq,
        "people": list(answer.people),
        "assets": [_asset(each) for each in answer.owned] if isinstance(answer, AssetAnswer) else [],
        "needs_subject": reading.needs_subject,
        "confidence": round(reading.confidence, 4),
        "alternatives": [
            {
                "kind": str(other.meaning.kind),
                "roles": list(_roles(asked.snapshot, other.meaning)),
                "topic": other.meaning.topic,
                "confidence": round(other.confidence, 4),
            }
            for other in reading.alternatives
        ],
        "text": plain(answer),
        "sources": list(answer.sources),
        "suggestions": list(answer.suggestions),
        "elapsed_ms": round(asked.seconds * 1000, 3),
    }


def readable(asked: Asked) -> None:
    """Print the answer for a person: wrapped and set off in a terminal, plain elsewhere."""
    answer = asked.answer
    small = []
    if answer.cited:
        small.append("Sources: " + "; ".join(source.title for source in answer.cited))
    text = plain(answer)
    unsaid = [suggestion for suggestion in answer.suggestions if suggestion not in text]
    if unsaid:
        small.append("You could ask: " + " · ".join(unsaid))
    _say(text, *small)


def why(asked: Asked) -> None:
    """Print the answer with what it was read from."""
    from bot.matching.explain import explain
    from bot.terminal.why import lines as reasons

    readable(asked)
    out = _output()
    print(file=out)
    for line in reasons(asked.reading, explain(asked.question, asked.snapshot.index)):
        print(line, file=out)


def why_as_json(asked: Asked) -> None:
    """Print the one JSON object, with what it was read from under one more key."""
    from bot.matching.explain import explain

    told = explain(asked.question, asked.snapshot.index)
    print(_dumped({**report(asked), "why": asdict(told)}), file=_output())


def _asset(owned: Owned) -> dict[str, Any]:
    asset = owned.asset
    owners = [owner.written for owner in owned.owners]
    return {
        "name": asset.name,
        "kind": str(asset.kind),
        "owners": owners,
        "file": asset.file,
        "line": asset.line,
    }


def _roles(snapshot: Snapshot, meaning: Meaning) -> tuple[str, ...]:
    return snapshot.answer(Reading(question="", meaning=meaning, confidence=1.0)).roles


def _say(text: str, *small: str) -> None:
    if not sys.stdout.isatty():
        print("\n\n".join([text, *small]), file=_output())
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    first, _, rest = text.partition("\n")
    console.print(Text(first, style="bold"))
    console.print(Text("\n".join(filter(None, [rest]))))
    for line in small:
        console.print(Text(line, style="dim"))


def _lines() -> Iterator[tuple[str, str | None]]:
    """Yield each question with its own context: a line is text, or an object with `q`."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        try:
            told = json.loads(line) if line.lstrip().startswith("{") else None
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict) and isinstance(told.get("q"), str):
            context = told.get("context")
            yield told["q"], context if isinstance(context, str) and context else None
        else:
            yield line, None


def _output() -> TextIO:
    # A lone surrogate in a question would end the stream; its escape is valid JSON and readable text.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
