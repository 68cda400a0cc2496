"""Tells what kind of file is given, and reads it."""

from __future__ import annotations

import re
from pathlib import PurePath

from bot.imports.backstage import read_backstage
from bot.imports.codeowners import read_codeowners
from bot.imports.dbt import read_dbt
from bot.imports.found import BadImport, Found
from bot.imports.own import Written, read_own

_BACKSTAGE = re.compile(rb"^[\"']?apiVersion[\"']?\s*:", re.MULTILINE)


def read_file(data: bytes, file: str) -> Found | Written:
    """Return what a file says of ownership, or a workspace's own entries; raise BadImport."""
    name = PurePath(file).name
    if name.upper() == "CODEOWNERS":
        return read_codeowners(data, file).found
    if name.endswith(".json"):
        return read_dbt(data, file)
    if not name.endswith((".yaml", ".yml")):
        raise BadImport(file, 0, "import CODEOWNERS, a manifest.json of dbt, or a YAML file")
    # One that has been emptied is still the catalogue.
    catalogue = PurePath(file).stem == "catalog-info" or _BACKSTAGE.search(data)
    return read_backstage(data, file) if catalogue else read_own(data, file)
