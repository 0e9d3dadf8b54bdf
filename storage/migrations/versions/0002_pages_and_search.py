"""What the pages and search look things up by"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

INDEXES = {
    "ix_alerts_development": ("alerts", ["development_id"]),
    "ix_alerts_watch": ("alerts", ["watch", "at"]),
    "ix_deliveries_digest": ("deliveries", ["digest_id"]),
    "ix_entries_seen": ("entries", ["feed_id", "seen"]),
    "ix_held_development": ("held", ["development_id"]),
    "ix_held_watch": ("held", ["watch", "at"]),
    "ix_stories_merged": ("stories", ["merged_into", "last_seen"]),
    "ix_members_story": ("members", ["story_id", "at", "publisher", "copy_of", "role"]),  # was (story_id, at)
    "ix_story_events_other": ("story_events", ["other_id"]),
    "ix_story_events_story": ("story_events", ["story_id"]),
}

WORDS = {"fts_articles": ("articles", ["title", "text"]), "fts_developments": ("developments", ["headline"])}
"""Full-text indexes: their names begin with fts_, by which they are known not to be tables of the schema.
A later migration that rebuilds `articles` or `developments` on SQLite must make these triggers again."""


def upgrade() -> None:
    op.drop_index("ix_members_story", "members")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    for name, (table, columns) in WORDS.items():
        if op.get_bind().dialect.name == "sqlite":
            _sqlite(name, table, columns)
        else:
            _postgres(name, table, columns)


def _sqlite(name: str, table: str, columns: list[str]) -> None:
    """FTS5 over the table's own rows , kept by triggers (https://sqlite.org/fts5.html, 4.4.3)."""
    listed = ", ".join(columns)
    new = ", ".join(f"new.{column}" for column in columns)
    old = ", ".join(f"old.{column}" for column in columns)
    take = f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', old.id, {old});"  # noqa: S608
    put = f"INSERT INTO {name}(rowid, {listed}) VALUES (new.id, {new});"  # noqa: S608
    op.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='{table}', content_rowid='id', "
        "columnsize=0, tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE OF {listed} ON {table} BEGIN {take} {put} END")
    op.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608


def _postgres(name: str, table: str, columns: list[str]) -> None:
    joined = " || ' ' || ".join(columns)
    # a tsvector holds 1 MB at most: the longest articles are indexed by their beginning
    op.execute(f"CREATE INDEX {name} ON {table} USING gin (to_tsvector('simple', left({joined}, 200000)))")
