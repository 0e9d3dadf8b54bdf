"""In how many articles, or in how many stories, each word has been seen: what words weigh by, learned as the news
comes in.

Nothing is frozen in advance: a word that was never seen is the most telling one there is. Developments weigh words by
the articles that had them, stories by the stories: what every article of a story says would else become a usual word,
and the sooner the smaller the stream and the longer the story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Learned:
    """What an article brings to the vocabulary of stories."""

    words: frozenset[str]
    """Those that its story had not."""
    opened: bool
    """Whether the story is one more."""


class Vocabulary:
    """Document frequencies over the articles, or the stories, decided so far. Restorable from its rows."""

    __slots__ = ("_df", "n")

    def __init__(self, n: int = 0, rows: Iterable[tuple[str, int]] | dict[str, int] = ()) -> None:
        self.n = n
        """Articles, or stories, seen."""
        self._df: dict[str, int] = dict(rows)

    def add(self, words: Iterable[str], *, another: bool = True) -> None:
        """Count one more, in which a word counts once however often it stands there; or, not `another`, words that one
        counted before had not."""
        self.n += another
        df = self._df
        for word in set(words):
            df[word] = df.get(word, 0) + 1

    def df(self, word: str) -> int:
        """In how many articles `word` has been seen."""
        return self._df.get(word, 0)

    def seen(self, words: Iterable[str]) -> list[int]:
        """`df` of each of `words`."""
        known = self._df.get
        return [known(word, 0) for word in words]

    def rows(self) -> Iterator[tuple[str, int]]:
        """(word, articles) as `__init__` takes them."""
        return iter(self._df.items())
