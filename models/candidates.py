"""Which statements of a long ledger an article is held against.

A story that has been told for months holds tens of thousands of statements, and a sentence repeats one of a few.
They are looked up by their newest and rarest words and by short vectors (a fixed random projection, Johnson and
Lindenstrauss 1984), in what was said lately and in what is older, each for itself; only what is found is compared
in full. The words reach back to the beginning, the vectors over the newest thousands of statements, so that an
article costs no more in the tenth year of a story than in the second. Short ledgers are compared whole.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix
from settings import limits_developments as limits

Rows = npt.NDArray[np.intp]


@functools.lru_cache(maxsize=4)
def projection(dim: int) -> Matrix:
    """(dim, width) to shorten vectors by; the same in every process."""
    width = min(dim, limits.SHORT_VECTOR)
    found: Matrix = np.random.default_rng(dim).normal(size=(dim, width)).astype(np.float32)
    return found


def nearest(short: Matrix, shorts: Matrix, most: int) -> Rows:
    """The rows of `shorts` (of unit length) that are among the `most` nearest to a row of `short`, in order."""
    count = len(shorts)
    if count <= most:
        return np.arange(count)
    similar = short @ shorts.T
    # The best `most` of all lie in the `most` best blocks: only those are looked into.
    block = limits.BLOCK
    whole = count - count % block
    blocks = similar[:, :whole].reshape(len(short), -1, block)
    highest = blocks.max(axis=2)
    if highest.shape[1] > most:
        best = np.argpartition(-highest, most - 1, axis=1)[:, :most]
        inside = np.take_along_axis(blocks, best[:, :, None], axis=1).reshape(len(short), -1)
        places = (best[:, :, None] * block + np.arange(block)).reshape(len(short), -1)
    else:
        inside, places = similar[:, :whole], np.broadcast_to(np.arange(whole), (len(short), whole))
    inside = np.concatenate([inside, similar[:, whole:]], axis=1)
    places = np.concatenate([places, np.broadcast_to(np.arange(whole, count), (len(short), count - whole))], axis=1)
    found = np.take_along_axis(places, np.argpartition(-inside, most - 1, axis=1)[:, :most], axis=1)
    return np.unique(found)


def sharing(lists: Sequence[Sequence[Rows]], weights: Sequence[Sequence[float]], most: int) -> Rows:
    """For each sentence, the `most` rows that share the most of its words by weight; `lists` holds the rows of each of
    its words."""
    found = []
    for rows, weight in zip(lists, weights, strict=True):
        if not rows:
            continue
        places, which = np.unique(np.concatenate(rows), return_inverse=True)
        score = np.bincount(which, np.repeat(weight, [len(each) for each in rows]))
        best = np.argpartition(-score, most - 1)[:most] if len(score) > most else slice(None)
        found.append(places[best])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.intp)
