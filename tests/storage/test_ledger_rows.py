"""Statements as they are stored: on both databases with their ids in order."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from models.nouns import Article, Sentence, SentenceKind, Statement
from storage import articles, ledger, stories
from storage.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def statement(article_id: int, text: str) -> Statement:
    sentence = Sentence(text, SentenceKind.STATEMENT, words=(), names=(), numbers=(), quotes=())
    return Statement(0, sentence, np.ones(4, dtype=np.float32), article_id, NOW, "one.example", ())


def test_statements_get_ids_in_the_order_they_are_given(db: Database) -> None:
    with db.write() as conn:
        story = stories.open_story(conn, "Dam holds", NOW, "en")
        url = "https://one.example/1"
        given = Article(id=0, url=url, canonical_url=url, title="Dam holds", text="It held.", published=NOW, seen=NOW,
                        site="One", publisher="one.example", feed_id=None)  # fmt: skip
        article_id, _ = articles.store(conn, given)
        assert ledger.add(conn, story, [], "m") == []
        stored: dict[int, str] = {}
        for batch in (range(60), range(60, 61), range(61, 70)):
            texts = [f"Statement {n}." for n in batch]
            said = [(n, statement(article_id, text)) for n, text in zip(batch, texts, strict=True)]
            stored |= dict(zip(ledger.add(conn, story, said, "m"), texts, strict=True))
        read = ledger.load(conn, story, "m")
    assert {each.id: each.sentence.text for each in read} == stored
    assert [each.sentence.text for each in read] == [f"Statement {n}." for n in range(70)]
