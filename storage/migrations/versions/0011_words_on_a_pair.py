"""Every word of a person's on two articles: until now the last alone, so that to take it back left none"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("links") as table:
        table.drop_constraint("uq_links_first_article", type_="unique")
