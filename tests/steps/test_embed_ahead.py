"""While the model is at work the pass goes on: it decides, and gets the next batch ready."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import models.text.parts
import steps.embed_batches
from models.nouns import Article, Matrix
from steps.context import Context
from steps.decide import Decider
from steps.embed import embed
from storage.reading import articles
from storage.schema import articles as article_table

Stored = Callable[..., Context]
SOON = 30.0
"""Seconds within which what is promised has to happen."""


@pytest.fixture(autouse=True)
def two_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps.embed_batches, "EMBED_BATCH", 2)


@pytest.fixture
def stored(opened: Any, clock: Any) -> Stored:
    """Opens a context with an article of each of these texts, a minute apart."""

    def store(*texts: Sequence[str]) -> Context:
        context: Context = opened()
        with context.db.write() as conn:
            for number, text in enumerate(texts):
                at, url = clock() + timedelta(minutes=number), f"https://example.com/{number}"
                whole = "\n".join(text)
                articles.store(conn, Article(0, url, url, f"Title {number}", whole, at, at, "example.com", "Example"))
        return context

    return store


def states(context: Context) -> list[tuple[str, int | None]]:
    """State and original of each article."""
    with context.db.read() as conn:
        rows = conn.execute(sa.select(article_table.c.state, article_table.c.copy_of).order_by("id"))
        return [(row.state, row.copy_of) for row in rows]


def test_articles_are_decided_while_the_model_is_at_work_on_the_next(
    stored: Stored, prose: Any, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = threading.Event()
    waited: list[bool] = []
    plain = type(encoder).encode

    def encode(self: Any, texts: Sequence[str]) -> Matrix:
        if any("Title 2" in text for text in texts):  # the second batch is ready when the first has been decided
            waited.append(decided.wait(SOON))
        found: Matrix = plain(self, texts)
        return found

    monkeypatch.setattr(type(encoder), "encode", encode)
    context = stored(*(prose("Brenn", n) for n in range(4)))
    decide = Decider()

    def meanwhile() -> None:
        if decide(context).decided == 2:
            decided.set()

    assert embed(context, meanwhile=meanwhile).embedded == 4
    assert waited == [True]
    assert decide(context).decided == 4


def test_a_copy_of_what_is_still_with_the_model_is_one(stored: Stored, prose: Any, encoder: Any) -> None:
    first, second, third = (prose("Brenn", n, 20) for n in range(3))
    context = stored(first, second, first[:-1], third)
    assert (embed(context).embedded, states(context)[2]) == (3, ("copy", 1))


def test_the_nearest_original_counts_wherever_it_is(stored: Stored, prose: Any) -> None:
    text, other = prose("Brenn", 1, 40), prose("Lom", 2, 40)
    nearly = [*text[:-2], *other[:2]]  # and the text itself comes in the second batch
    context = stored(nearly, other, text, prose("Lom", 3), text, prose("Lom", 4))
    embed(context)
    assert [copy for _, copy in states(context)] == [None, None, None, None, 3, None]


def test_no_text_goes_to_the_model_twice(stored: Stored, prose: Any, encoder: Any) -> None:
    common = prose("Lom", 1, 3)
    context = stored(*([*prose("Brenn", n), *common] for n in range(2, 8)))
    assert embed(context).embedded == 6
    assert len(encoder.texts) == len(set(encoder.texts))
    assert set(common) < set(encoder.texts)


def test_a_bug_in_one_batch_is_not_the_next_ones_and_what_was_begun_upon_it_is_begun_again(
    stored: Stored, prose: Any, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = type(encoder).encode

    def encode(self: Any, texts: Sequence[str]) -> Matrix:
        if any("Title 1" in text for text in texts):
            raise ValueError("a text that the model cannot take")
        found: Matrix = plain(self, texts)
        return found

    monkeypatch.setattr(type(encoder), "encode", encode)
    text = prose("Brenn", 1, 20)
    context = stored(prose("Brenn", 0), text, text, prose("Brenn", 3))
    done = embed(context)
    assert (done.embedded, done.copies, len(done.failed)) == (3, 0, 1)
    assert states(context) == [("embedded", None), ("failed", None), ("embedded", None), ("embedded", None)]


def test_one_that_cannot_be_taken_apart_is_said_in_its_own_turn(
    stored: Stored, prose: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parts(article: Article) -> models.text.parts.Parts:
        if article.title == "Title 3":
            raise ValueError("a sentence without an end")
        return plain(article)

    plain = models.text.parts.parts
    monkeypatch.setattr(models.text.parts, "parts", parts)
    context = stored(*(prose("Brenn", n) for n in range(5)))
    done = embed(context)
    assert done.failed == ("article 4: ValueError: a sentence without an end",)
    assert [state for state, _ in states(context)] == ["embedded"] * 3 + ["failed", "embedded"]


def test_a_pass_that_is_stopped_keeps_what_it_has(stored: Stored, prose: Any) -> None:
    context = stored(*(prose("Brenn", n) for n in range(6)))
    times = iter([None, None, KeyboardInterrupt()])

    def stop() -> None:
        if error := next(times):
            raise error

    with pytest.raises(KeyboardInterrupt):
        embed(context, meanwhile=stop)
    assert [state for state, _ in states(context)] == ["embedded"] * 4 + ["read"] * 2
    assert embed(context).embedded == 2
