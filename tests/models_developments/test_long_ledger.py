"""A ledger of months: what an article repeats is found among thousands of statements, at a bounded cost."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from news import START, vectors

from models.candidates import nearest, projection
from models.ledger import Ledger, terms
from models.nouns import Statement
from models.text.sentences import analyse
from settings import limits_developments as limits

FIRST, LAST = ("Vel", "Ors", "Kal", "Tarn", "Bru"), ("am", "or", "et", "ull", "ys")
TOWNS = [f"{a}{b}{c}" for a in FIRST for b in LAST for c in "dkmnt"]
DEEDS = ("opened a bridge", "closed a school", "lost a ferry", "built a wall", "sold a quarry", "found a well")


def text(number: int) -> str:
    town, deed = TOWNS[number % len(TOWNS)], DEEDS[number // len(TOWNS) % len(DEEDS)]
    return f"The council of {town} {deed} numbered lot{number} on Monday."


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    texts = [text(number) for number in range(3_000)]
    rows = vectors(texts)
    return Ledger(
        Statement(number + 1, analyse(each), row, number // 20, START + timedelta(hours=number / 20), "a.example")
        for number, (each, row) in enumerate(zip(texts, rows, strict=True))
    )


def beside(ledger: Ledger, texts: list[str]) -> np.ndarray:
    words = [{term: 1.0 + len(term) for term in terms(analyse(each))} for each in texts]
    return ledger.beside(vectors(texts), words, START + timedelta(hours=140))


def test_what_is_repeated_is_among_the_candidates_however_old(ledger: Ledger) -> None:
    for number in (3, 700, 1_500, 2_999):
        assert number in beside(ledger, [text(number)])


def test_what_was_last_said_long_ago_is_found_by_its_words(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OLDER_READ", 100)
    idf = {term: -math.log(ledger.share(term)) for term in terms(analyse(text(3)))}
    assert 3 in ledger.beside(vectors([text(3)]), [idf], START + timedelta(hours=140))


def test_candidates_are_bounded_and_in_order(ledger: Ledger) -> None:
    texts = [text(number) for number in range(0, 2_800, 70)]
    rows = beside(ledger, texts)
    assert len(rows) <= 3 * limits.NEAREST_READ * len(texts)
    assert list(rows) == sorted(set(rows.tolist()))


def test_one_that_is_looked_through_while_it_grows_finds_the_same(ledger: Ledger) -> None:
    texts = [text(number) for number in range(0, 2_800, 70)]
    grown = Ledger(ledger[row] for row in range(2_500))
    beside(grown, texts)
    for row in range(2_500, len(ledger)):
        grown.add(ledger[row])
    assert list(beside(grown, texts)) == list(beside(ledger, texts))


def test_a_short_ledger_is_compared_whole(ledger: Ledger) -> None:
    short = Ledger(ledger[row] for row in range(100))
    assert list(beside(short, [text(1)])) == list(range(100))


@pytest.mark.parametrize("count", [5, 12, 13, 64, 1_000, 1_001])
def test_nearest_finds_what_a_full_sort_finds(count: int) -> None:
    noise = np.random.default_rng(count)
    known, asked = (noise.normal(size=(n, 16)).astype(np.float32) for n in (count, 3))
    similar = asked @ known.T
    wanted = {int(row) for line in similar for row in np.argsort(-line)[:12]}
    assert set(nearest(asked, known, 12).tolist()) == wanted


def test_the_projection_is_the_same_every_time() -> None:
    first = projection(384).copy()
    projection.cache_clear()
    assert np.array_equal(first, projection(384))


def test_incidence_of_some_rows_is_that_of_all(ledger: Ledger) -> None:
    wanted = [*terms(analyse(text(42))), "unheard"]
    rows = np.array([0, 42, 43, 2_999])

    def weigh(words: object) -> np.ndarray:
        return np.ones(len(words), dtype=np.float32)  # type: ignore[arg-type]

    some, totals = ledger.incidence(wanted, rows, weigh)
    whole, all_totals = ledger.incidence(wanted, np.arange(len(ledger)), weigh)
    assert np.array_equal(some, whole[:, rows])
    assert np.array_equal(totals, all_totals[rows])
    assert totals[1] == len(terms(analyse(text(42))))
