"""Scores against figures worked out by hand."""

from __future__ import annotations

import pytest

from bench.figures.scoring import b_cubed, pairs


def test_worked_example() -> None:
    gold = [1, 1, 1, 2, 2, 3]
    found = ["a", "a", "b", "b", "b", "c"]
    # precision: a 1, 1; b 1/3, 2/3, 2/3; c 1. recall: 2/3, 2/3, 1/3, 1, 1, 1.
    assert b_cubed(found, gold).precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6)
    assert b_cubed(found, gold).recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 3) / 6)
    # pairs found: aa, bb x 3; gold: 3 + 1; in both: aa, one bb
    assert pairs(found, gold).precision == pytest.approx(2 / 4)
    assert pairs(found, gold).recall == pytest.approx(2 / 4)


def test_alone_and_all_in_one() -> None:
    gold = [1, 1, 2, 2]
    assert b_cubed([1, 2, 3, 4], gold).precision == 1.0
    assert b_cubed([1, 2, 3, 4], gold).recall == 0.5
    assert pairs([1, 2, 3, 4], gold).f1 == 0.0
    assert b_cubed([1, 1, 1, 1], gold).recall == 1.0
    assert pairs([1, 1, 1, 1], gold).precision == pytest.approx(2 / 6)


def test_nothing() -> None:
    assert b_cubed([], []).f1 == 0.0
    assert pairs([], []).f1 == 0.0
