"""Whether an article early in a story tells the last days' news once more.

Against a thin ledger every wording is new, and so is whatever an outlet adds of its own: a firm's history, a
neighbour's word. What nobody has told yet is no news for that. What an article opens with says whether it is: one that
opens as an article of the last two days did, and brings few names, figures and quotations that have to do with its
headline, tells what that one told. In its own words, that is: a text that takes an opening over was made for what it
adds.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.became import became
from models.novelty.judgement import Whole
from models.novelty.measures import Measures
from settings import limits_developments as limits


def echoes(passages: Passages, measures: Measures, whole: Whole, ledger: Ledger, when: datetime) -> float | None:
    """How closely an article opens as one before it did, if it is an echo; else None.

    `when`: when the article was published. Without a headline, or in a single passage, only one that has neither new
    name nor new figure is known to be an echo, by its first statement.
    """
    if len(ledger) >= limits.THIN_LEDGER or not measures.eligible.any():
        return None
    if not whole.facts and whole.lead >= limits.LEAD_ECHO:
        return whole.lead
    passages_told = np.unique(measures.told[measures.eligible])
    if len(passages_told) == 1 or not measures.headed or became(passages, measures, ledger):
        return None
    opened = _opened(passages, measures, ledger, when)
    least = limits.OPENED_ECHO + limits.OPENED_FACTS * _facts(passages, measures)
    return opened if opened >= least else None


def _opened(passages: Passages, measures: Measures, ledger: Ledger, when: datetime) -> float:
    """How much of the article's first statements one article of the last two days was the first to say: the mean of
    their highest cosines to it; 0 where the very first is taken over word for word."""
    lead = np.flatnonzero(measures.eligible)[: limits.LEAD_STATEMENTS]
    recent = np.flatnonzero(ledger.since(when - limits.RECENT))
    cosine = passages.vectors[lead] @ ledger.vectors[recent].T
    if not len(recent) or cosine[0].max() >= limits.FOLD_COSINE:
        return 0.0
    by = ledger.articles[recent]
    return max(float(cosine[:, by == article].max(axis=1).mean()) for article in np.unique(by))


def _facts(passages: Passages, measures: Measures) -> float:
    """Log of one plus the number of new names, figures and quotations, each as far as its sentence is about the
    headline."""
    about = np.clip(passages.vectors @ passages.title_vector / limits.ABOUT_COSINE, 0.0, 1.0)
    quoted = np.array([bool(sentence.quotes) for sentence in passages.sentences]) & (measures.both < limits.TOLD_REPEAT)
    return float(np.log1p((about * (measures.names + measures.numbers + quoted))[measures.eligible].sum()))
