"""How much a development matters: what a budget ranks by, and what makes a day stand out in a timeline.

Four things, each known at the moment of deciding: how close the article is to the core of its story; how
many of its new sentences tell an act (someone agreed, ordered, died, stopped, resigned) rather than talk
about one; how many articles of the last day open with the same; and how busy the story has been, since the
same article says more in a quiet fortnight than in a loud one.
"""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np

from models.ledger import Ledger
from models.nouns import Passages
from models.novelty import Measures
from settings import limits_developments as limits

_ACT = re.compile(
    r"""\b(?:announced?|agree[sd]?|order(?:ed|s)|bann?(?:ed|s)|approved?|resign(?:ed|s)|kill(?:ed|s)|died|dies|sued?|files?
    |filed|begins?|began|start(?:ed|s)|stopp?(?:ed|s)|fail(?:ed|s)|capp?(?:ed|s)|sealed|declared?|lift(?:ed|s)|ruled?
    |explo\w+|sank|sinks|launch\w*|halt\w*|suspend\w*|replac\w+|succe\w+|complet\w+|permanent\w*|pledg\w+|apologi\w+
    |testif\w+|reached|reaches|first|arrest\w*|charged|convicted|sentenced|elected|signed|invaded|captured|collapsed
    |confirmed|bankrupt\w*|evacuat\w+|struck|seized)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def importance(
    passages: Passages,
    ledger: Ledger,
    measures: Measures,
    when: datetime,
) -> float:
    """0 up, about 1 for a usual development of a story that is reported once a day."""
    allowed = measures.eligible
    if not allowed.any():
        return 0.0
    near = np.clip((passages.vectors @ ledger.core.T)[:, 0], 0.0, 1.0).astype(np.float64)
    acts = np.array([len(_ACT.findall(sentence.text)) for sentence in passages.sentences])
    told = float((acts * (1.0 - measures.both) * near**2 * allowed).sum())
    central = float(near[allowed].mean()) ** 4
    agreeing = _agreeing(passages, ledger, when)
    rate = len(np.unique(ledger.articles[ledger.since(when - limits.BUSY_OVER)])) / limits.BUSY_OVER.days
    weight = (limits.IMPORTANCE_FLOOR + told) * (1.0 + agreeing / 2.0)
    return round(limits.IMPORTANCE_SCALE * central * float(weight) / float(np.sqrt(rate + 0.5)), 4)


def _agreeing(passages: Passages, ledger: Ledger, when: datetime) -> int:
    """Articles of the last day whose first statements are close to the article's own."""
    fresh = ledger.since(when - limits.AGREES_WITHIN) & (ledger.positions < limits.LEAD)
    if not fresh.any():
        return 0
    close = (passages.vectors[: limits.LEAD] @ ledger.vectors[fresh].T).max(axis=0) >= limits.AGREES_COSINE
    return min(len(np.unique(ledger.articles[fresh][close])), limits.AGREEING)
