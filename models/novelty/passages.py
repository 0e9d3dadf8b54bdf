"""The passages of an article: the runs of sentences in which it tells one thing.

A sentence with a detail of its own looks new, whoever writes it. A passage does not: what surrounds the detail was
told before, and news is a passage that was not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.nouns import Sentence
from settings import limits_developments as limits


def passages_of(sentences: Sequence[Sentence], verbatim: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """The passage of each sentence: its paragraph. Where most sentences are paragraphs of their own, as on many a news
    page, neighbouring paragraphs make up passages of some sentences; but none of what is known word for word
    (`verbatim`, of each sentence) and what is not: an update puts its news between paragraphs it had."""
    paragraphs = np.unique([sentence.paragraph for sentence in sentences], return_inverse=True)[1]
    count = int(paragraphs.max()) + 1
    if count < limits.PASSAGE_PARAGRAPHS or len(sentences) >= 2 * count:
        return np.asarray(paragraphs, dtype=np.intp)
    found, passage, size = np.zeros(len(sentences), dtype=np.intp), 0, 0
    for i, paragraph in enumerate(paragraphs):
        full = size >= limits.PASSAGE_SENTENCES or (i > 0 and verbatim[i] != verbatim[i - 1])
        if full and paragraph != paragraphs[i - 1]:
            passage, size = passage + 1, 0
        found[i], size = passage, size + 1
    return found


def mean_over(
    passage: npt.NDArray[np.intp], values: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """For each sentence, the weighted mean of `values` over its passage; 1 where nothing in the passage weighs."""
    total = np.bincount(passage, weight)
    mean = np.bincount(passage, values * weight) / np.maximum(total, 1e-9)
    return np.asarray(np.where(total > 0, mean, 1.0)[passage], dtype=np.float64)
