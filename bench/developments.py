"""How well developments are told from repeats, beside simple means on the same stream.

python -m bench.developments [--cache FOLDER] [NAME …]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.stream import Step, online, read
from bench.verdicts import auc, suppressed, verdicts
from models.nouns import Role
from models.novelty import measure

NAMES = ("developments/newsroom-dev", "developments/trec-ts-dev")


def baselines(step: Step) -> dict[str, float]:
    """Novelty by simple means: one minus a similarity to the story so far."""
    item = step.item
    measures = measure(item.passages, step.ledger, step.vocabulary, item.article.when)
    whole = item.passages.vectors.mean(axis=0)
    document = float((step.ledger.core @ whole)[0] / max(float(np.linalg.norm(whole)), 1e-9))
    return {
        "document cosine": 1 - document,
        "lead sentence": 1 - float(measures.cosine[0]),
        "mean over sentences": 1 - float(measures.cosine.mean()),
        "newest sentence, meaning and words": 1 - float(measures.both.min()),
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors for the next run")
    arguments = parser.parse_args(argv)
    for name in arguments.names:
        gold, novelty, told = [], [], []
        simple: dict[str, list[float]] = {}
        for step in online(read(name, arguments.cache)):
            if step.comparison.role is Role.FIRST:
                continue
            gold.append(bool(step.item.gold["development"]))
            novelty.append(step.comparison.novelty)
            told.append(step.comparison.development)
            for title, score in baselines(step).items():
                simple.setdefault(title, []).append(score)
        flags = np.array(gold)
        print(
            f"{name}, {len(gold)} articles\n  newsdelta: {verdicts(flags, np.array(novelty), np.array(told))}"
        )
        for title, scores in simple.items():
            values = np.array(scores)
            print(f"  {title}: AUC {auc(flags, values):.3f}  suppressed {suppressed(flags, values):.3f}")


if __name__ == "__main__":
    main()
