"""Learn the weights of `models/story/weights.py`: python -m bench.learning.train_stories [--write] [--check]

Each development stream is gone through online with its gold stories; every pair that the index puts forward
is an example. Each dated stream is taken three times: as it is, with dates three times as close, and without
dates, so that the weights do not lean on one density. Logistic regression has one optimum and no seed: a
rerun gives the same file, and fails when the file is another. `--check` shows what weights learned without a
corpus reach on it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.corpora.story_data import words
from bench.figures.scoring import b_cubed, pairs
from bench.learning.logistic import fit
from bench.stories import load
from models.nouns import Matrix
from models.stories import StoryIndex
from models.story.features import FEATURES, WORD_FEATURES
from models.story.score import nearness, story_score
from models.story.trace import look
from models.story.vocabulary import Vocabulary
from settings.limits_stories import (
    GAP_AT_MOST_DAYS,
    NEAR_DAYS,
    RUNNING_READ,
    RUNNING_WITHIN,
    SOON_DAYS,
    UNDATED_BESIDE,
)

STREAMS = {"gva-train": 1.0, "gva-dev": 1.0, "ecbplus-dev": 0.5}
"""What is learned from, and how much each counts."""
HELD_OUT = {
    "gva-train": ("gva-dev", "ecbplus-dev"),
    "gva-dev": ("gva-train", "ecbplus-dev"),
    "ecbplus-dev": ("gva-train", "gva-dev"),
    "threes": ("gva-train", "ecbplus-dev"),
    "threes-told": ("gva-train", "ecbplus-dev"),
}
"""What `--check` scores, and what is learned from for it; `threes` are articles of gva-dev."""
RIDGE = 10.0
"""Over examples that count as 100,000 a corpus."""
ACROSS = tuple(name for name in FEATURES if "words" not in name and name != "other names")
"""What two languages have in common: names, however they are spelled, numbers, time and, read by one model, meaning."""
GAP, SOON, NEAR = (FEATURES.index(name) for name in ("gap", "soon", "near"))
TARGET = Path(__file__).resolve().parents[2] / "models" / "story" / "weights.py"

Array = npt.NDArray[np.float64]
Bar = tuple[float, float]
BAR: Bar = (-1.0, 0.2)
"""JOIN_AT and CROWDED: of those that serve the streams alike when they are not learned from, the one that joins least
in a thin stream and yet keeps long crises whole: the steps of a crisis, in a thin stream, join at -1.25 and 0.25
already, and at -0.75 and 0.15 newsroom-dev falls into more pieces; see docs/stories.md."""
BARS: tuple[Bar, ...] = ((-0.75, 0.0), BAR, (-1.25, 0.25), (-1.75, 0.35))
"""What `--check` shows."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Every candidate pair of a stream in the order of the newer article."""

    gold: list[str]
    features: Array
    """(pairs, len(FEATURES))"""
    same: npt.NDArray[np.bool_]
    new: npt.NDArray[np.int64]
    known: npt.NDArray[np.int64]
    """Positions of the two articles in the stream."""
    days: Array
    """Of each article, not a number where it is undated."""


def examples(name: str) -> Examples:
    """The pairs that the index puts forward while the stream comes in, assigned as gold says."""
    stream = load(name, exact=True)
    gold = stream.gold
    ids = {story: number for number, story in enumerate(dict.fromkeys(gold), start=1)}
    vocabulary = Vocabulary()
    index = StoryIndex(vocabulary)
    rows: list[Matrix] = []
    new: list[int] = []
    known: list[int] = []
    days = np.full(len(gold), np.nan)
    for place, (article, its) in enumerate(zip(stream.articles, stream.passages, strict=True)):
        seen = look(article, its, vocabulary)
        weighed = index.candidates(seen)
        rows.append(weighed.figures)
        new += [place] * len(weighed.slots)
        known += weighed.slots.tolist()
        if seen.trace.dated:
            days[place] = seen.trace.at / 86400
        index.add(seen.trace, ids[gold[place]])
        index.learn(article.id, words(its))
    same = np.array([gold[a] == gold[b] for a, b in zip(new, known, strict=True)])
    return Examples(gold, np.concatenate(rows).astype(np.float64), same, np.array(new), np.array(known), days)


def learn(parts: Sequence[tuple[Examples, float]], features: Sequence[str]) -> dict[str, float]:
    """Weights of the raw features, and the bias."""
    columns = [FEATURES.index(name) for name in features]
    tables: list[Array] = []
    same: list[Array] = []
    counts: list[Array] = []
    for part, share in parts:
        versions = _versions(part)
        tables += [each[:, columns] for each in versions]
        same += [part.same.astype(np.float64)] * len(versions)
        counts += [np.full(len(part.same), 1e5 * share / len(versions) / len(part.same))] * len(versions)
    found = fit(
        np.concatenate(tables), np.concatenate(same), features, RIDGE, counts=np.concatenate(counts)
    )
    return {name: round(found[name], 4) for name in ("bias", *features)}


def _versions(part: Examples) -> list[Array]:
    """A dated stream as it is, three times as dense, and undated; one that is mostly undated as if it had no dates:
    the few that its texts give lie years apart from topic to topic, and would teach that time says everything."""
    features = part.features
    closer, undated = features.copy(), features.copy()
    if np.isnan(part.days).mean() > 0.5:
        undated[:, [GAP, SOON, NEAR]] = 0.0
        return [undated]
    soon = features[:, SOON] > 0  # elsewhere one has no date, or they are years apart
    days = -SOON_DAYS * np.log(features[soon, SOON]) / 3
    closer[soon, GAP] = np.log1p(np.minimum(days, GAP_AT_MOST_DAYS))
    closer[soon, SOON], closer[soon, NEAR] = np.exp(-days / SOON_DAYS), np.exp(-days / NEAR_DAYS)
    undated[:, [GAP, SOON, NEAR]] = 0.0
    return [features, closer, undated]


def running(days: Array, story: Sequence[int], place: int) -> tuple[set[int], bool]:
    """Which stories run beside the article in this place and whether more is known, as `StoryIndex` finds them."""
    first = max(0, place - RUNNING_READ)
    if np.isnan(days[place]):
        return set(story[first:place]), False
    near = np.abs(days[first:place] - days[place]) <= RUNNING_WITHIN.days
    known = np.count_nonzero(~np.isnan(days[first:place]))
    return {story[first + i] for i in np.flatnonzero(near).tolist()}, bool(np.count_nonzero(near) < known)


def replay(part: Examples, weights: dict[str, float], bar: Bar) -> list[int]:
    """The stories that these weights would make of the stream: what `StoryIndex` decides, on stored pairs."""
    names = [name for name in weights if name != "bias"]
    columns = [FEATURES.index(name) for name in names]
    odds = (part.features[:, columns] @ [weights[name] for name in names] + weights["bias"]).tolist()
    starts = np.searchsorted(part.new, np.arange(len(part.gold) + 1)).tolist()
    known = part.known.tolist()
    story: list[int] = []
    size: list[int] = []
    for place in range(len(part.gold)):
        by_story: dict[int, list[int]] = {}
        for i in range(starts[place], starts[place + 1]):
            by_story.setdefault(story[known[i]], []).append(i)
        beside, beyond = running(part.days, story, place)
        dated = not np.isnan(part.days[place])
        many = len(beside) if dated else max(1.0, UNDATED_BESIDE * len(beside))
        best = (-99.0, 0)
        for s, rows in by_story.items():
            score = story_score(sorted((odds[i] for i in rows), reverse=True), size[s])
            days = [abs(part.days[known[i]] - part.days[place]) for i in rows if not np.isnan(part.days[known[i]])]
            if dated and beyond and days:
                score += nearness(min(days), len(beside) - (s in beside), size[s])
            best = max(best, (score, -s))
        if best[0] >= bar[0] + bar[1] * np.log1p(many):
            story.append(-best[1])
            size[-best[1]] += 1
        else:
            story.append(len(size))
            size.append(1)
    return story


def quality(part: Examples, weights: dict[str, float], bar: Bar) -> tuple[float, float]:
    """(B-cubed F1, pair F1)."""
    found = replay(part, weights, bar)
    return b_cubed(found, part.gold).f1, pairs(found, part.gold).f1


def render(
    words_only: dict[str, float], both: dict[str, float], across: dict[str, float], bar: Bar
) -> str:
    """The module that is shipped."""

    def table(name: str, weights: dict[str, float]) -> str:
        rows = "\n".join(f'    "{key}": {value},' for key, value in weights.items())
        return f"{name}: dict[str, float] = {{\n{rows}\n}}\n"

    return (
        '"""Log-odds that two articles are on one event, by feature. From bench/learning/train_stories.py."""\n\n'
        "from __future__ import annotations\n\n"
        f"{table('BOTH', both)}"
        '"""Where both articles have vectors of one model."""\n\n'
        f"{table('WORDS_ONLY', words_only)}"
        '"""Where they have not."""\n\n'
        f"{table('ACROSS', across)}"
        '"""Where they are in two languages that one model reads."""\n\n'
        f"JOIN_AT = {bar[0]}\n"
        '"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""\n\n'
        f"CROWDED = {bar[1]}\n"
        '"""How much higher it must be for each e-fold of stories that run beside it."""\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the weights of models/story/weights.py.")
    parser.add_argument("--write", action="store_true", help="write models/story/weights.py")
    parser.add_argument("--check", action="store_true", help="leave each corpus out in turn")
    asked = parser.parse_args()
    known = {name: examples(name) for name in (HELD_OUT if asked.check else STREAMS)}

    for name, learned in HELD_OUT.items() if asked.check else ():
        weights = learn([(known[other], STREAMS[other]) for other in learned], FEATURES)
        for bar in BARS:
            found = quality(known[name], weights, bar)
            print(f"{name}, learned from {' and '.join(learned)}: B3 {found[0]:.3f} pairs {found[1]:.3f} at {bar}")
    parts = [(known[name], share) for name, share in STREAMS.items()]
    both, words_only, across = (learn(parts, names) for names in (FEATURES, WORD_FEATURES, ACROSS))
    for name, part in known.items():
        found, plain = quality(part, both, BAR), quality(part, words_only, BAR)
        print(f"{name}: B3 {found[0]:.3f} pairs {found[1]:.3f}; words alone {plain[0]:.3f} {plain[1]:.3f}")
    text = render(words_only, both, across, BAR)
    if asked.write:
        TARGET.write_text(text, "utf-8")
        print(f"wrote {TARGET.name}, joining at {BAR}")
    elif text != TARGET.read_text("utf-8"):
        kept = TARGET.read_text("utf-8").splitlines()
        differ = "\n".join(line for line in ndiff(kept, text.splitlines()) if line[0] in "+-")
        raise SystemExit(f"{differ}\n{TARGET.name} is not what learning gives; write it with --write")
    else:
        print(f"{TARGET.name} is what learning gives")


if __name__ == "__main__":
    main()
