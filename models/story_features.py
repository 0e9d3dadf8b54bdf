"""How alike a new article and an article of a story are: the figures that the decision weighs.

Each is scale-free (a share, a cosine, a logarithm), so that one set of weights serves a thin stream and a
dense one, a new installation and an old one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.trace import LEAD, NAME, TITLE, Look, Trace, lead_vectors
from settings.limits_stories import (
    GAP_AT_MOST_DAYS,
    RARE_SEEN,
    USUAL_COSINE,
    USUAL_COUNTS,
    USUAL_SPREAD,
)

WORD_FEATURES = (
    "words",  # cosine of weighted words
    "lead words",  # the same over title and lead
    "rare",  # log(1 + weight of shared words that hardly any article had)
    "names",  # weight of shared names, as a share of the poorer side's
    "best name",  # weight of the most telling shared name
    "ages",  # cosine of the sets of ages
    "other ages",  # both give ages, none the same
    "numbers",  # cosine of the sets of numbers
    "title words",  # cosine of the titles' weighted words
    "gap",  # log(1 + days between)
    "undated",  # one of the two has no date
)
VECTOR_FEATURES = (
    "title",  # cosine of the titles (the first sentence where there is no title)
    "lead",  # cosine of title and lead taken together
    "passages",  # each row's nearest row on the other side, averaged both ways
    "best passage",  # nearest pair of rows
    "centred",  # cosine of leads after what the whole stream has in common is taken off
    "title to lead",  # the better of title against lead and lead against title
    "outstanding",  # standard deviations above the lead's cosine to the stream at large
)
FEATURES = WORD_FEATURES + VECTOR_FEATURES


class Background:
    """Mean and second moment of the leads seen so far: what similarity means nothing in this stream."""

    def __init__(self, dim: int) -> None:
        self.n = 0
        self.total = np.zeros(dim, np.float64)
        self.square = np.zeros((dim, dim), np.float64)

    def add(self, leads: Matrix) -> None:
        """Count (n, d) lead vectors."""
        self.n += len(leads)
        self.total += leads.sum(axis=0, dtype=np.float64)
        self.square += leads.T @ leads

    def expected(self, lead: Vector) -> tuple[float, float]:
        """Mean and standard deviation of the cosine of `lead` to every article seen."""
        known = self.n + USUAL_COUNTS
        mean = (float(self.total @ lead) + USUAL_COUNTS * USUAL_COSINE) / known
        usual = USUAL_COSINE**2 + USUAL_SPREAD**2
        square = (float(lead @ self.square @ lead) + USUAL_COUNTS * usual) / known
        return mean, float(np.sqrt(max(0.0, square - mean * mean)))

    def common(self) -> Vector:
        """What leads have in common, drawn to nothing while few are known."""
        found: Vector = (self.total / (self.n + USUAL_COUNTS)).astype(np.float32)
        return found


def word_features(new: Look, known: Sequence[Trace]) -> Matrix:
    """(len(known), len(WORD_FEATURES)) between a new article and each known one."""
    mark = new.trace
    out = np.zeros((len(known), len(WORD_FEATURES)), np.float32)
    sizes = np.array([len(each.terms) for each in known])
    owner = np.repeat(np.arange(len(known)), sizes)
    terms = np.concatenate([each.terms for each in known])
    theirs = np.concatenate([each.weights for each in known]).astype(np.float32)
    flags = np.concatenate([each.flags for each in known])
    mine = mark.weights.astype(np.float32)
    if len(mark.terms):
        place = np.minimum(np.searchsorted(mark.terms, terms), len(mark.terms) - 1)
        shared = mark.terms[place] == terms
    else:
        place, shared = np.zeros(len(terms), np.int64), np.zeros(len(terms), bool)
    at, who = place[shared], owner[shared]
    product = mine[at] * theirs[shared]
    both = mark.flags[at] & flags[shared]

    def total(values: npt.NDArray[np.float32], whose: npt.NDArray[np.int64] = who) -> npt.NDArray[np.float64]:
        return np.bincount(whose, values, len(known)).astype(np.float64)

    def cosine(bit: int) -> npt.NDArray[np.float64]:
        keep = (both & bit) > 0 if bit else np.ones(len(at), bool)
        ours = mine if not bit else mine[(mark.flags & bit) > 0]
        others = theirs if not bit else np.where(flags & bit, theirs, 0)
        norms = np.sqrt(total(others * others, owner)) * float(np.linalg.norm(ours))
        return total(product[keep], who[keep]) / np.maximum(norms, 1e-6)

    out[:, 0] = cosine(0)
    out[:, 1] = cosine(LEAD)
    weight = np.minimum(mine, 1.0)  # a name or a rare word counts once however often it stands there
    rare = new.seen[at] <= RARE_SEEN
    out[:, 2] = np.log1p(total(weight[at][rare], who[rare]))
    name = (both & NAME) > 0
    named = np.where(flags & NAME, np.minimum(theirs, 1.0), 0)
    poorer = np.minimum(total(named, owner), weight[(mark.flags & NAME) > 0].sum())
    out[:, 3] = np.minimum(1.0, total(weight[at][name], who[name]) / np.maximum(poorer, 1e-6))
    np.maximum.at(out[:, 4], who[name], weight[at][name])
    out[:, 8] = cosine(TITLE)
    for row, each in zip(out, known, strict=True):
        if len(mark.ages) and len(each.ages):
            row[5] = _overlap(mark.ages, each.ages)
            row[6] = not row[5]
        if len(mark.numbers) and len(each.numbers):
            row[7] = _overlap(mark.numbers, each.numbers)
        if mark.dated and each.dated:
            row[9] = np.log1p(min(abs(mark.at - each.at) / 86400, GAP_AT_MOST_DAYS))
        else:
            row[10] = 1.0
    return out


def vector_features(new: Trace, rows: npt.NDArray[np.float16], background: Background) -> Matrix:
    """(n, len(VECTOR_FEATURES)) between a new article and the (n, rows, d) vectors of known ones."""
    out = np.zeros((len(rows), len(VECTOR_FEATURES)), np.float32)
    mine, theirs = new.rows.astype(np.float32), rows.astype(np.float32)
    mine_lead, their_leads = lead_vectors(new.rows), lead_vectors(rows)
    has, have = np.any(mine != 0, axis=1), np.any(theirs != 0, axis=2)
    head = mine[0] if bool(has[0]) else mine[1]
    heads = np.where(have[:, :1], theirs[:, 0], theirs[:, 1])
    grid = theirs @ mine.T
    out[:, 0] = heads @ head
    out[:, 1] = their_leads @ mine_lead
    ours = (grid.max(axis=1) * has).sum(axis=1) / max(1, int(has.sum()))
    others = (grid.max(axis=2) * have).sum(axis=1) / np.maximum(1, have.sum(axis=1))
    out[:, 2] = (ours + others) / 2
    out[:, 3] = grid.max(axis=(1, 2))
    common = background.common()
    a, b = their_leads - common, mine_lead - common
    out[:, 4] = (a @ b) / np.maximum(np.linalg.norm(a, axis=1) * np.linalg.norm(b), 1e-6)
    out[:, 5] = np.maximum(their_leads @ head, heads @ mine_lead)
    mean, deviation = background.expected(mine_lead)
    out[:, 6] = (out[:, 1] - mean) / (deviation + 0.03)
    return out


def _overlap(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> float:
    """Cosine of two small sets, neither empty."""
    return len(set(a.tolist()) & set(b.tolist())) / float(np.sqrt(len(a) * len(b)))
