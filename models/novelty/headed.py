"""How sure it is that an article with a headline is a development: its novelty, once it is told.

Whatever an outlet adds of its own is new to a ledger: a scene, a neighbour's word, another turn of phrase. So the
newest passage tells reports apart where each is a few plain sentences, and gives nearly every article that was written
to be read a novelty of 1. What a desk takes to be new it puts into the headline, and a rewrite's is as near to what the
story said in the last two days as to its own text; rewrites come within hours of what they tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import numpy as np

from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.alterations import By
from models.novelty.judgement import sigmoid
from models.novelty.measures import Array, Measures
from models.novelty.weights import WEIGHTS
from settings import limits_developments as limits


class Headed(NamedTuple):
    """An article with a headline, as its regression sees it."""

    headline: float
    """How much nearer its headline is to what it says itself than to what the story said in the last two days: the
    difference of the highest cosines."""
    facts: float
    """Log of one plus the number of its names and figures that the ledger does not hold, each as far as its sentence is
    about the headline."""
    changed: float
    """How far the statement in which a value moves on is about the headline; 0 where none does."""
    quiet: float
    """Log of one plus the hours since the story's last statement."""


def headed(passages: Passages, measures: Measures, ledger: Ledger, when: datetime, changes: By) -> Headed | None:
    """The measures of an article published at `when`; None without a headline, where no statement can bring news, and
    where the opening or a good part is taken over word for word: such a text was made for what it adds."""
    eligible = measures.eligible
    if not measures.headed or not eligible.any():
        return None
    taken_over = measures.cosine[eligible] >= limits.FOLD_COSINE
    if taken_over[0] or taken_over.mean() >= limits.FOLDED_REPEAT:
        return None
    near = passages.vectors @ passages.title_vector
    about: Array = np.clip(near / limits.ABOUT_COSINE, 0.0, 1.0).astype(np.float64)
    lately = ledger.vectors[ledger.since(when - limits.RECENT)] @ passages.title_vector
    return Headed(
        headline=float(near[eligible].max()) - float(lately.max(initial=0.0)),
        facts=float(np.log1p((about * (measures.names + measures.numbers))[eligible].sum())),
        changed=max((float(about[index]) for index in changes), default=0.0),
        quiet=float(measures.quiet[0]),
    )


def sureness(found: Headed, weights: Mapping[str, float] = WEIGHTS["headed"]["article"]) -> float:
    """Novelty of an article that is told: from `limits.DEVELOPMENT_NOVELTY` to 1."""
    odds = weights["bias"] + sum(weights[name] * value for name, value in zip(Headed._fields, found, strict=True))
    return limits.DEVELOPMENT_NOVELTY + (1.0 - limits.DEVELOPMENT_NOVELTY) * float(sigmoid(odds))
