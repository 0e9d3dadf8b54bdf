"""What lies on the shelf is what was put there, and in common is what a plain loop finds in common."""

from __future__ import annotations

import numpy as np

from models.story.features import WORD_FEATURES, word_features
from models.story.shelf import Shelf, single, squares
from models.story.trace import LEAD, NAME, TITLE, Look, Trace, telling


def known(article_id: int, random: np.random.Generator) -> Trace:
    """An article of some of 120 words, each now in the title, in the lead, a name, rare."""
    terms = np.sort(random.choice(120, 40, replace=False)).astype(np.uint32) * np.uint32(30_000_001)
    return Trace(
        article_id=article_id,
        at=86400.0 * article_id,
        dated=True,
        language=None,
        model="made",
        lead=np.ones(4, np.float16),
        titled=True,
        terms=np.sort(terms),
        weights=random.uniform(0.0, 2.0, 40).astype(np.float16),
        flags=random.integers(0, 8, 40).astype(np.uint8),
        order=np.arange(40, dtype=np.uint16),
        numbers=np.zeros(0, np.uint32),
        ages=np.zeros(0, np.uint32),
    )


def test_single_precision_is_that_of_every_finite_half() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = halves[np.isfinite(halves)]
    assert np.array_equal(single(finite).view(np.uint32), finite.astype(np.float32).view(np.uint32))


def test_a_trace_comes_back_as_it_was_kept() -> None:
    random = np.random.default_rng(3)
    traces = [known(number, random) for number in range(1, 9)]
    shelf = Shelf()
    shelf.extend([each.to_bytes() for each in traces[:5]])
    for each in traces[5:]:
        shelf.add(each)
    assert [shelf.trace(slot).to_bytes() for slot in range(8)] == [each.to_bytes() for each in traces]


def test_lengths_and_figures_of_words_by_plain_loops() -> None:
    random = np.random.default_rng(4)
    shelf = Shelf()
    traces = [known(number, random) for number in range(1, 30)]
    shelf.extend([each.to_bytes() for each in traces])
    mark = known(99, random)
    seen = random.integers(0, 9, 40).astype(np.float32)
    found = word_features(Look(mark, ("",) * 40, seen), shelf, np.arange(29))
    parts = zip(mark.weights.tolist(), mark.flags.tolist(), seen.tolist(), strict=True)
    mine = dict(zip(mark.terms.tolist(), parts, strict=True))
    told = dict(zip(mark.terms.tolist(), telling(mark.weights, mark.flags).tolist(), strict=True))
    for row, other in enumerate(traces):
        held = zip(other.weights.tolist(), other.flags.tolist(), strict=True)
        theirs = dict(zip(other.terms.tolist(), held, strict=True))
        both = {term: mine[term][1] & theirs[term][1] for term in mine.keys() & theirs.keys()}
        for name, bit in (("words", 0), ("lead words", LEAD), ("title words", TITLE)):
            dot = sum(mine[term][0] * theirs[term][0] for term, bits in both.items() if bits & bit == bit)
            ours = sum(weight**2 for weight, bits, _ in mine.values() if bits & bit == bit) ** 0.5
            other_length = sum(weight**2 for weight, bits in theirs.values() if bits & bit == bit) ** 0.5
            cosine = dot / (ours * other_length)
            expected = cosine if bit == TITLE else np.log(cosine + 0.03)
            assert abs(found[row, WORD_FEATURES.index(name)] - expected) < 1e-5
        names = [min(1.0, mine[term][0]) for term, bits in both.items() if bits & NAME]
        assert abs(found[row, WORD_FEATURES.index("best name")] - max(names, default=0.0)) < 1e-6
        rare = sum(min(1.0, mine[term][0]) for term in both if mine[term][2] <= 2)
        assert abs(found[row, WORD_FEATURES.index("rare")] - np.log1p(rare)) < 1e-5
        few = sum(min(1.0, mine[term][0]) for term, bits in both.items() if bits & NAME and mine[term][2] <= 5)
        assert abs(found[row, WORD_FEATURES.index("rare names")] - np.log1p(few)) < 1e-5
        here = dict(zip(other.terms.tolist(), telling(other.weights, other.flags).tolist(), strict=True))
        met = [t for t in both if (told[t] and theirs[t][1] & LEAD) or (here[t] and mine[t][1] & LEAD)]
        contradict = any(told.values()) and any(here.values()) and not met
        assert found[row, WORD_FEATURES.index("other names")] == contradict
        assert abs(shelf.reach.all[row] - squares(other.weights, other.flags).sum() ** 0.5) < 1e-5
