"""What persons decided on two articles: must-link and cannot-link facts (Wagstaff and Cardie 2000)."""

from __future__ import annotations


class Links:
    """By article, the articles that a person put with it, and those that a person keeps from it."""

    def __init__(self) -> None:
        self._together: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = {}

    def add(self, first: int, second: int, together: bool) -> None:
        """The last word on two articles holds."""
        links, other = (self._together, self._apart) if together else (self._apart, self._together)
        for a, b in ((first, second), (second, first)):
            links.setdefault(a, set()).add(b)
            other.get(a, set()).discard(b)

    def together(self, article_id: int) -> set[int]:
        return self._together.get(article_id, set())

    def apart(self, article_id: int) -> set[int]:
        return self._apart.get(article_id, set())
