"""What `.env` says of options, for commands that read no settings, as that would take half of their time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

_NAMES = {"rolecall_knowledge": "knowledge", "host": "host", "port": "port"}
"""Options by the setting that they take."""


def defaults() -> Mapping[str, str]:
    """Return the options that the file gives; one that cannot be read ends the command with 1."""
    file = Path(".env")
    if not file.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        told = {name.lower(): value for name, value in dotenv_values(file, encoding="utf-8").items()}
    except UnicodeDecodeError:
        fault = ".env is not UTF-8: save it as such"
    except OSError as error:
        fault = f".env cannot be read: {error.strerror}"
    else:
        return {option: value for name, option in _NAMES.items() if (value := told.get(name))}
    typer.echo(fault, err=True)
    raise typer.Exit(1)
