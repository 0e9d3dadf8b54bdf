"""Learning the weights: one optimum, the same file each time, and the shipped file is of this form."""

from __future__ import annotations

import numpy as np
import pytest

from bench.learning.train_stories import ACROSS, TARGET, Examples, learn, render, replay
from models.story import weights as story_weights
from models.story.features import FEATURES, WORD_FEATURES


@pytest.fixture
def part() -> Examples:
    """Forty articles in ten stories, each compared with all before it; the same story is alike in words."""
    random = np.random.default_rng(3)
    gold = [str(place % 10) for place in range(40)]
    new, known = (np.array(each) for each in zip(*((a, b) for a in range(40) for b in range(a)), strict=True))
    same = np.array([gold[a] == gold[b] for a, b in zip(new, known, strict=True)])
    features = random.normal(size=(len(new), len(FEATURES))) * 0.3
    features[:, FEATURES.index("words")] += 2 * same
    features[:, FEATURES.index("soon")] = random.uniform(0.1, 1, len(new))
    return Examples(gold, features, same, new, known, np.full(40, np.nan))


def test_learning_twice_gives_the_same_file(part: Examples) -> None:
    def text() -> str:
        return render(*(learn([(part, 1.0)], names) for names in (WORD_FEATURES, FEATURES, ACROSS)), (-0.75, 0.25))

    assert text() == text()
    assert "JOIN_AT = -0.75" in text()
    assert "CROWDED = 0.25" in text()


def test_what_is_alike_in_a_story_is_learned(part: Examples) -> None:
    weights = learn([(part, 1.0)], FEATURES)
    assert max(weights, key=lambda name: weights[name]) == "words"
    assert len(set(replay(part, weights, (0.0, 0.0)))) == 10


def test_the_shipped_file_is_of_this_form() -> None:
    assert tuple(story_weights.BOTH) == ("bias", *FEATURES)
    assert tuple(story_weights.WORDS_ONLY) == ("bias", *WORD_FEATURES)
    assert tuple(story_weights.ACROSS) == ("bias", *ACROSS)
    bar = story_weights.JOIN_AT, story_weights.CROWDED
    shipped = render(story_weights.WORDS_ONLY, story_weights.BOTH, story_weights.ACROSS, bar)
    assert shipped == TARGET.read_text("utf-8")
