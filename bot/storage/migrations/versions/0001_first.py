"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _workspace() -> sa.Column[str]:
    return sa.Column("workspace", sa.String(40), nullable=False)


def _of_gap(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace", "gap"], ["gaps.workspace", "gaps.gap"], name=op.f(name), ondelete="CASCADE"
    )


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "bots",
        _workspace(),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_bots")),
    )
    op.create_table(
        "changes",
        _workspace(),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("proposed_by", sa.String(40)),
        sa.Column("shelf", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.PrimaryKeyConstraint("workspace", "version", name=op.f("pk_changes")),
    )
    op.create_table(
        "documents",
        _workspace(),
        sa.Column("shelf", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "shelf", "key", name=op.f("pk_documents")),
    )
    op.create_table(
        "gaps",
        _workspace(),
        sa.Column("gap", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(40)),
        sa.PrimaryKeyConstraint("workspace", "gap", name=op.f("pk_gaps")),
    )
    op.create_table(
        "installations",
        _workspace(),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_installations")),
    )
    op.create_table(
        "journal",
        _workspace(),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("ts", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("claim", sa.String(40), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("work", sa.JSON()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", "ts", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_lease_until"), "journal", ["lease_until"])
    op.create_index(op.f("ix_journal_recorded_at"), "journal", ["recorded_at"])
    op.create_table(
        "leases",
        _workspace(),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workspace", "job", "period", name=op.f("pk_leases")),
    )
    op.create_table(
        "notes",
        _workspace(),
        sa.Column("shelf", sa.String(40), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("person", sa.String(40)),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workspace", "shelf", "key", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_workspace_person"), "notes", ["workspace", "person"])
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_oauth_states")),
    )
    op.create_table(
        "proposals",
        _workspace(),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("edit", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(40)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_proposals")),
    )
    op.create_table(
        "tallies",
        _workspace(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "day", "what", name=op.f("pk_tallies")),
    )
    op.create_table(
        "workspaces",
        _workspace(),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "gap_askers",
        _workspace(),
        sa.Column("gap", sa.String(40), nullable=False),
        sa.Column("asker", sa.String(40), nullable=False),
        _of_gap("fk_gap_askers_gaps"),
        sa.PrimaryKeyConstraint("workspace", "gap", "asker", name=op.f("pk_gap_askers")),
    )
    op.create_table(
        "gap_texts",
        _workspace(),
        sa.Column("gap", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _of_gap("fk_gap_texts_gaps"),
        sa.PrimaryKeyConstraint("workspace", "gap", "text", name=op.f("pk_gap_texts")),
    )
    op.create_table(
        "gap_waiting",
        _workspace(),
        sa.Column("gap", sa.String(40), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _of_gap("fk_gap_waiting_gaps"),
        sa.PrimaryKeyConstraint("workspace", "gap", "person", name=op.f("pk_gap_waiting")),
    )
