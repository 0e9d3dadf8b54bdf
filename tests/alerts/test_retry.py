"""How long a channel that failed is left alone. What is worth another try is tested with each channel."""

from __future__ import annotations

import random
from datetime import timedelta

from alerts import retry


class Never(random.Random):
    """Chance that always says the least."""

    def random(self) -> float:
        return 0.0


class Always(Never):
    def random(self) -> float:
        return 1.0


def minutes(attempts: int, asked: float | None, rng: random.Random) -> float:
    return retry.wait(attempts, asked, rng) / timedelta(minutes=1)


def test_waits_double_from_a_minute_to_an_hour() -> None:
    assert [minutes(each, None, Never()) for each in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert minutes(10**9, None, Never()) == 60


def test_chance_lengthens_a_wait_and_never_shortens_it() -> None:
    assert (minutes(1, None, Always()), minutes(9, None, Always())) == (1.25, 75)
    assert minutes(1, 600.0, Never()) == 10
    assert 10 < minutes(1, 600.0, Always()) < 11
