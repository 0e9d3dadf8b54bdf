"""In how many stories a word has been seen: until now, as many as articles"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("words", sa.Column("stories", sa.Integer()))
    op.execute("UPDATE words SET stories = articles")
    with op.batch_alter_table("words") as table:
        table.alter_column("stories", nullable=False)
