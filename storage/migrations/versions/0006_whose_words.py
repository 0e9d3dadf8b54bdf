"""What share of an article is others' words; indexes for what every article and every pass asks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Of what was decided before, the share stays unknown: to work it out would take texts that may be let go of."""
    op.add_column("members", sa.Column("taken", sa.Float()))
    op.drop_index("ix_members_story", "members")
    op.create_index("ix_members_story", "members", ["story_id", "at", "publisher", "copy_of", "role", "taken"])
    op.create_index("ix_development_statements_statement", "development_statements", ["statement_id"])
    op.create_index("ix_story_events_at", "story_events", ["at"])
