"""Whether an article says what has become of something, as its desk sees it: by the words of its headline."""

from __future__ import annotations

import numpy as np

from models.candidates import Rows
from models.change.alike import stems
from models.change.statuses import EITHER_WAY, ONWARD, refused
from models.ledger import Ledger
from models.nouns import Passages, Sentence, Vector
from models.novelty.measures import Measures
from settings import limits_developments as limits


def became(passages: Passages, measures: Measures, ledger: Ledger) -> bool:
    """Whether headline and first statement share a word that the story holds nowhere, as they name what has happened
    (and a rewrite each its own synonym), or one of them tells what became of something (arrested, denied, approved) by
    a word of which, and of whose like, the story holds none. Or headline and opening tell it, and no statement with
    such a word is near the headline: "charged" was said of somebody else, or of charges to come. "No clerk was
    arrested" does not tell of an arrest, unless the article does not either. Something in the article must be able to
    bring news."""
    title, first = passages.title, _first(passages, measures)
    headline, begins = stems(title.words), {*title.words, *first.words}
    opening = frozenset[str]().union(*(stems(each.words) for each in passages.sentences[: limits.LEAD_STATEMENTS]))
    if not all(map(ledger.holds, headline & stems(first.words))):
        return True
    for words, status in _BECAME:
        both = status & headline & opening
        if both or words & begins:
            told, _ = _told(passages, first, ledger, words, status)
            if not len(told):
                if words & begins:
                    return True
            elif both and _nearest(passages.title_vector, ledger, told) < limits.STATUS_TOLD:
                return True
    return False


def denied_before(passages: Passages, measures: Measures, ledger: Ledger) -> bool:
    """Whether headline or first statement tell what became of something, and the story said of that only that it had
    not: "No clerk was arrested", then "Clerk arrested"."""
    title, first = passages.title, _first(passages, measures)
    for words, status in _BECAME:
        if words & {*title.words, *first.words}:
            told, denied = _told(passages, first, ledger, words, status)
            if denied and not len(told):
                return True
    return False


def _told(
    passages: Passages, first: Sentence, ledger: Ledger, words: frozenset[str], status: frozenset[str]
) -> tuple[Rows, int]:
    """The statements that tell this status, and how many that deny it stand beside them, where the article, whose
    first statement is `first`, does not deny it itself."""
    told = ledger.holding(status)
    if refused(passages.title, words) or refused(first, words):
        return told, 0
    kept = np.array([row for row in told if not refused(ledger[row].sentence, words)], dtype=np.intp)
    return kept, len(told) - len(kept)


def _first(passages: Passages, measures: Measures) -> Sentence:
    """The first that can bring news."""
    return passages.sentences[int(np.flatnonzero(measures.eligible)[0])]


_BECAME = [(frozenset(words), stems(words)) for row in (*ONWARD, *EITHER_WAY) for words in row]
"""The words by which one status is told, and their stems."""


def _nearest(headline: Vector, ledger: Ledger, rows: Rows) -> float:
    """Highest cosine of the headline to one of these statements."""
    return float((ledger.vectors[rows] @ headline).max())
