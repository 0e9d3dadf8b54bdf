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
    (and a rewrite each its own synonym), or tell a new status. Something in the article must be able to bring news."""
    headline = stems(passages.title.words)
    return not all(map(ledger.holds, headline & stems(_first(passages, measures).words))) or new_status(
        passages, measures, ledger
    )


def new_status(passages: Passages, measures: Measures, ledger: Ledger) -> bool:
    """Whether headline or first statement tell what became of something (arrested, denied, approved) by a word of
    which, and of whose like, the story holds none. Or headline and opening tell it, and no statement with such a word
    is near the headline: "charged" was said of somebody else, or of charges to come. "No clerk was arrested" does not
    tell of an arrest, unless the article does not either."""
    title, first = passages.title, _first(passages, measures)
    headline, begins = stems(title.words), {*title.words, *first.words}
    opening = frozenset[str]().union(*(stems(each.words) for each in passages.sentences[: limits.LEAD_STATEMENTS]))
    for words, status in _BECAME:
        both = status & headline & opening
        if not (both or words & begins):
            continue
        told = ledger.holding(status)
        if not (refused(title, words) or refused(first, words)):
            told = np.array([row for row in told if not refused(ledger[row].sentence, words)], dtype=np.intp)
        if not len(told):
            if words & begins:
                return True
        elif both and _nearest(passages.title_vector, ledger, told) < limits.STATUS_TOLD:
            return True
    return False


def _first(passages: Passages, measures: Measures) -> Sentence:
    """The first that can bring news."""
    return passages.sentences[int(np.flatnonzero(measures.eligible)[0])]


_BECAME = [(frozenset(words), stems(words)) for row in (*ONWARD, *EITHER_WAY) for words in row]
"""The words by which one status is told, and their stems."""


def _nearest(headline: Vector, ledger: Ledger, rows: Rows) -> float:
    """Highest cosine of the headline to one of these statements."""
    return float((ledger.vectors[rows] @ headline).max())
