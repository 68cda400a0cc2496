"""The tables; every row belongs to one workspace, whose id is the first part of its key."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from bot.storage.columns import Moment, Typed

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _workspace() -> Column[str]:
    return Column("workspace", String(40), primary_key=True)


workspaces = Table(
    "workspaces",
    metadata,
    _workspace(),
    Column("version", BigInteger, nullable=False),
    Column("removed_at", Moment),
)
"""A row a workspace that has ever changed; its version counts the changes."""

documents = Table(
    "documents",
    metadata,
    _workspace(),
    Column("shelf", String(40), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("value", JSON(none_as_null=True), nullable=False),
)
"""The directory, settings and own entries: what `bot.workspace.edits` puts in its places."""

asset_files = Table(
    "asset_files",
    metadata,
    _workspace(),
    Column("file", String(200), primary_key=True),
    Column("digest", String(40), nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("assets", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
"""Who owns what by name, as files say that were imported: a row a file, replaced as a whole."""

changes = Table(
    "changes",
    metadata,
    _workspace(),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("proposed_by", String(40)),
    Column("shelf", String(40), nullable=False),
    Column("key", String(80), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)
"""The audit log."""

proposals = Table(
    "proposals",
    metadata,
    _workspace(),
    Column("id", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("edit", JSON, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("verdict", String(20), nullable=False),
    Column("decided_by", String(40)),
    Column("decided_at", Moment),
)

gaps = Table(
    "gaps",
    metadata,
    _workspace(),
    Column("gap", String(40), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_asked", Moment, nullable=False),
    Column("last_asked", Moment, nullable=False),
    Column("channel", String(40)),
)


def _gap() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", "gap"], ["gaps.workspace", "gaps.gap"], ondelete="CASCADE")


gap_texts = Table(
    "gap_texts",
    metadata,
    _workspace(),
    Column("gap", String(40), primary_key=True),
    Column("text", Typed, primary_key=True),
    Column("times", Integer, nullable=False),
    _gap(),
)

gap_askers = Table(
    "gap_askers",
    metadata,
    _workspace(),
    Column("gap", String(40), primary_key=True),
    Column("asker", String(40), primary_key=True),
    _gap(),
)
"""Who asked, as pseudonyms: enough to count people, not to know them."""

gap_waiting = Table(
    "gap_waiting",
    metadata,
    _workspace(),
    Column("gap", String(40), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("since", Moment, nullable=False),
    _gap(),
)

notes = Table(
    "notes",
    metadata,
    _workspace(),
    Column("shelf", String(40), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("person", String(40)),
    Column("until", Moment),
    Index(None, "workspace", "person"),
)

tallies = Table(
    "tallies",
    metadata,
    _workspace(),
    Column("day", Date, primary_key=True),
    Column("what", String(60), primary_key=True),
    Column("times", Integer, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    _workspace(),
    Column("job", String(40), primary_key=True),
    Column("period", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", Moment, nullable=False),
    Column("done_at", Moment),
)
"""Which process does what runs by the clock, once a period."""

journal = Table(
    "journal",
    metadata,
    _workspace(),
    Column("channel", String(40), primary_key=True),
    Column("ts", String(40), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("claim", String(40), nullable=False),
    Column("lease_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("work", JSON(none_as_null=True)),
    Column("recorded_at", Moment, nullable=False),
    Index(None, "lease_until"),
    Index(None, "recorded_at"),
)
"""Work without a lease is done; an index over leases holds what is not."""

enrolments = Table(
    "enrolments",
    metadata,
    _workspace(),
    Column("person", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("joined", String(40)),
    Column("unsettled", Boolean, nullable=False),
    Column("touched", Moment, nullable=False),
    Column("state", JSON, nullable=False),
    Index(None, "workspace", "unsettled"),
    Index(None, "workspace", "joined"),
)
"""Newcomers; what is beside the whole state is what they are looked for by."""

installations = Table(
    "installations",
    metadata,
    _workspace(),
    Column("person", String(40), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("installed_at", Moment, nullable=False),
)

bots = Table(
    "bots",
    metadata,
    _workspace(),
    Column("sealed", Text, nullable=False),
    Column("installed_at", Moment, nullable=False),
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(80), primary_key=True),
    Column("until", Moment, nullable=False),
)
"""The one table without workspaces: it is about those that have not got the app yet."""
