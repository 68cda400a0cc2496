"""`rolecall doctor`: what is wrong before somebody notices, and what to do about it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import typer

from bot.settings import Settings, SettingsError, read_settings
from bot.terminal.diagnosis.database import look_at_database
from bot.terminal.diagnosis.finding import Finding, Findings, Level, error
from bot.terminal.diagnosis.knowledge import look_at_knowledge
from bot.terminal.diagnosis.settings import look_at_settings
from bot.terminal.diagnosis.slack import look_at_slack

_WIDEST = 9
"""Letters of the longest name of a part."""


def examine(knowledge: Path | None, *, as_json: bool) -> None:
    """Look at everything, print what was found, and exit with 1 where something is an error."""
    findings = _findings(knowledge)
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(_shown(finding))
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(1)


def _findings(knowledge: Path | None) -> Findings:
    try:
        settings = read_settings()
    except SettingsError as fault:
        return [error("settings", *_apart(line)) for line in fault.args]
    return [
        *look_at_settings(settings),
        *asyncio.run(_reached(settings)),
        *look_at_knowledge(knowledge or settings.rolecall_knowledge),
    ]


async def _reached(settings: Settings) -> Findings:
    slack, database = await asyncio.gather(look_at_slack(settings), look_at_database(settings))
    return [*slack, *database]


def _apart(line: str) -> tuple[str, str]:
    found, _, advice = line.partition(": ")
    return found, advice


def _shown(finding: Finding) -> str:
    line = f"{finding.level:<7}  {finding.part:<{_WIDEST}}  {finding.found}"
    return f"{line}\n{'':<20}{finding.advice}" if finding.advice else line
