"""A page of which only the headline is edited, through the steps: kept as a revision, and told if it says something."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from some_news import NEWSROOM, WordEncoder

from models.nouns import Article, Development
from settings.schema import Settings
from steps.context import Context, open_context
from steps.decide import decide
from steps.embed import embed
from storage.deciding import developments
from storage.reading import articles

NOW = datetime(2026, 3, 31, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    made = open_context(Settings(database=str(tmp_path / "a.db")), lambda: NOW, random.Random(1), encoder=WordEncoder())
    with made.db.write() as conn:
        for article in NEWSROOM[:6]:
            articles.store(conn, article)
    embed(made)
    decide(made)
    yield made
    made.close()


def retitled(context: Context, title: str) -> tuple[Article, list[Development]]:
    """What the first page's new headline brought."""
    with context.db.write() as conn:
        [found] = articles.many(conn, [1])
        seen = found.seen + timedelta(hours=6)
        _, outcome = articles.store(conn, replace(found, title=title, seen=seen, updated=seen))
        assert outcome is articles.Outcome.REVISED
    embed(context)
    assert decide(context).failed == ()
    with context.db.read() as conn:
        told = [each for each in developments.of_article(conn, 1) if dict(each.details).get("revision") == 2]
        return found, told


def test_an_edited_headline_is_kept_and_told(context: Context) -> None:
    title = "Harbour master Selwyn Ochterlony resigns after 3,417 complaints"
    before, told = retitled(context, title)
    assert [finding.sentence for each in told for finding in each.findings] == [title]
    with context.db.read() as conn:
        [earlier] = articles.revisions_of(conn, 1)
    assert (earlier.title, earlier.text) == (before.title, before.text)


def test_a_reworded_headline_is_kept_and_not_told(context: Context) -> None:
    before, told = retitled(context, "What we know so far: " + NEWSROOM[0].title.lower())
    assert told == []
    with context.db.read() as conn:
        assert [each.title for each in articles.revisions_of(conn, 1)] == [before.title]
