"""How new each sentence of an article is to its story: what is measured of it against the ledger.

Meaning alone or words alone is not enough: two casualty reports are near in meaning and differ in what
counts, two wordings of one fact share hardly a word. So both are measured, against the nearest single
statement (containment and overlap, weighted by idf), against all statements together (what the ledger holds
anywhere, and which pairs of terms it has ever brought together), and, for the article as a whole, how much
of what is not background was first said within the last two days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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
    """One row a sentence, held against the whole ledger."""

    nearest: npt.NDArray[np.intp]
    """Row of the most similar statement, by the mean of cosine and covered."""
    eligible: npt.NDArray[np.bool_]
    """Whether the sentence can bring news: a statement that says enough, or, where an article holds none,
    whatever is no boilerplate."""
    statement: Array
    """1 where the sentence is a statement that says enough."""
    checkable: npt.NDArray[np.bool_]
    """Whether the sentence holds what can be dated or checked: a new name, a figure, a quotation, a day."""
    cosine: Array
    """Highest cosine to any statement."""
    covered: Array
    """Share of the sentence's terms, weighted by idf, in the one statement that holds most of them."""
    covered3: Array
    """The same for the three nearest statements taken together."""
    jaccard: Array
    """Highest weighted Jaccard similarity of terms to any statement."""
    both: Array
    """Highest mean of cosine and covered over statements."""
    recent: Array
    """The same over statements first said within `limits.RECENT` before the article..."""
    older: Array
    """...and over those from before: what matches these is background."""
    known: Array
    """Share of the terms, weighted by idf, that the ledger holds anywhere."""
    pairs: Array
    """Share of the pairs of terms, weighted by idf, that stand together in any one statement."""
    core: Array
    """Share of the ledger's statements that hold the sentence's most usual word: how close to the story's
    core."""
    unseen: Array
    """Log of one plus the number of terms that the ledger does not hold."""
    names: Array
    numbers: Array
    """Number of names and of figures that the ledger does not hold, at most 3."""
    length: Array
    """Number of terms."""
    ledger: Array
    """Log of the number of statements, at most `limits.LEDGER_LOG`."""
    listed: Array
    """1 where the sentence is cut off or a list of headlines rather than a sentence ("… | …", "...")."""


def idf(vocabulary: Words, word: str) -> float:
    """Inverse document frequency; an empty vocabulary weighs all words alike."""
    return math.log(1.0 + (vocabulary.n + 1.0) / (vocabulary.df(word) + 0.5))


def measure(passages: Passages, ledger: Ledger, vocabulary: Words, when: datetime) -> Measures:
    """Hold every sentence against every statement. Neither may be empty."""
    sentences = passages.sentences
    of_sentence = [terms(sentence) for sentence in sentences]
    wanted = {term: word for found in of_sentence for term, word in found.items()}
    position = {term: i for i, term in enumerate(wanted)}
    weight = _weights(wanted.values(), vocabulary)
    incidence = ledger.incidence(list(wanted))
    held: npt.NDArray[np.bool_] = np.asarray(incidence.any(axis=1))
    share = incidence.mean(axis=1)

    rows = [np.fromiter((position[term] for term in found), dtype=np.intp) for found in of_sentence]
    spread = np.zeros((len(sentences), len(wanted)), dtype=np.float32)
    for i, row in enumerate(rows):
        spread[i, row] = weight[row]
    total = np.maximum(spread.sum(axis=1), 1e-9)
    common = spread @ incidence
    covered = common / total[:, None]
    statement_total = ledger.totals(_weights(ledger.words, vocabulary))
    jaccard = common / np.maximum(total[:, None] + statement_total[None, :] - common, 1e-9)
    cosine = np.clip(passages.vectors @ ledger.vectors.T, 0.0, 1.0)
    both = (cosine + covered) / 2
    fresh = ledger.since(when - limits.RECENT)

    count = len(sentences)
    covered3, known, pairs, core, unseen = (np.zeros(count) for _ in range(5))
    for i, row in enumerate(rows):
        if not len(row):
            known[i] = pairs[i] = covered3[i] = 1.0
            continue
        inside = incidence[row]
        three = np.argpartition(-both[i], min(3, len(ledger)) - 1)[:3]
        covered3[i] = (weight[row] * inside[:, three].any(axis=1)).sum() / total[i]
        known[i] = (weight[row] * held[row]).sum() / total[i]
        unseen[i] = math.log1p((~held[row]).sum())
        core[i] = max(
            (share[p] for p, term in zip(row, of_sentence[i], strict=True) if term[0] != "#"), default=0.0
        )
        together = np.triu((inside @ inside.T > 0).astype(np.float32), 1)
        pair = np.triu(np.outer(weight[row], weight[row]), 1)
        pairs[i] = (pair * together).sum() / pair.sum() if len(row) > 1 else known[i]
    length = np.array([len(found) for found in of_sentence], dtype=np.float64)
    new_names = [sum(not ledger.knows(name) for name in s.names) for s in sentences]
    new_numbers = [sum(not ledger.holds("#" + number) for number in s.numbers) for s in sentences]
    statement = np.array([s.kind is SentenceKind.STATEMENT for s in sentences]) & (
        length >= limits.LEAST_TERMS
    )
    readable = np.array([s.kind is not SentenceKind.BOILERPLATE for s in sentences]) & (length > 0)
    return Measures(
        nearest=both.argmax(axis=1),
        eligible=statement if statement.any() else readable,
        statement=statement.astype(np.float64),
        checkable=np.array(
            [
                bool(new or s.numbers or s.quotes) or dated(s.text)
                for new, s in zip(new_names, sentences, strict=True)
            ]
        ),
        cosine=_highest(cosine),
        covered=_highest(covered),
        covered3=covered3,
        jaccard=_highest(jaccard),
        both=_highest(both),
        recent=_highest(both[:, fresh]),
        older=_highest(both[:, ~fresh]),
        known=known,
        pairs=pairs,
        core=core,
        unseen=unseen,
        names=np.minimum(new_names, 3).astype(np.float64),
        numbers=np.minimum(new_numbers, 3).astype(np.float64),
        length=length,
        ledger=np.full(count, min(math.log(len(ledger)), limits.LEDGER_LOG)),
        listed=np.array([float("|" in s.text or "..." in s.text) for s in sentences]),
    )


def _weights(words: Iterable[str], vocabulary: Words) -> npt.NDArray[np.float32]:
    """idf of each word; a figure weighs as much as a word seen once."""
    figure = math.log(1.0 + (vocabulary.n + 1.0) / 1.5)
    scale, df = vocabulary.n + 1.0, vocabulary.df
    weights = [figure if word[0] == "#" else math.log(1.0 + scale / (df(word) + 0.5)) for word in words]
    return np.array(weights, dtype=np.float32)


def _highest(values: npt.NDArray[np.float32]) -> Array:
    if not values.shape[1]:
        return np.zeros(len(values))
    highest: Array = values.max(axis=1).astype(np.float64)
    return highest
