"""How new each sentence of an article is to its story: what is measured, and the weights that judge it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.dates import dated
from models.ledger import Ledger, terms
from models.nouns import Passages, SentenceKind
from settings import limits_developments as limits

Array = npt.NDArray[np.float64]


class Words(Protocol):
    """What is asked of a vocabulary: in how many of `n` articles a word has been seen."""

    @property
    def n(self) -> int: ...
    def df(self, word: str) -> int: ...


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """One row a sentence, held against the whole ledger; all but `nearest` are from 0 to 1."""

    nearest: npt.NDArray[np.intp]
    """Row of the most similar statement, by the mean of meaning and words."""
    cosine: Array
    """Highest cosine to any statement."""
    covered: Array
    """Share of the sentence's terms, weighted by idf, in the one statement that holds most of them."""
    both: Array
    """Highest mean of cosine and covered over statements."""
    known: Array
    """Share of the terms, weighted by idf, that the ledger holds anywhere."""
    new_names: Array
    new_numbers: Array
    """Counts of names and figures that the ledger does not hold."""
    length: Array
    """Number of terms."""
    checkable: npt.NDArray[np.bool_]
    """Whether the sentence holds anything that can be dated or checked and that the ledger does not hold."""
    eligible: npt.NDArray[np.bool_]
    """Whether the sentence is of a kind that can bring news."""


def idf(vocabulary: Words, word: str) -> float:
    """Inverse document frequency with one half added, so that an empty vocabulary weighs all words alike."""
    return math.log(1.0 + (vocabulary.n + 1.0) / (vocabulary.df(word) + 0.5))


def measure(passages: Passages, ledger: Ledger, vocabulary: Words) -> Measures:
    """Hold every sentence against every statement. The ledger must not be empty."""
    sentences = passages.sentences
    cosines = np.clip(passages.vectors @ ledger.vectors.T, 0.0, 1.0).astype(np.float64)
    shared = np.zeros_like(cosines)
    known = np.ones(len(sentences))
    new_names, new_numbers, length = (np.zeros(len(sentences)) for _ in range(3))
    for i, sentence in enumerate(sentences):
        total = held = 0.0
        by_stem = dict(zip(terms(sentence), _weights(sentence.words, sentence.numbers, vocabulary), strict=True))
        for term, weight in by_stem.items():
            total += weight
            rows = ledger.holding(term)
            if len(rows):
                held += weight
                shared[i, rows] += weight
        if total:
            shared[i] /= total
            known[i] = held / total
        length[i] = len(by_stem)
        new_names[i] = sum(not ledger.knows(name) for name in sentence.names)
        new_numbers[i] = sum(not ledger.holds("#" + number) for number in sentence.numbers)
    mean = (cosines + shared) / 2
    nearest = mean.argmax(axis=1)
    return Measures(
        nearest=nearest,
        cosine=cosines.max(axis=1),
        covered=shared.max(axis=1),
        both=mean.max(axis=1),
        known=known,
        new_names=new_names,
        new_numbers=new_numbers,
        length=length,
        checkable=(new_names + new_numbers > 0)
        | np.array([bool(s.quotes) or dated(s.text) for s in sentences], dtype=bool),
        eligible=np.array([s.kind is SentenceKind.STATEMENT for s in sentences], dtype=bool),
    )


def _weights(words: tuple[str, ...], numbers: tuple[str, ...], vocabulary: Words) -> list[float]:
    from models.words import stem

    first: dict[str, float] = {}
    for word in words:
        first.setdefault(stem(word), idf(vocabulary, word))
    figure = math.log(1.0 + (vocabulary.n + 1.0) / 1.5)
    return [*first.values(), *(figure for _ in dict.fromkeys(numbers))]


def judge(measures: Measures) -> Array:
    """Novelty of each sentence, 0 to 1."""
    x = 9.0 * (0.55 - measures.both) + 2.0 * (1 - measures.known) - 0.3
    novelty = 1.0 / (1.0 + np.exp(-x))
    return np.where(measures.length >= limits.LEAST_TERMS, novelty, 0.0)
