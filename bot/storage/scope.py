"""Statements about one workspace's rows; nothing else can be said through a scope."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Delete, Select, Table, Update, delete, select, update

from bot.workspace.directory import WorkspaceId

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insertion: TypeAlias = postgresql.Insert | sqlite.Insert


def insertion(table: Table, dialect: str) -> Insertion:
    """Return an insertion that knows what to do where its row is there already."""
    # A process has one of them, and need not load the other.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_postgresql

        return insert_postgresql(table)
    from sqlalchemy.dialects.sqlite import insert as insert_sqlite

    return insert_sqlite(table)


@cache
def _upsertion(table: Table, dialect: str, names: tuple[str, ...]) -> Insertion:
    new = insertion(table, dialect)
    keys = [column.name for column in table.primary_key]
    changed = {name: new.excluded[name] for name in names if name not in keys}
    return new.on_conflict_do_update(index_elements=keys, set_=changed)


class Scope:
    """Makes statements for one workspace: what is read, written or removed is its own."""

    def __init__(self, workspace: WorkspaceId, dialect: str) -> None:
        """Speak for a workspace in the dialect of a database."""
        self.workspace = workspace
        self._dialect = dialect

    def select(self, table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
        """Return a query of a table, for all of its columns where none are named."""
        return select(*columns or table.c).where(self._own(table))

    def update(self, table: Table) -> Update:
        """Return an update."""
        return update(table).where(self._own(table))

    def delete(self, table: Table) -> Delete:
        """Return a removal."""
        return delete(table).where(self._own(table))

    def insert(self, table: Table, **values: Any) -> Insertion:  # noqa: ANN401
        """Return an insertion of one row."""
        return insertion(table, self._dialect).values(workspace=self.workspace, **values)

    def upsert(
        self,
        table: Table,
        values: Mapping[str, Any],
        changed: Mapping[str, Any] | None = None,
        where: ColumnElement[bool] | None = None,
    ) -> Insertion:
        """Return an insertion that changes the row with its key where there is one.

        It changes what is not part of the key to what it would have inserted, or just what `changed` says.
        """
        new = self.insert(table, **values)
        keys = [column.name for column in table.primary_key]
        if changed is None:
            changed = {name: new.excluded[name] for name in values if name not in keys}
        if not changed:
            return new.on_conflict_do_nothing(index_elements=keys)
        return new.on_conflict_do_update(index_elements=keys, set_=dict(changed), where=where)

    def put(self, table: Table, values: Mapping[str, Any]) -> tuple[Insertion, dict[str, Any]]:
        """Return an upsert of a whole row and what to execute it with.

        The statement is made once for all rows of a table, as that costs more than to execute it.
        """
        return _upsertion(table, self._dialect, tuple(values)), {"workspace": self.workspace, **values}

    def _own(self, table: Table) -> ColumnElement[bool]:
        own: Column[str] = table.c.workspace
        return own == self.workspace
