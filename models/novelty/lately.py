"""How sure it is that an article with a headline is news, by how much of what came lately was.

Of one desk's articles a fifth tell something new, of another's four fifths: that depends on how many outlets one
follows and how much they write of one matter, and the cut that serves the one floods the other. The share is found from
the articles themselves, without a label: the one under which the mean of their probabilities is that share again (EM;
Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of a classifier to new a priori probabilities").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.nouns import Reason
from models.novelty.headed import Headed, log_odds
from models.novelty.judgement import sigmoid
from settings import limits_developments as limits

_ROUNDS = 25
_ODDS = "headed_odds"


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure it is by its headline that an article is news."""

    head: Headed
    odds: float
    """As if the share of news were that of the articles learned from."""
    share: float
    """Of news among the articles decided last, this one among them."""
    sure: float
    """Probability by both."""

    @property
    def novelty(self) -> float:
        """From `limits.NEWS_FROM` on it is told, with `limits.DEVELOPMENT_NOVELTY` to 1; below it is not."""
        cut, least = limits.DEVELOPMENT_NOVELTY, limits.NEWS_FROM
        return cut * self.sure / least if self.sure < least else cut + (1.0 - cut) * (self.sure - least) / (1.0 - least)

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """What it rests on, as reasons hold it."""
        measures = ((f"headed_{name}", round(value, 3)) for name, value in self.head._asdict().items())
        sure, lately = round(self.sure, 3), round(self.share, 2)
        return (*measures, (_ODDS, self.odds), ("headed_sure", sure), ("news_lately", lately))


def sure_of(head: Headed, lately: Sequence[float], weights: Mapping[str, Mapping[str, float]]) -> Sure:
    """How sure it is by `head`, after articles of the log odds `lately`."""
    odds, learned = log_odds(head, weights), weights["lately"]["share"]
    share = share_of_news([*lately, odds], learned)
    return Sure(head, odds, share, sureness(odds, share, learned))


def odds_of(reason: Reason) -> float | None:
    """The log odds of an article that was compared for this reason; None where no headline was asked."""
    odds = dict(reason.figures).get(_ODDS)
    return None if odds is None else float(odds)


def share_of_news(odds: Sequence[float], learned: float) -> float:
    """The share of news among articles of these log odds, which hold where the share is `learned`.

    Counted as if `limits.LATELY_LEARNED` more articles had the learned share, and within `limits.LATELY_SHARES`.
    """
    scores, before = np.asarray(odds, dtype=np.float64), _logit(learned)
    least, most = limits.LATELY_SHARES
    share = learned
    for _ in range(_ROUNDS):
        new = float(sigmoid(scores + (_logit(share) - before)).sum()) + limits.LATELY_LEARNED * learned
        share = min(max(new / (len(scores) + limits.LATELY_LEARNED), least), most)
    return share


def sureness(odds: float, share: float, learned: float) -> float:
    """Probability that an article of these log odds is news, where the share of news is `share`."""
    return float(sigmoid(odds + _logit(share) - _logit(learned)))


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))

