"""What search knows texts by that are written without spaces"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TEXTS = {"articles": "title || ' ' || text", "developments": "headline"}


def upgrade() -> None:
    """Partial indexes on the rows alone that hold such letters. Their names begin with fts_, as those of 0002."""
    lite = op.get_bind().dialect.name == "sqlite"
    for table, text in TEXTS.items():
        holds = f"({text}) GLOB '*[{LETTERS}]*'" if lite else f"({text}) ~ '[{LETTERS}]'"
        op.execute(f"CREATE INDEX fts_{table}_spaceless ON {table} (id) WHERE {holds}")
