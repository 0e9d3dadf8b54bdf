"""An article taken apart: its title and its sentences, as Passages hold them."""

from __future__ import annotations

from models.nouns import Article, Sentence, SentenceKind
from models.text.names import proper_words
from models.text.sentences import analyse, split
from settings.limits_stories import PARTS_IN_HAND, PASSAGES

Parts = tuple[Sentence, tuple[Sentence, ...]]


def parts(article: Article) -> Parts:
    """An article's title and its sentences, at most PASSAGES."""
    title = analyse(article.title, SentenceKind.HEADING, proper_words(article.text))
    return title, split(article.text)[:PASSAGES]


class InHand:
    """`parts` for what is asked for twice in a pass: to be embedded, and a moment later to be decided.

    What was found the first time is kept until the second, of at most PARTS_IN_HAND articles at a time; of others it is
    found again. It goes by the words alone, so that no answer can be out of date.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], Parts] = {}

    def __call__(self, article: Article) -> Parts:
        words = article.title, article.text
        found = self._held.pop(words, None)
        if found is None:
            found = parts(article)
            if len(self._held) < PARTS_IN_HAND:
                self._held[words] = found
        return found
