"""A block laid on the shelf is what its traces were, and is of no use to who works them out otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import models.story.trace
from models.story import block as story_block
from models.story.shelf import Shelf
from models.story.trace import Trace

KINDS: tuple[tuple[str | None, str, int], ...] = (("en", "one", 8), (None, "two", 4), ("de", "one", 8))


def known(article_id: int, random: np.random.Generator) -> Trace:
    """An article in one of three languages by one of two models; every fifth has no word."""
    language, model, dim = KINDS[int(random.integers(3))]
    words = 0 if article_id % 5 == 0 else int(random.integers(1, 60))
    terms = np.sort(random.choice(1000, words, replace=False)).astype(np.uint32) * np.uint32(4_000_001)
    return Trace(
        article_id=article_id,
        at=86400.5 * article_id,
        dated=bool(random.integers(2)),
        language=language,
        model=model,
        lead=random.normal(size=dim).astype(np.float16),
        titled=bool(random.integers(2)),
        terms=np.sort(terms),
        weights=random.uniform(0.0, 3.0, words).astype(np.float16),
        flags=random.integers(0, 8, words).astype(np.uint8),
        order=random.permutation(words).astype(np.uint16),
        numbers=random.integers(0, 99, int(random.integers(4))).astype(np.uint32),
        ages=random.integers(0, 99, int(random.integers(2))).astype(np.uint32),
    )


def laid(traces: list[Trace]) -> Shelf:
    shelf = Shelf()
    shelf.extend([each.to_bytes() for each in traces])
    return shelf


def columns(shelf: Shelf) -> dict[str, bytes]:
    """All that lies on a shelf."""
    plain = ("article", "at", "dated", "titled", "language", "model", "place", "norms", "reach")
    found = {name: getattr(shelf, name).all.tobytes() for name in plain}
    for name in ("terms", "numbers", "ages"):
        ragged = getattr(shelf, name)
        found |= {f"{name}.{each}": column.all.tobytes() for each, column in ragged.columns.items()}
        found[name] = ragged.starts.all.tobytes()
    return found | {f"lead.{model}": column.all.tobytes() for model, column in shelf.leads.items()}


def test_blocks_and_traces_on_one_shelf_are_all_that_the_traces_were() -> None:
    random = np.random.default_rng(7)
    traces = [known(number, random) for number in range(1, 101)]
    whole = laid(traces)
    shelf = Shelf()
    for first, last in ((0, 1), (1, 40), (40, 70)):
        story_block.unpack(shelf, story_block.pack(whole, first, last))
    shelf.extend([each.to_bytes() for each in traces[70:90]])
    for each in traces[90:]:
        shelf.add(each)
    assert columns(shelf) == columns(whole)
    assert (shelf.languages, shelf.models) == (whole.languages, whole.models)
    assert [shelf.trace(slot).to_bytes() for slot in range(100)] == [each.to_bytes() for each in traces]


def test_a_block_finds_its_languages_and_models_where_others_came_first() -> None:
    random = np.random.default_rng(8)
    lead = np.ones(6, np.float16)
    first = [replace(known(number, random), language="fr", model="three", lead=lead) for number in (1, 2)]
    then = [known(number, random) for number in range(3, 40)]
    shelf = laid(first)
    story_block.unpack(shelf, story_block.pack(laid(then), 0, len(then)))
    assert [shelf.trace(slot).to_bytes() for slot in range(39)] == [each.to_bytes() for each in (*first, *then)]


def test_a_block_says_which_articles_it_holds() -> None:
    random = np.random.default_rng(9)
    shelf = laid([known(number, random) for number in (30, 10, 20, 40)])
    assert story_block.articles(story_block.pack(shelf, 1, 4)).tolist() == [10, 20, 40]


def test_what_the_shelf_works_out_otherwise_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    assert story_block._stamp() == story_block.STAMP
    monkeypatch.setattr(models.story.trace, "TELLING_WEIGHT", 0.123)
    assert story_block._stamp() != story_block.STAMP


def test_room_is_made_once_and_changes_nothing() -> None:
    random = np.random.default_rng(10)
    traces = [known(number, random) for number in range(1, 61)]
    whole, shelf = laid(traces), Shelf()
    shelf.make_room(60)
    assert shelf.article.room == 0  # nothing is known of how long they are
    story_block.unpack(shelf, story_block.pack(whole, 0, 20))
    shelf.make_room(60)
    room = shelf.article.room
    assert room >= 60
    story_block.unpack(shelf, story_block.pack(whole, 20, 60))
    shelf.make_room(60)
    assert shelf.article.room == room
    assert columns(shelf) == columns(whole)
