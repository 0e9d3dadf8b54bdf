"""Search by meaning on PostgreSQL: pgvector's HNSW"""

from __future__ import annotations

from alembic import op

from storage.deciding import meanings

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing on SQLite, or where the server has no pgvector: a later upkeep makes it up."""
    connection = op.get_bind()
    if meanings.set_up(connection):
        meanings.fill(connection)
