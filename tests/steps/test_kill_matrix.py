"""Killed by SIGKILL at every step of a whole pass: `python -m bench.kills` does it by 25 seeds, this by one or two.

KILL_SEEDS=25 does all of them here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bench import kills

SEEDS = int(os.environ.get("KILL_SEEDS", "1"))


@pytest.fixture(scope="module")
def ground() -> Iterator[kills.Ground]:
    with kills.ground() as made:
        yield made


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("step", kills.PLACES)
def test_nothing_lost_and_nobody_told_twice(ground: kills.Ground, step: str, seed: int) -> None:
    outcome = kills.run(ground, step, seed)
    assert outcome.deaths, "or else nothing was tried"
    assert outcome.faults == ()
    assert outcome.twice <= (outcome.deaths if step == kills.WINDOW else 0)


def test_what_is_lost_would_be_seen(ground: kills.Ground) -> None:
    """The comparison finds a row that is not there, one too many, and a message that never arrived."""
    wanted = ground.wanted["mail"]
    less = {**wanted, "alerts": wanted["alerts"][1:], "told": [*wanted["told"], wanted["told"][0]]}
    assert [fault.split()[:2] for fault in kills.compare(wanted, less)] == [["alerts:", "lost"], ["told:", "too"]]
    assert kills.messages(ground.folder / "undisturbed-mail.db", ground.folder / "before-mail.db")
