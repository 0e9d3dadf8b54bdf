"""The same articles give the same stories, roles and developments in batches of any size, in one run or many."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from some_news import NEWSROOM, WordEncoder

import steps.embedding
import steps.memory
import storage.traces
from settings.schema import Settings
from steps.context import open_context
from steps.decide import decide
from steps.embed import embed
from storage import articles
from storage.schema import developments, members

NOW = datetime(2026, 3, 31, tzinfo=UTC)


def answers(folder: Path, batch: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[object, ...]]]:
    """Stories, roles, copies and kinds of developments after the newsroom's first articles came so many at a time."""
    monkeypatch.setattr(steps.embedding, "EMBED_BATCH", batch)
    for room in (steps.memory, storage.traces):  # blocks are made and read by the runs after the first
        monkeypatch.setattr(room, "TRACES_IN_BLOCK", 4)
    context = open_context(
        Settings(database=str(folder / f"{batch}.db")), lambda: NOW, random.Random(1), encoder=WordEncoder()
    )
    try:
        for first in range(0, len(NEWSROOM), at_once):
            with context.db.write() as conn:
                for article in NEWSROOM[first : first + at_once]:
                    articles.store(conn, article)
            embed(context)
            assert decide(context).failed == ()
        with context.db.read() as conn:
            m, d = members.c, developments.c
            of_members = (m.article_id, m.story_id, m.role, m.similarity, m.margin, m.reason, m.copy_of, m.trace)
            tables = (
                sa.select(*of_members, m.nearest_article).order_by(m.article_id),
                sa.select(d.id, d.story_id, d.article_id, d.kind).order_by(d.id),
            )
            return [[tuple(row) for row in conn.execute(table)] for table in tables]
    finally:
        context.close()


def test_whatever_the_batch_and_in_one_run_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers(tmp_path, 32, len(NEWSROOM), monkeypatch)
    assert len({row[1] for row in whole[0]}) > 5
    assert answers(tmp_path, 3, 5, monkeypatch) == whole
