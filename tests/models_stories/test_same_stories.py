"""The same corpus gives the same stories, figure by figure, in one run or fifty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import models.story.features
import models.story.index
import models.story.sums
from models.nouns import Article, Assignment, Passages, Sentence, SentenceKind
from models.stories import StoryIndex
from models.story.vocabulary import Vocabulary

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
ARTICLES, EVENTS, DIM = 300, 90, 48


@pytest.fixture(autouse=True)
def _every_stage_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are laid at 64 articles and three times again, leads counted by 32, rows read by 50, words summed by 40."""
    monkeypatch.setattr(models.story.index, "FLAT_UNTIL", 64)
    monkeypatch.setattr(models.story.index, "CELL_MEMBERS", 4)
    monkeypatch.setattr(models.story.index, "READ_AT_ONCE", 50)
    monkeypatch.setattr(models.story.index, "POSTINGS_READ", 12)
    monkeypatch.setattr(models.story.sums, "SUMMED_TOGETHER", 40)
    monkeypatch.setattr(models.story.features, "COUNTED_AT_ONCE", 32)


def stream() -> Iterator[tuple[Article, Passages]]:
    """Articles on events that come and go: words, names and vectors of their event, and some of their own."""
    random = np.random.default_rng(5)
    of_event = random.normal(size=(EVENTS, DIM))
    for number in range(1, ARTICLES + 1):
        event = int(random.integers(max(1, number // 5), number // 5 + 6))
        words = tuple(
            [f"event{event}x{i}" for i in random.integers(0, 30, 12)]
            + [f"common{i}" for i in np.minimum(random.zipf(1.4, 30), 200)]
        )
        name = f"Name{event}x{random.integers(0, 3)}"
        kind = SentenceKind.STATEMENT
        sentences = tuple(
            Sentence("", kind, (*words[i : i + 14], name.lower()), (name,), (), (str(event),)) for i in (0, 14, 28)
        )
        rows = (of_event[event % EVENTS] + 0.8 * random.normal(size=(4, DIM))).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        at = START + timedelta(hours=2 * number)
        title = Sentence("", SentenceKind.HEADING, words[:5], (name,), (), ())
        yield (
            Article(number, "", "", "", "", at, at, "site", "site", language="en"),
            Passages(number, "made", title, sentences, rows[0], rows[1:].astype(np.float16).astype(np.float32)),
        )


def decided(runs: int, block: int = 0) -> list[Assignment]:
    """Every decision, when the index is lost and restored from its rows before each run, the oldest of them by the
    `block`."""
    vocabulary = Vocabulary()
    index = StoryIndex(vocabulary)
    rows: list[tuple[int, bytes]] = []
    found: list[Assignment] = []
    for article, its in stream():
        if article.id % (ARTICLES // runs) == 0:
            stories = np.array([story for story, _ in rows], np.int64)
            ends = list(range(block, len(rows) + 1, block)) if block else []
            parts = [(stories[end - block : end], index.packed(end - block, end)) for end in ends]
            index = StoryIndex.restore(iter(rows[len(parts) * block :]), vocabulary, blocks=parts)
        found.append(index.assign(article, its))
        mark, story = index.look(article, its).trace, found[-1].story_id or article.id
        index.add(mark, story)
        rows.append((story, mark.to_bytes()))
        index.learn(article.id, {word for each in (its.title, *its.sentences) for word in each.words})
    return found


def test_in_one_run_or_many() -> None:
    once = decided(1)
    assert 40 < sum(each.story_id is None for each in once) < ARTICLES - 60
    assert decided(50) == once
    assert decided(3) == once
    assert decided(20, block=32) == once
    assert decided(3, block=50) == once


def test_compiled_or_by_numpy_and_however_many_are_summed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = decided(1)
    monkeypatch.setattr(models.story.sums, "kernels", None)
    assert decided(1) == compiled
    monkeypatch.setattr(models.story.sums, "SUMMED_TOGETHER", ARTICLES)
    assert decided(1) == compiled
