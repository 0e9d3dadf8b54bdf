"""Search finds Łódź by lodz, Straße by strasse and Greek without its accents, on both databases"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

TEXTS = {"articles": ["title", "text"], "developments": ["headline"]}


def upgrade() -> None:
    """A later migration that rebuilds `articles` or `developments` on SQLite must make these triggers again."""
    for table, columns in TEXTS.items():
        if op.get_bind().dialect.name == "sqlite":
            _sqlite(f"fts_{table}", table, columns)
        else:
            _postgres(f"fts_{table}", table, columns)


def _sqlite(name: str, table: str, columns: list[str]) -> None:
    """The index of 0002 by plain letters: `storage.letters`."""

    def plain(row: str) -> str:
        return ", ".join(f"plain_letters({row}.{column})" for column in columns)

    listed = ", ".join(columns)
    take = f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', old.id, {plain('old')});"  # noqa: S608
    put = f"INSERT INTO {name}(rowid, {listed}) VALUES (new.id, {plain('new')});"  # noqa: S608
    for event in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER {name}_{event}")
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE OF {listed} ON {table} BEGIN {take} {put} END")
    op.execute(f"INSERT INTO {name}({name}) VALUES ('delete-all')")  # noqa: S608
    op.execute(f"INSERT INTO {name}(rowid, {listed}) SELECT id, {plain(table)} FROM {table}")  # noqa: S608


def _postgres(name: str, table: str, columns: list[str]) -> None:
    joined = " || ' ' || ".join(columns)
    text = f"lower(left({joined}, 200000))"
    told = f"translate({text}, 'łøđðıς\u00ad', 'loddiσ')"
    for letter, plain in {"ß": "ss", "œ": "oe", "æ": "ae", "þ": "th"}.items():
        told = f"replace({told}, '{letter}', '{plain}')"
    marks = r"'([a-z\u0370-\u03ff])[\u0300-\u036f]+', '\1', 'g'"
    bare = f"normalize(regexp_replace(normalize({told}, NFKD), {marks}), NFC)"
    folded = rf"CASE WHEN {text} ~ '[^\u0001-\u02ff]{{200}}' THEN {text} ELSE {bare} END"
    op.execute(f"DROP INDEX {name}")
    op.execute(f"CREATE INDEX {name} ON {table} USING gin (to_tsvector('simple', left({folded}, 200000)))")
