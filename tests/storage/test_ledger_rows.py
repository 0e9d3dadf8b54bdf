"""Statements as they are stored: on both databases with their ids in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from models.nouns import Article, Sentence, SentenceKind, Statement
from storage.database import Database
from storage.deciding import ledger, stories
from storage.reading import articles

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


def test_earlier_wording_is_of_the_articles_that_said_most_and_the_earliest_of_these(db: Database) -> None:
    with db.write() as conn:
        story = stories.open_story(conn, "Dam holds", NOW, "en")
        stored = []
        for publisher in ("one", "two", "three", "four", "own"):
            url, text = f"https://{publisher}.example/1", f"{publisher} {'x' * 90}"
            given = Article(id=0, url=url, canonical_url=url, title="Dam holds", text=text, published=NOW, seen=NOW,
                            site=publisher, publisher=f"{publisher}.example", feed_id=None)  # fmt: skip
            stored.append(articles.store(conn, given)[0])
        one, two, three, four, own = stored
        said = [(n, statement(one, f"Statement {n}.")) for n in range(3)]
        ids = ledger.add(conn, story, said, "m")
        assert ledger.fold(conn, ids[:2], "three.example", three, NOW + timedelta(hours=2)) == ids[:2]
        ledger.fold(conn, ids[:2], "own.example", own, NOW + timedelta(hours=3))
        ledger.fold(conn, ids[2:], "two.example", two, NOW + timedelta(hours=4))
        ledger.fold(conn, ids[2:], "four.example", four, NOW + timedelta(hours=1))
        assert ledger.fold(conn, [ids[1]], "three.example", four, NOW) == [], "it had said that before"
        assert ledger.fold(conn, ids, "one.example", four, NOW) == [], "it was the first to say it"
        assert ledger.fold(conn, [], "six.example", four, NOW) == []

        def read(publisher: str, most: int, characters: int = 8) -> list[str]:
            return ledger.wording(conn, ids, publisher, most, characters)

        own_words = ["Statement 0.", "Statement 1.", "Statement 2."]
        assert read("own.example", 3) == [*own_words, "one xxxx", "three xx", "four xxx"]
        assert read("own.example", 9, 5) == [*own_words, "one x", "two x", "three", "four "]
        assert read("one.example", 1) == ["three xx"]
        assert ledger.wording(conn, [], "own.example", 3, 8) == []
