"""The same articles give the same stories, roles and developments in batches of any size, in one run or many."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from some_news import NEWSROOM, WordEncoder

import models.text.parts
import steps.deciding.memory
import steps.embed_batches
import storage.deciding.traces
from models.copies import Fingerprint, fingerprint
from models.nouns import Article
from models.text.parts import parts
from settings.schema import Settings
from steps.context import open_context
from steps.decide import Decider
from steps.embed import embed
from storage.reading import articles
from storage.schema import (
    alerts,
    carriers,
    deliveries,
    developments,
    held,
    members,
    statements,
    stories,
    told,
    witnesses,
    words,
)

NOW = datetime(2026, 3, 31, tzinfo=UTC)
Answers = dict[str, list[tuple[object, ...]]]


def answers(
    folder: Path, batch: int, at_once: int, monkeypatch: pytest.MonkeyPatch, beside: bool = True
) -> Answers:
    """All that was decided and all that is told after the newsroom's first articles came so many at a time, and were
    decided beside the embedding of others or after it."""
    monkeypatch.setattr(steps.embed_batches, "EMBED_BATCH", batch)
    for room in (steps.deciding.memory, storage.deciding.traces):  # the runs after the first make and read blocks
        monkeypatch.setattr(room, "TRACES_IN_BLOCK", 4)
    settings = Settings.model_validate(
        {
            "database": str(folder / f"{len(list(folder.iterdir()))}.db"),
            "channels": [{"name": "box", "kind": "folder", "path": "box"}],
            "watches": [
                {"name": "all", "sources": ["*"], "budget": 2},
                {"name": "boats", "about": "a ferry accident with people missing"},
                {"name": "words", "words": "storm OR ferry OR strike", "kinds": ["development", "correction"]},
            ],
        }
    )
    context = open_context(settings, lambda: NOW, random.Random(1), encoder=WordEncoder())
    try:
        for first in range(0, len(NEWSROOM), at_once):
            with context.db.write() as conn:
                for article in NEWSROOM[first : first + at_once]:
                    articles.store(conn, article)
            decide = Decider()
            embed(context, meanwhile=partial(decide, context) if beside else lambda: None)
            assert decide(context).failed == ()
        with context.db.read() as conn:
            m, d, a = members.c, developments.c, alerts.c
            of_members = (m.article_id, m.story_id, m.role, m.similarity, m.margin, m.reason, m.copy_of, m.trace)
            tables = {
                "members": sa.select(*of_members, m.nearest_article, m.taken, m.why, m.nearest).order_by(m.article_id),
                "stories": sa.select(stories).order_by(stories.c.id),
                "statements": sa.select(statements).order_by(statements.c.id),
                "witnesses": sa.select(witnesses).order_by(witnesses.c.statement_id, witnesses.c.publisher),
                "developments": sa.select(d.id, d.story_id, d.article_id, d.kind, d.headline, d.findings, d.details),
                "carriers": sa.select(carriers).order_by(carriers.c.development_id, carriers.c.article_id),
                "words": sa.select(words).order_by(words.c.word),
                "alerts": sa.select(a.id, a.watch, a.development_id, a.view).order_by(a.id),
                "deliveries": sa.select(deliveries).order_by(deliveries.c.id),
                "held": sa.select(held).order_by(held.c.id),
                "told": sa.select(told).order_by(told.c.watch, told.c.channel, told.c.statement_id),
            }
            return {name: [tuple(row) for row in conn.execute(table)] for name, table in tables.items()}
    finally:
        context.close()


def test_whatever_the_batch_and_in_one_run_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers(tmp_path, 32, len(NEWSROOM), monkeypatch)
    assert len({row[1] for row in whole["members"]}) > 5
    assert all(rows for name, rows in whole.items() if name != "witnesses"), "there is something to compare"
    assert answers(tmp_path, 3, 5, monkeypatch) == whole
    assert answers(tmp_path, 3, len(NEWSROOM), monkeypatch) == whole
    assert answers(tmp_path, 3, len(NEWSROOM), monkeypatch, beside=False) == whole


@pytest.mark.parametrize("in_hand", [0, 4, 1_000])
def test_texts_are_taken_apart_once_as_far_as_there_is_room_and_nothing_depends_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_hand: int
) -> None:
    apart: list[str] = []

    def counted(article: Article) -> models.text.parts.Parts:
        apart.append(article.url)
        return parts(article)

    monkeypatch.setattr(models.text.parts, "parts", counted)
    monkeypatch.setattr(models.text.parts, "PARTS_IN_HAND", in_hand)
    found = answers(tmp_path, 32, len(NEWSROOM), monkeypatch)
    own = sum(row[6] is None for row in found["members"])
    assert len(apart) == 2 * own - min(own, in_hand)
    monkeypatch.undo()
    assert answers(tmp_path, 3, 5, monkeypatch) == found


def test_a_text_is_fingerprinted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers(tmp_path, 32, len(NEWSROOM), monkeypatch)
    seen: list[str] = []

    def counted(text: str) -> Fingerprint:
        seen.append(text)
        return fingerprint(text)

    monkeypatch.setattr(steps.embed_batches, "fingerprint", counted)
    assert answers(tmp_path, 3, len(NEWSROOM), monkeypatch) == whole
    assert len(seen) == len(NEWSROOM)
