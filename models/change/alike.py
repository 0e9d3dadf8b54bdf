"""How much two sentences share: words and names by which they may be about one fact."""

from __future__ import annotations

import functools

from models.nouns import Sentence
from models.text.words import stem
from settings.limits_developments import READ_IN_MEMORY

SAME_FACT = 0.4
"""Share of the shorter sentence's words in the other from which they may be about one fact."""
SAME_WORDS = 0.75
"""The same of the longer sentence, from which the two say the same thing but for what changed."""
BUT_FOR_NOT = 0.8
"""The same, from above which one negates the other where only one has a "not"."""
WORD_FOR_WORD = 0.9
"""The same, from which one is the other, edited."""


def shared(sentence: Sentence, known: Sentence) -> tuple[float, float]:
    """Share of the shorter and of the longer sentence's stems in the other."""
    now, before = stems(sentence.words), stems(known.words)
    both = len(now & before)
    return both / max(1, min(len(now), len(before))), both / max(1, len(now), len(before))


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem, words))


def same_names(sentence: Sentence, known: Sentence) -> bool:
    """Whether the two may be of the same people and places: they share a part of a name, or one has none."""
    now, before = names_in(sentence), names_in(known)
    return not now or not before or bool(now & before)


def names_in(sentence: Sentence) -> frozenset[str]:
    """The words of a sentence's names, in small letters."""
    return frozenset(part for name in sentence.names for part in name.lower().split())
