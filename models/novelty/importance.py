"""How much a development matters: what a budget ranks by, and what makes a day stand out in a timeline.

Five things, each known at the moment of deciding: how close the article is to the core of its story; how far its newest
sentence is from the nearest few that were known; how many names and figures are new in it; how many articles of the
last day open with the same; and how busy the story has been, since the same article says more in a quiet fortnight than
in a loud one.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.measures import Measures
from settings import limits_developments as limits


def importance(passages: Passages, ledger: Ledger, measures: Measures, when: datetime) -> float:
    """0 up, about 1 for a usual development of a story that is reported once a day."""
    allowed = measures.eligible
    if not allowed.any():
        return 0.0
    near = np.clip((passages.vectors @ ledger.core.T)[:, 0], 0.0, 1.0).astype(np.float64)
    central = float(near[allowed].mean()) ** 5
    new = float(max(0.0, 1.0 - float(measures.around[allowed].min())) ** 2.5)
    facts = float((1.0 + (measures.names + measures.numbers)[allowed].sum()) ** (1.0 / 3.0))
    agreeing = 1.0 + _agreeing(passages, ledger, when) * 0.75
    rate = len(np.unique(ledger.articles[ledger.since(when - limits.BUSY_OVER)])) / limits.BUSY_OVER.days
    return round(limits.IMPORTANCE_SCALE * central * new * facts * agreeing / float((rate + 0.5) ** 0.7), 4)


def _agreeing(passages: Passages, ledger: Ledger, when: datetime) -> int:
    """Articles of the last day whose first statements are close to the article's own."""
    fresh = ledger.since(when - limits.AGREES_WITHIN) & (ledger.positions < limits.LEAD)
    if not fresh.any():
        return 0
    close = (passages.vectors[: limits.LEAD] @ ledger.vectors[fresh].T).max(axis=0) >= limits.AGREES_COSINE
    return min(len(np.unique(ledger.articles[fresh][close])), limits.AGREEING)
