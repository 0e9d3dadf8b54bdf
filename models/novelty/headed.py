"""What an article with a headline shows of whether it is a development, by what its desk took to be new.

Whatever an outlet adds of its own is new to a ledger: a scene, a neighbour's word, another turn of phrase. So the
newest passage tells reports apart where each is a few plain sentences, and not where articles are written to be read.
What a desk takes to be new it puts into the headline, and a rewrite's is as near to what the story said in the last two
days as to its own text; rewrites come within hours of what they tell, tell of no later day, and of what another outlet
told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import numpy as np

from models.ledger import Ledger
from models.nouns import Article, Passages, Statement
from models.novelty.alterations import By
from models.novelty.became import became
from models.novelty.judgement import Whole
from models.novelty.measures import Array, Measures
from models.novelty.weights import WEIGHTS
from models.text.days import days
from settings import limits_developments as limits

HEADED: Mapping[str, Mapping[str, float]] = WEIGHTS["headed"]
"""`article`: the weights of `Headed`. `lately`: the share of news among the articles that they were learned from."""


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
    echo: float
    """See `judgement.Whole`."""
    became: float
    """1 where it says what has become of something (`became`), else 0."""
    later: float
    """1 where it begins with a day ("on Thursday") after all those of which the story's articles told (`Ledger.day`),
    else 0."""
    own: float
    """1 where its own publisher told what is nearest to its headline within the last two days, else 0: an outlet
    rewrites others, not itself."""


def headed(
    article: Article, passages: Passages, measures: Measures, whole: Whole, ledger: Ledger, changes: By
) -> Headed | None:
    """The measures of an article; None without a headline, where no statement can bring news, and where the opening or
    a good part is taken over word for word: such a text was made for what it adds."""
    eligible = measures.eligible
    if not measures.headed or not eligible.any():
        return None
    taken_over = measures.cosine[eligible] >= limits.FOLD_COSINE
    if taken_over[0] or taken_over.mean() >= limits.FOLDED_REPEAT:
        return None
    near = passages.vectors @ passages.title_vector
    about: Array = np.clip(near / limits.ABOUT_COSINE, 0.0, 1.0).astype(np.float64)
    lately = np.flatnonzero(ledger.since(article.when - limits.RECENT))
    to_lately = ledger.vectors[lately] @ passages.title_vector
    return Headed(
        headline=float(near[eligible].max()) - float(to_lately.max(initial=0.0)),
        facts=float(np.log1p((about * (measures.names + measures.numbers))[eligible].sum())),
        changed=max((float(about[index]) for index in changes), default=0.0),
        quiet=float(measures.quiet[0]),
        echo=whole.echo,
        became=float(became(passages, measures, ledger)),
        later=float(_later(passages, measures, ledger, article.when)),
        own=float(len(lately) > 0 and _said(ledger[int(lately[to_lately.argmax()])], article.publisher)),
    )


def _later(passages: Passages, measures: Measures, ledger: Ledger, when: datetime) -> bool:
    opening = np.flatnonzero(measures.eligible)[: limits.LEAD_STATEMENTS]
    told = [day for index in opening for day in days(passages.sentences[int(index)].text, when)]
    return bool(told) and ledger.day is not None and max(told) > ledger.day


def _said(statement: Statement, publisher: str) -> bool:
    return publisher == statement.publisher or publisher in statement.witnesses


def log_odds(found: Headed, weights: Mapping[str, Mapping[str, float]] = HEADED) -> float:
    """Log odds that an article is news, where the share of news is that of the articles learned from. Rounded, since
    what is stored of it decides as it did."""
    of = weights["article"]
    return round(of["bias"] + sum(of[name] * value for name, value in zip(Headed._fields, found, strict=True)), 3)
