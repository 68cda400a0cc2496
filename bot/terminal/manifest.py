"""`rolecall manifest`: what to paste where Slack asks for an app manifest."""

from __future__ import annotations

import json
import re

import typer

from bot.manifest import manifest

_COMMAND = re.compile(r"/[^\s/A-Z]{1,31}")


def print_manifest(url: str | None, command: str, extra: str | None = None) -> None:
    """Print the manifest as JSON; what Slack would refuse is wrong usage."""
    if url is not None and not re.fullmatch(r"https://[^\s/]+\S*", url):
        raise typer.BadParameter("Slack takes https addresses only", param_hint="--url")
    if not _COMMAND.fullmatch(command):
        raise typer.BadParameter("write it as /name, in small letters", param_hint="--command")
    if extra not in {None, "agent"}:
        raise typer.BadParameter("there is only: agent", param_hint="--with")
    typer.echo(json.dumps(manifest(url, command, agent=extra is not None), indent=2))
