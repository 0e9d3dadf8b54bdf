"""How often a feed is asked by the settings; messages that hold up no other; feedback by watch"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("aside", storage.types.UtcDateTime(timezone=True)))
    op.create_index("ix_feedback_watch", "feedback", ["watch"])
    op.add_column("feeds", sa.Column("every_s", sa.Integer()))
    op.add_column("feeds", sa.Column("not_before", storage.types.UtcDateTime(timezone=True)))
