"""Words weigh by how many articles had them."""

from __future__ import annotations

import pytest

from models.vocabulary import Vocabulary


def test_counts_once_an_article() -> None:
    words = Vocabulary()
    words.add(["ferry", "ferry", "harbour"])
    words.add(["harbour"])
    assert (words.n, words.df("ferry"), words.df("harbour"), words.df("island")) == (2, 1, 2, 0)
    assert words.idf("island") > words.idf("ferry") > words.idf("harbour") >= 0.0


def test_is_restored_from_its_rows() -> None:
    words = Vocabulary()
    words.add(["ferry", "harbour"])
    again = Vocabulary(words.n, words.rows())
    again.add(["ferry"])
    assert (again.n, again.df("ferry"), words.df("ferry")) == (2, 2, 1)
    assert len(again) == 2
    assert "ferry" in again


def test_an_empty_one_weighs_all_words_alike() -> None:
    assert Vocabulary().idf("a") == pytest.approx(Vocabulary().idf("b"))
