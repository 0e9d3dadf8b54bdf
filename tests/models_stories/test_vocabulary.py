"""In how many articles each word was seen."""

from __future__ import annotations

from models.vocabulary import Vocabulary


def test_counts_once_an_article() -> None:
    words = Vocabulary()
    words.add(["ferry", "ferry", "harbour"])
    words.add(["harbour"])
    assert (words.n, words.df("ferry"), words.df("harbour"), words.df("island")) == (2, 1, 2, 0)
    assert words.seen(["harbour", "ferry", "island"]) == [2, 1, 0]


def test_is_restored_from_its_rows() -> None:
    words = Vocabulary()
    words.add(["ferry", "harbour"])
    again = Vocabulary(words.n, words.rows())
    again.add(["ferry"])
    assert (again.n, again.df("ferry"), words.df("ferry")) == (2, 2, 1)
    assert dict(again.rows()) == {"ferry": 2, "harbour": 1}
