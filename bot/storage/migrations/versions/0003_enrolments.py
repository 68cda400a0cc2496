"""Newcomers: where each of them stands in their plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "enrolments",
        sa.Column("workspace", sa.String(40), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("joined", sa.String(40)),
        sa.Column("unsettled", sa.Boolean(), nullable=False),
        sa.Column("touched", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_enrolments")),
    )
    op.create_index(op.f("ix_enrolments_workspace_unsettled"), "enrolments", ["workspace", "unsettled"])
    op.create_index(op.f("ix_enrolments_workspace_joined"), "enrolments", ["workspace", "joined"])
