"""What is compiled sums as numpy does, to the last bit, and as a plain loop does."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import models.story.sums
from models.story.shelf import Ragged
from models.story.sums import InCommon, Lists, Words, WordSums, numbers_in_common, words_in_common

compiled = pytest.mark.skipif(models.story.sums.kernels is None, reason="no C compiler was there at `make install`")
SEEDS = st.integers(0, 2**32 - 1)
QUICKLY = settings(max_examples=60, deadline=None)


@pytest.fixture(params=["numpy", pytest.param("compiled", marks=compiled)])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two ways."""
    if request.param == "numpy":
        monkeypatch.setattr(models.story.sums, "kernels", None)


def lists_of(random: np.random.Generator, known: int) -> tuple[Lists, np.ndarray, np.ndarray]:
    """Lists of slots, what each is worth (some nothing, some the same) and the reach of each slot."""
    sizes = random.integers(0, known + 1, random.integers(0, 30))
    whole = [np.sort(random.choice(known, size, replace=False)) for size in sizes]
    halves = [np.split(each, [random.integers(0, len(each) + 1)]) for each in whole]
    worth = random.choice([0.0, 0.25, 0.5, float(np.float32(0.1)), *random.uniform(0, 3, 3)], len(whole))
    reach = random.choice([1.0, 0.5, *random.uniform(0.5, 2, 3)], known).astype(np.float32)
    return lists([came for came, _ in halves], [added for _, added in halves]), worth, reach


def lists(came: Sequence[np.ndarray], added: Sequence[np.ndarray]) -> Lists:
    """Of each list what came at once, and what was added: None where that is nothing."""
    sizes = np.array([len(each) for each in came], np.int64)
    ends = np.cumsum(sizes)
    new = [array("I", each.astype("u4").tobytes()) if len(each) else None for each in added]
    return Lists(np.concatenate([np.zeros(0), *came]).astype(np.uint32), ends - sizes, ends, new)


def by_numpy(its: Lists, worth: np.ndarray, reach: np.ndarray, newest: int, most: int) -> np.ndarray:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(models.story.sums, "kernels", None)
        patched.setattr(models.story.sums, "SUMMED_TOGETHER", 20)
        return WordSums().best(its, worth, reach, newest, most)


def test_what_was_compiled_of_other_code_is_not_used() -> None:
    old, new = ModuleType("kernels"), ModuleType("kernels")
    new.VERSION = models.story.sums.VERSION  # type: ignore[attr-defined]
    assert models.story.sums.current(old) is None
    assert models.story.sums.current(new) is new


@compiled
@QUICKLY
@given(SEEDS, st.integers(1, 80), st.integers(1, 50), st.integers(1, 12))
def test_the_best_by_words_are_the_same(seed: int, known: int, newest: int, most: int) -> None:
    random = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(models.story.sums, "SUMMED_AT_ONCE", int(random.integers(1, 100)))
        sums = WordSums()
    for _ in range(3):  # the room is left as it was found
        its, worth, reach = lists_of(random, known)
        found = sums.best(its, worth, reach, newest, most).tolist()
        assert found == by_numpy(its, worth, reach, newest, most).tolist()


def test_the_best_by_words_by_a_plain_loop(way: None) -> None:
    random, newest, most = np.random.default_rng(2), 15, 9
    for known in (1, 7, 60):
        its, worth, reach = lists_of(random, known)
        sums: dict[int, float] = defaultdict(float)
        for begin, end, added, value in zip(its.begins, its.ends, its.added, worth.tolist(), strict=True):
            for slot in [*its.filled[begin:end].tolist(), *(added or [])][-newest:]:
                sums[slot] += value
        score = {slot: total / float(reach[slot]) for slot, total in sums.items() if total > 0}
        expected = sorted(score, key=lambda slot: (-score[slot], -slot))[:most]
        assert WordSums().best(its, worth, reach, newest, most).tolist() == expected


@compiled
@pytest.mark.parametrize(
    ("its", "refused"),
    [
        (lists([np.array([0, 7])], [np.array([])]), IndexError),
        (lists([np.array([])], [np.array([0, 7])]), IndexError),
        (lists([np.array([0])], [np.array([7])]), IndexError),
        (replace(lists([np.array([0, 1])], [np.array([])]), ends=np.array([3])), IndexError),
        (replace(lists([np.array([0, 1])], [np.array([])]), begins=np.array([-1])), IndexError),
        (replace(lists([np.array([0])], [np.array([])]), added=[array("H", [0, 1])]), TypeError),
    ],
)
def test_lists_that_name_what_is_not_there_are_refused(its: Lists, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        WordSums().best(its, np.ones(1), np.ones(7, np.float32), 5, 3)


def shelf_of(random: np.random.Generator, known: int) -> Ragged:
    """Words of so many articles: of 40, whose lowest bits are often the same."""
    words = Ragged(terms=np.uint32, weights=np.float16, flags=np.uint8, order=np.uint16)
    for _ in range(known):
        size = int(random.integers(0, 30))
        words.extend(
            np.array([size]),
            terms=terms_of(random, size),
            weights=random.uniform(0, 2, size).astype(np.float16),
            flags=random.integers(0, 16, size).astype(np.uint8),
            order=np.zeros(size, np.uint16),
        )
    return words


def terms_of(random: np.random.Generator, size: int) -> np.ndarray:
    return np.sort(random.choice(40, size, replace=False).astype(np.uint32) * np.uint32(65_536 * 1024 + 512))


def words_of(random: np.random.Generator, size: int) -> Words:
    weights = random.uniform(0, 2, size).astype(np.float16).astype(np.float32)
    kinds, crossed = random.integers(0, 32, (2, size)).astype(np.uint8)
    return Words(terms_of(random, size), weights, np.minimum(weights, 1.0), kinds & 0b10111, crossed & 0b1010)


def bits(found: InCommon) -> tuple[bytes, ...]:
    return tuple(each.tobytes() for each in (found.products, found.weights, found.name, found.met))


@compiled
@QUICKLY
@given(SEEDS, st.integers(1, 20), st.integers(0, 40))
def test_words_in_common_are_the_same(seed: int, known: int, size: int) -> None:
    random = np.random.default_rng(seed)
    theirs, own = shelf_of(random, known), words_of(random, size)
    slots = np.flatnonzero(random.random(known) < 0.7)
    found = bits(words_in_common(own, theirs, slots))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(models.story.sums, "kernels", None)
        assert found == bits(words_in_common(own, theirs, slots))


def test_words_in_common_by_a_plain_loop(way: None) -> None:
    random = np.random.default_rng(3)
    theirs, own = shelf_of(random, 12), words_of(random, 30)
    found = words_in_common(own, theirs, np.arange(12))
    for slot in range(12):
        products, weights, name, met = np.zeros(32), np.zeros(32), 0.0, False
        its = theirs.of(slot)
        held = (theirs.columns[each].all[its] for each in ("terms", "weights", "flags"))
        for term, weight, flags in zip(*held, strict=True):
            for at in np.flatnonzero(own.terms == term).tolist():
                kind = int(own.kinds[at]) & (int(flags) | 24)
                products[kind] += float(own.weights[at] * np.float32(weight))
                weights[kind] += float(own.once[at])
                name = max(name, float(own.once[at]) if kind & 4 else 0.0)
                met |= bool(int(own.crossed[at]) & int(flags))
        assert np.array_equal(found.products[slot], products)
        assert np.array_equal(found.weights[slot], weights)
        assert (float(found.name[slot]), bool(found.met[slot])) == (name, met)


def test_numbers_in_common_by_a_plain_loop(way: None) -> None:
    random = np.random.default_rng(4)
    theirs = Ragged(values=np.uint32)
    rows = [np.sort(random.choice(9, random.integers(0, 5), replace=False)).astype(np.uint32) for _ in range(20)]
    for row in rows:
        theirs.extend(np.array([len(row)]), values=row)
    mine, slots = np.array([1, 2, 5], np.uint32), np.array([0, 3, 4, 11, 19])
    found, sizes = numbers_in_common(mine, theirs, slots)
    assert found.tolist() == [len(set(rows[slot].tolist()) & {1, 2, 5}) for slot in slots]
    assert sizes.tolist() == [len(rows[slot]) for slot in slots]


@compiled
def test_a_slot_that_is_not_on_the_shelf_is_refused() -> None:
    random = np.random.default_rng(5)
    theirs = shelf_of(random, 3)
    for slot in (-1, 3):
        with pytest.raises(IndexError):
            words_in_common(words_of(random, 4), theirs, np.array([slot]))
