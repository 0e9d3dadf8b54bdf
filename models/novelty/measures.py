"""How new each sentence of an article is to its story: what is measured of it against the ledger.

Meaning alone or words alone is not enough: two casualty reports are near in meaning and differ in what
counts, two wordings of one fact share hardly a word. So both are measured, against the nearest single
statement (containment and overlap, weighted by idf), against the nearest few, against all statements together (what
the ledger holds anywhere), against what was first said within the last two days and against what is older, and how
much of each passage is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.ledger import Ledger, terms
from models.nouns import Passages, SentenceKind
from models.novelty.passages import mean_over, passages_of
from models.text.dates import dated
from settings import limits_developments as limits

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


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
    near: npt.NDArray[np.intp]
    """Rows of its `limits.CHANGE_READ` nearest statements (or of all, if fewer) by cosine, the nearest first."""
    eligible: Flags
    """Whether the sentence can bring news: a statement that says enough, or, where an article holds none,
    whatever is no boilerplate, or whatever there is; and none that the page had before."""
    furniture: bool
    """Whether the article is nothing but boilerplate."""
    brief: bool
    """Whether all that can bring news is a sentence or two."""
    headed: bool
    """Whether it has a headline."""
    checkable: npt.NDArray[np.bool_]
    """Whether the sentence holds what can be dated or checked: a new name, a figure, a quotation, a day."""
    cosine: Array
    """Highest cosine to any statement."""
    around: Array
    """Mean of the `limits.AROUND` highest cosines: what was said once may have been an aside, what was said in several
    wordings is known."""
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
    told: Array
    """How much of the sentence's passage the ledger holds: the mean of `both` over the passage, by length."""
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
    quiet: Array
    """Log of one plus the hours since the story's last statement."""


def measure(
    passages: Passages, ledger: Ledger, vocabulary: Words, when: datetime, kept: Flags | None = None
) -> Measures:
    """Hold every sentence against the ledger. Neither may be empty. `kept`: sentences that an earlier reading of the
    same page had, which bring no news."""
    sentences = passages.sentences
    of_sentence = [terms(sentence) for sentence in sentences]
    wanted = {term: word for found in of_sentence for term, word in found.items()}
    position = {term: i for i, term in enumerate(wanted)}
    weight = _weights(wanted.values(), vocabulary)
    weighted = [{term: float(weight[position[term]]) for term in found} for found in of_sentence]
    late = when - limits.RECENT
    beside = ledger.beside(passages.vectors, weighted, late)
    incidence, statement_total = ledger.incidence(list(wanted), beside, lambda words: _weights(words, vocabulary))
    held = np.array([ledger.holds(term) for term in wanted], dtype=bool)
    share = [ledger.share(term) for term in wanted]

    rows = [np.fromiter((position[term] for term in found), dtype=np.intp) for found in of_sentence]
    spread = np.zeros((len(sentences), len(wanted)), dtype=np.float32)
    for i, row in enumerate(rows):
        spread[i, row] = weight[row]
    total = np.maximum(spread.sum(axis=1), 1e-9)
    common = spread @ incidence
    covered = common / total[:, None]
    jaccard = common / np.maximum(total[:, None] + statement_total[None, :] - common, 1e-9)
    whole = len(beside) == len(ledger)
    cosine = np.clip(passages.vectors @ (ledger.vectors if whole else ledger.vectors[beside]).T, 0.0, 1.0)
    both = (cosine + covered) / 2
    fresh = ledger.since(late)[beside]

    count = len(sentences)
    length = np.array([len(found) for found in of_sentence], dtype=np.float64)
    statement = np.array([s.kind is SentenceKind.STATEMENT for s in sentences]) & (
        length >= limits.LEAST_TERMS
    )
    readable = np.array([s.kind is not SentenceKind.BOILERPLATE for s in sentences]) & (length > 0)
    eligible = next((some for some in (statement, readable) if some.any()), length > 0)
    if kept is not None:
        eligible, readable = eligible & ~kept, readable & ~kept
    passage = passages_of(sentences, both.max(axis=1) >= limits.FOLD_COSINE)
    brief = is_brief(statement & eligible, passage[readable])
    covered3, known, core, unseen = (np.zeros(count) for _ in range(4))
    near = np.argpartition(-cosine, min(limits.CHANGE_READ, len(beside)) - 1, axis=1)[:, : limits.CHANGE_READ]
    near = np.take_along_axis(near, np.argsort(-np.take_along_axis(cosine, near, 1), axis=1, kind="stable"), 1)
    three = np.argpartition(-both, min(3, len(beside)) - 1, axis=1)[:, :3]
    for i, row in enumerate(rows):
        if not len(row):
            known[i] = covered3[i] = 1.0
            continue
        inside, its = incidence[row], weight[row]
        covered3[i] = (its * inside[:, three[i]].any(axis=1)).sum() / total[i]
        known[i] = (its * held[row]).sum() / total[i]
        unseen[i] = math.log1p((~held[row]).sum())
        core[i] = max(
            (share[p] for p, term in zip(row, of_sentence[i], strict=True) if term[0] != "#"), default=0.0
        )
    new_names = [sum(not ledger.knows(name) for name in s.names) for s in sentences]
    new_numbers = [sum(not ledger.holds("#" + number) for number in s.numbers) for s in sentences]
    return Measures(
        nearest=beside[both.argmax(axis=1)],
        near=beside[near],
        eligible=eligible,
        furniture=not (readable if kept is None else readable | kept).any(),
        brief=brief,
        headed=bool(passages.title.words),
        checkable=np.array(
            [
                bool(new or s.numbers or s.quotes) or dated(s.text)
                for new, s in zip(new_names, sentences, strict=True)
            ]
        ),
        cosine=_highest(cosine),
        around=np.take_along_axis(cosine, near[:, : limits.AROUND], 1).mean(axis=1, dtype=np.float64),
        covered=_highest(covered),
        covered3=covered3,
        jaccard=_highest(jaccard),
        both=_highest(both),
        recent=_highest(both[:, fresh]),
        older=_highest(both[:, ~fresh]),
        known=known,
        core=core,
        unseen=unseen,
        names=np.minimum(new_names, 3).astype(np.float64),
        numbers=np.minimum(new_numbers, 3).astype(np.float64),
        length=length,
        told=mean_over(passage, _highest(both), length * readable),
        ledger=np.full(count, min(math.log(len(ledger)), limits.LEDGER_LOG)),
        listed=np.array([float("|" in s.text or "..." in s.text) for s in sentences]),
        quiet=np.full(count, math.log1p(max(0.0, (when - ledger.last).total_seconds()) / 3600)),
    )


def is_brief(statements: Flags, passage: npt.NDArray[np.intp]) -> bool:
    """Whether an article is a brief: at most `limits.BRIEF_SENTENCES` statements that may bring news, and all that can
    be read in one passage."""
    return bool(statements.sum() <= limits.BRIEF_SENTENCES and len(np.unique(passage)) <= 1)


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
