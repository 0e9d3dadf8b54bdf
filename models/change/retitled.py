"""A page of which the headline was edited: what the new one says is compared like a sentence of the page.

A desk rewords its headlines all day long, and says in them what the page says. So a headline counts only where it gives
a figure, a name or a change that neither the one before it nor the page itself has.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.change.edits import edited
from models.nouns import Passages, Sentence
from models.text.sentences import analyse
from models.text.words import words


def with_headlines(passages: Passages, previous: Passages) -> tuple[Passages, Passages]:
    """Both readings of a page with their headlines as a last sentence, if the newer one says something that was said
    nowhere on it; else as they are. The vectors must be of one model."""
    new, old = (analyse(each.title.text) for each in (passages, previous))
    if not new.text or not says_more(new, old, (*passages.sentences, *previous.sentences)):
        return passages, previous
    return _with(passages, new), _with(previous, old)


def says_more(new: Sentence, old: Sentence, page: tuple[Sentence, ...]) -> bool:
    """Whether a headline gives a figure, a name or a change that neither the one before it nor its page gives."""
    if new.text == old.text:
        return False
    said = (old, *page)
    figures = {number for each in said for number in each.numbers}
    known = {word for each in said for word in each.words}
    if not figures.issuperset(new.numbers):
        return True
    if any(not known.issuperset(words(name)) for name in new.names):
        return True
    change = edited(new, old)
    return change is not None and not known.issuperset(words(change.new))


def _with(passages: Passages, headline: Sentence) -> Passages:
    last = max((each.paragraph for each in passages.sentences), default=-1) + 1
    return replace(
        passages,
        sentences=(*passages.sentences, replace(headline, paragraph=last)),
        vectors=np.vstack([passages.vectors.reshape(-1, len(passages.title_vector)), passages.title_vector]),
    )
