"""What a feed itself asks for: a 304 does not repeat it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for name in ("ttl_s", "skip_hours", "skip_days"):
        op.add_column("feeds", sa.Column(name, sa.Integer()))
