"""`rolecall db`: the database that workspaces are kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `upgrade` a word of its own while it is the only command."""


@app.command()
def upgrade() -> None:
    """Bring the database to the shape that this version needs, and seal tokens under the newest key."""
    import asyncio

    from bot.settings import SettingsError, read_settings
    from bot.storage.database import DatabaseDown
    from bot.storage.migrating import Outdated
    from bot.storage.sealing import Unsealable

    try:
        typer.echo(asyncio.run(_upgrade(read_settings())))
    except (SettingsError, DatabaseDown, Outdated, Unsealable) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


async def _upgrade(settings: Settings) -> str:
    from bot.settings import SettingsError
    from bot.storage.address import parse
    from bot.storage.database import Database
    from bot.storage.installations import reseal
    from bot.storage.migrating import HEAD, upgrade
    from bot.storage.sealing import Seal

    url, keys = settings.database_url, settings.rolecall_encryption_key
    try:
        address = parse(url.get_secret_value() if url else None)
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from None
    database = await Database.open(address)
    try:
        done = await upgrade(database)
        if keys:
            await reseal(database, Seal(keys.get_secret_value()))
    finally:
        await database.close()
    return f"The database is at {HEAD} now." if done else f"The database is at {HEAD} already."
