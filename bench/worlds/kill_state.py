"""What a database and the wire hold after a pass, as far as it must not depend on how often the pass was killed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from alerts.message import keyed

STATE = {
    "feeds": "SELECT url, failures, problem FROM feeds",
    "entries": "SELECT e.key, e.state, e.problem, a.canonical_url FROM entries e LEFT JOIN articles a ON a.id = "
    "e.article_id",
    "articles": "SELECT a.canonical_url, a.title, a.text, a.state, a.revision, o.canonical_url FROM articles a "
    "LEFT JOIN articles o ON o.id = a.copy_of",
    "vectors": "SELECT a.canonical_url, p.revision, p.model, p.vectors FROM passages p JOIN articles a ON a.id = "
    "p.article_id",
    "members": "SELECT a.canonical_url, s.headline, s.articles, s.publishers, m.role FROM members m "
    "JOIN articles a ON a.id = m.article_id JOIN stories s ON s.id = m.story_id",
    "statements": "SELECT a.canonical_url, t.position, t.text, t.kind FROM statements t JOIN articles a ON a.id = "
    "t.article_id",
    "developments": "SELECT a.canonical_url, d.kind, d.headline FROM developments d "
    "JOIN articles a ON a.id = d.article_id",
    "alerts": "SELECT a.watch, d.kind, d.headline FROM alerts a JOIN developments d ON d.id = a.development_id",
    "held": "SELECT h.watch, d.kind, d.headline, h.rule FROM held h JOIN developments d ON d.id = h.development_id",
    "told": "SELECT t.watch, t.channel, s.text FROM told t JOIN statements s ON s.id = t.statement_id",
    "deliveries": "SELECT v.channel, v.state, d.headline, json_extract(v.notice, '$.title') FROM deliveries v "
    "LEFT JOIN alerts a ON a.id = v.alert_id LEFT JOIN developments d ON d.id = a.development_id",
    "threads": "SELECT s.headline, t.channel FROM threads t JOIN stories s ON s.id = t.story_id",
}
"""All that must not depend on deaths: everything but ids, times and counts of attempts, what a notice says below its
title (that the last pass was killed), and the figures of novelty and importance: a process that starts anew reads the
ledger's vectors at the half precision that they are stored in, and the figures differ by some 0.0001."""


def damage(database: Path) -> list[str]:
    """What SQLite finds wrong with the file, and rows that point nowhere."""
    with closing(sqlite3.connect(database)) as plain:
        said = [row[0] for row in plain.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        return said + [f"points nowhere: {row}" for row in plain.execute("PRAGMA foreign_key_check").fetchall()]


def state(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as plain:
        return {name: sorted(plain.execute(query), key=repr) for name, query in STATE.items()}


def compare(wanted: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[str]:
    """What one has and the other has not, in words."""
    said = []
    for name in wanted:
        lost, more = (Counter(map(repr, each)) for each in (wanted[name], found[name]))
        said += [f"{name}: lost {row[:300]}" for row in lost - more]
        said += [f"{name}: too much {row[:300]}" for row in more - lost]
    return said


def messages(database: Path, before: Path) -> set[str]:
    """Keys of the messages that the deliveries of this pass say they went out by."""
    with closing(sqlite3.connect(before)) as plain:
        (last,) = plain.execute("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()
    groups: dict[int, list[str]] = {}
    with closing(sqlite3.connect(database)) as plain:
        query = "SELECT id, coalesce(folded_into, id), key FROM deliveries WHERE id > ? ORDER BY id"
        for _, head, key in plain.execute(query, (last,)):
            groups.setdefault(head, []).append(key)
    return {keys[0] if len(keys) == 1 else keyed("fold", *keys) for keys in groups.values()}
