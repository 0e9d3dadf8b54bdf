"""Traces once more in blocks, and the order in which articles were decided by an index alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The table stays empty: the next pass that reads the traces fills it."""
    op.create_table(
        "trace_blocks",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_trace_blocks"),
    )
    traced = sa.text("trace IS NOT NULL")
    columns = ["decided", "at", "article_id", "story_id"]
    op.create_index("ix_members_turn", "members", columns, sqlite_where=traced, postgresql_where=traced)
