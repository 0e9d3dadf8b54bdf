"""Articles, revisions, vectors, fingerprints and words, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from models.copies import fingerprint
from models.nouns import Article, PageKind, Passages
from models.story.vocabulary import Learned
from models.text.parts import parts
from settings.limits_storage import RECHECKS
from storage.database import Database
from storage.deciding import words
from storage.reading import articles, checks, fingerprints, passages
from storage.reading.articles import Outcome
from storage.schema import articles as articles_rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def article(url: str = "https://one.example/a", **more: object) -> Article:
    given = Article(
        id=0,
        url=url + "?utm_source=x",
        canonical_url=url,
        title="Dam holds",
        text="The dam of Lower Brenn held on Monday. Eleven people were moved.",
        published=NOW - HOUR,
        seen=NOW,
        site="One",
        publisher="one.example",
        authors=("A. Writer", "B. Writer"),
        language="en",
    )
    return replace(given, **more)  # type: ignore[arg-type]


def made(article: Article, seed: int = 0) -> Passages:
    title, sentences = parts(article)
    rows = np.random.default_rng(seed).normal(size=(len(sentences) + 1, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Passages(article.id, "model@1", title, sentences, rows[0], rows[1:])


def test_an_article_comes_back_as_it_went(db: Database) -> None:
    with db.write() as conn:
        article_id, outcome = articles.store(conn, article())
        found = articles.get(conn, article_id)
    assert outcome is Outcome.NEW
    assert found == replace(article(), id=article_id, content_hash=found.content_hash)
    assert len(found.content_hash) == 64
    with db.read() as conn:
        assert articles.by_url(conn, "https://one.example/a") == found
        assert articles.by_url(conn, "https://one.example/b") is None
        with pytest.raises(LookupError):
            articles.get(conn, 999)


def test_the_same_text_again_is_nothing_and_another_is_a_revision(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        spaced = article(
            text="The dam of  Lower Brenn held on Monday.\nEleven people were moved.", seen=NOW + HOUR
        )
        assert articles.store(conn, spaced) == (article_id, Outcome.SAME)
        articles.decided(conn, article_id)
        changed = article(text="The dam of Lower Brenn broke on Monday.", seen=NOW + HOUR, published=None)
        assert articles.store(conn, changed) == (article_id, Outcome.REVISED)
        found = articles.get(conn, article_id)
        assert (found.revision, found.text, found.published) == (2, changed.text, NOW - HOUR)
        assert found.when == NOW + HOUR, "a revision says what it says from when it was seen"
        assert articles.to_embed(conn) == [article_id]
        [earlier] = articles.revisions_of(conn, article_id)
        assert (earlier.revision, earlier.text, earlier.seen) == (1, article().text, NOW)


@pytest.mark.parametrize(
    ("published", "hours", "counts"),
    [("2026-03-06", 13, 13), ("2026-03-06", 35, 35), ("2026-03-06", 37, 0), ("2026-03-06T00:00:01", 13, 1 / 3600)],
)
def test_an_article_of_a_day_without_an_hour_is_of_when_it_was_seen(
    db: Database, published: str, hours: int, counts: float
) -> None:
    """Its midnight is before all that happened on that day, and before what others told of it."""
    midnight = datetime(2026, 3, 6, tzinfo=UTC)
    said = datetime.fromisoformat(published).replace(tzinfo=UTC)
    with db.write() as conn:
        article_id, _ = articles.store(conn, article(published=said, seen=midnight + hours * HOUR))
        found = articles.get(conn, article_id)
    assert (found.published, found.when) == (said, midnight + counts * HOUR)


def test_a_revision_is_its_first_readers_outlets_and_no_copy_of_what_it_was_one_of(db: Database) -> None:
    with db.write() as conn:
        original, _ = articles.store(conn, article(canonical_url="https://two.example/wire"))
        article_id, _ = articles.store(conn, article())
        articles.is_copy(conn, article_id, original)
        changed = article(text="The dam of Lower Brenn broke on Monday.", publisher="other.example", site="Other")
        assert articles.store(conn, changed) == (article_id, Outcome.REVISED)
        found = articles.get(conn, article_id)
        assert (found.publisher, found.site) == (article().publisher, article().site)
        assert articles.copy_of(conn, article_id) is None


def test_a_page_is_never_replaced_by_less(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        feed_only = article(text="The dam held.", kind=PageKind.ENTRY)
        assert articles.store(conn, feed_only) == (article_id, Outcome.SAME)
        assert articles.store(conn, article(text="", kind=PageKind.CONSENT)) == (article_id, Outcome.SAME)
        other, _ = articles.store(conn, article("https://one.example/b", text="Short.", kind=PageKind.ENTRY))
        assert articles.store(conn, article("https://one.example/b")) == (other, Outcome.REVISED)
        assert articles.get(conn, other).kind is PageKind.ARTICLE


def test_the_order_of_the_news(db: Database) -> None:
    with db.write() as conn:
        ids = [
            articles.store(conn, article(f"https://one.example/{n}", published=NOW - n * HOUR))[0]
            for n in range(4)
        ]
        assert articles.to_embed(conn) == ids[::-1]
        for article_id in (ids[3], ids[1], ids[0]):
            articles.embedded(conn, article_id)
        assert articles.ready_to_decide(conn) == [ids[3]], "ids[2] is earlier than the rest and still waits"
        articles.embedded(conn, ids[2])
        assert articles.ready_to_decide(conn) == ids[::-1]
        articles.decided(conn, ids[3])
        articles.set_aside(conn, ids[2], "ValueError: odd")
        assert articles.ready_to_decide(conn) == [ids[1], ids[0]]
        assert Counter(conn.scalars(sa.select(articles_rows.c.state))) == {"decided": 1, "failed": 1, "embedded": 2}
        assert articles.try_again(conn, NOW) == 1
        assert articles.to_embed(conn) == [ids[2]]


def test_a_copy_comes_after_its_original_even_when_it_claims_to_be_older(db: Database) -> None:
    with db.write() as conn:
        original, _ = articles.store(conn, article())
        copy, _ = articles.store(conn, article("https://two.example/a", published=NOW - 5 * HOUR))
        between, _ = articles.store(conn, article("https://two.example/b", published=NOW - 2 * HOUR))
        articles.embedded(conn, original)
        articles.embedded(conn, between)
        articles.is_copy(conn, copy, original)
        assert articles.ready_to_decide(conn) == [between, original, copy]
        assert articles.copy_of(conn, copy) == original
        assert articles.copy_of(conn, original) is None


def test_vectors_come_back_for_the_text_that_they_are_of(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        first = articles.get(conn, article_id)
        given = made(first)
        passages.save(conn, 1, given)
        passages.save(conn, 1, given)
        found = passages.load(conn, first)
        assert found.title == given.title
        assert found.sentences == given.sentences
        assert found.model == "model@1"
        half = given.vectors.astype(np.float16)  # as the model's answers are: what is decided by is what is stored
        np.testing.assert_array_equal(found.vectors, half.astype(np.float32))
        assert passages.before(conn, first) is None

        articles.store(conn, article(text="It broke.", seen=NOW + HOUR))
        second = articles.get(conn, article_id)
        with pytest.raises(LookupError, match="revision 2"):
            passages.load(conn, second)
        earlier = passages.before(conn, second)
        assert earlier is not None
        assert [s.text for s in earlier.sentences] == [s.text for s in given.sentences]
        np.testing.assert_array_equal(earlier.vectors, found.vectors)


def test_vectors_of_a_text_that_is_split_otherwise_now_do_not_fit(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        first = articles.get(conn, article_id)
        passages.save(conn, 1, made(replace(first, text="One sentence only was found here.")))
        assert not passages.fits(conn, first, "m")


def test_fingerprints(db: Database) -> None:
    texts = [" ".join(f"word{n * k}" for n in range(200)) for k in (3, 5)]
    with db.write() as conn:
        ids = [articles.store(conn, article(f"https://one.example/{n}"))[0] for n in range(2)]
        fingerprints.save(conn, ids[0], NOW, fingerprint("something else"))
        fingerprints.save(conn, ids[0], NOW, fingerprint(texts[0]))
        fingerprints.save(conn, ids[1], NOW - HOUR, fingerprint(texts[1]))
        assert list(fingerprints.since(conn, NOW - HOUR)) == [
            (ids[1], fingerprint(texts[1]).to_bytes()),
            (ids[0], fingerprint(texts[0]).to_bytes()),
        ]
        assert [found for found, _ in fingerprints.since(conn, NOW)] == [ids[0]]


def test_words_count_articles_and_stories(db: Database) -> None:
    with db.read() as conn:
        assert [each.n for each in words.load(conn)] == [0, 0]
    with db.write() as conn:
        words.add(conn, {"dam", "broke"}, Learned(frozenset({"dam", "broke"}), opened=True))
        words.add(conn, ["dam", "dam", "held"], Learned(frozenset({"held"}), opened=False))
        words.add(conn, [], Learned(frozenset(), opened=True))
    with db.read() as conn:
        known, stories = words.load(conn)
    assert (known.n, known.df("dam"), known.df("held"), known.df("toll")) == (3, 2, 1, 0)
    assert dict(known.rows()) == {"dam": 2, "broke": 1, "held": 1}
    assert (stories.n, stories.df("dam"), stories.df("held"), stories.df("toll")) == (2, 1, 1, 0)


def test_words_from_before_stories_were_counted(tmp_path: Path, back_to: Callable[[Database, str], None]) -> None:
    """Each article stands for a story, and counting goes on from there."""
    path = str(tmp_path / "a.db")
    with Database.open(path) as db:
        with db.write() as conn:
            for _ in range(3):
                words.add(conn, ["dam"], Learned(frozenset(), opened=False))
        back_to(db, "0007")
    with Database.open(path) as db, db.write() as conn:
        words.add(conn, ["dam"], Learned(frozenset({"dam"}), opened=True))
        known, stories = words.load(conn)
    assert (known.n, known.df("dam"), stories.n, stories.df("dam")) == (4, 4, 4, 4)


def test_pages_are_checked_for_edits_a_few_times(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        checks.read(conn, article_id, NOW, '"v1"', None)
        assert checks.due(conn, NOW + RECHECKS[0] - timedelta(seconds=1), 9) == []
        [check] = checks.due(conn, NOW + RECHECKS[0], 9)
        assert (check.article.id, check.etag, check.checks) == (article_id, '"v1"', 0)
        checks.done(conn, article_id, NOW + RECHECKS[0], '"v2"', "yesterday")
        [check] = checks.due(conn, NOW + RECHECKS[1], 9)
        assert (check.etag, check.last_modified, check.checks) == ('"v2"', "yesterday", 1)
        checks.done(conn, article_id, NOW + RECHECKS[2], None, None)
        assert checks.due(conn, NOW + 99 * RECHECKS[2], 9) == [], "a sleep past several needs one look"


def test_a_look_that_a_person_asks_for_takes_none_of_the_planned_ones(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        checks.read(conn, article_id, NOW, '"v1"', "yesterday")
        soon = NOW + RECHECKS[0] / 2
        checks.soon(conn, [article_id], soon)
        [check] = checks.due(conn, soon, 9)
        assert (check.etag, check.last_modified) == (None, None), "the whole page is asked for"
        checks.done(conn, article_id, soon, '"v2"', None)
        assert checks.due(conn, soon, 9) == []
        [check] = checks.due(conn, NOW + RECHECKS[0], 9)
        assert check.etag == '"v2"'
        late = NOW + 99 * RECHECKS[-1]
        checks.soon(conn, [article_id], late)
        assert len(checks.due(conn, late, 9)) == 1
        checks.done(conn, article_id, late, None, None)
        assert checks.due(conn, late + 99 * RECHECKS[-1], 9) == [], "one look, and no more"


def test_an_article_first_read_long_ago_is_checked_no_more(db: Database) -> None:
    with db.write() as conn:
        article_id, _ = articles.store(conn, article())
        checks.read(conn, article_id, NOW + 2 * RECHECKS[-1], None, None)
        assert checks.due(conn, NOW + 99 * RECHECKS[-1], 9) == []
