"""In how many articles each word has been seen: what words weigh by, learned as the news comes in.

Nothing is frozen in advance: a word that was never seen is the most telling one there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Vocabulary:
    """Document frequencies over every article decided so far, each counted once. Restorable from its rows."""

    __slots__ = ("_df", "n")

    def __init__(self, n: int = 0, rows: Iterable[tuple[str, int]] | dict[str, int] = ()) -> None:
        self.n = n
        """Articles seen."""
        self._df: dict[str, int] = dict(rows)

    def add(self, words: Iterable[str]) -> None:
        """Count one article; a word counts once however often it stands in it."""
        self.n += 1
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
