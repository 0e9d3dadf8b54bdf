"""Which days of a long crisis matter: the k days with most importance against journalists' timelines.

    python -m bench.timelines [--cache FOLDER] [--json OUT] [--picture OUT] [NAME ...]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench.corpora.kept import VECTORS
from bench.corpora.stream import SHARED, online, read
from bench.figures.drawing import bars

NAMES = ("bpoil_bbc", "bpoil_reuters", "bpoil_washingtonpost")
NEAR = (timedelta(-1), timedelta(0), timedelta(1))


def days_f1(value: Mapping[date, float], gold: Set[date], covered: Set[date]) -> tuple[float, float]:
    """F1 of the k best days within gold's span, exact and within a day; k are gold's days that have an
    article within a day."""
    wanted = {day for day in gold if any(day + shift in covered for shift in NEAR)}
    inside = sorted(
        (day for day in value if min(gold) <= day <= max(gold)), key=lambda day: (-value[day], day)
    )
    best = set(inside[: len(wanted)])
    if not best:
        return 0.0, 0.0
    exact = 2 * len(best & wanted) / (len(best) + len(wanted))
    precision = sum(any(day + shift in wanted for shift in NEAR) for day in best) / len(best)
    recall = sum(any(day + shift in best for shift in NEAR) for day in wanted) / len(wanted)
    return exact, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def golds(name: str) -> list[set[date]]:
    """The days of each timeline that journalists made of a stream."""
    text = (SHARED / "data" / "timelines" / f"{name}.gold.json").read_text(encoding="utf-8")
    return [{date.fromisoformat(day[:10]) for day, _ in timeline} for timeline in json.loads(text)]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args(argv)
    names, ours, busiest = [], [], []
    for name in asked.names:
        importance: dict[date, float] = {}
        count: dict[date, float] = {}
        for step in online(read(f"timelines/{name}", asked.cache)):
            day = step.item.article.when.date()
            count[day] = count.get(day, 0.0) + 1
            told = step.comparison.importance if step.comparison.development else 0.0
            importance[day] = importance.get(day, 0.0) + told
        for gold in golds(name):
            names.append(name)
            ours.append(days_f1(importance, gold, set(count)))
            busiest.append(days_f1(count, gold, set(count)))
            print(f"{name}: importance {_pair(ours[-1])}, busiest days {_pair(busiest[-1])}", flush=True)
    names, ours, busiest = [*names, "mean"], [*ours, _mean(ours)], [*busiest, _mean(busiest)]
    print(f"mean: importance {_pair(ours[-1])}, busiest days {_pair(busiest[-1])}")
    rows = [
        {"stream": name.removeprefix("bpoil_"), "method": method, "exact": scores[0], "within_a_day": scores[1]}
        for name, *both in zip(names, busiest, ours, strict=True)
        for method, scores in zip(("busiest days", "newsdelta"), both, strict=True)
    ]
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        bars(asked.picture, rows, {"exact": "F1 of days, exact", "within_a_day": "F1 of days, within a day"})


def _mean(scores: Sequence[tuple[float, float]]) -> tuple[float, float]:
    exact, near = np.mean(scores, axis=0)
    return float(exact), float(near)


def _pair(scores: tuple[float, float]) -> str:
    return f"{scores[0]:.3f} exact / {scores[1]:.3f} within a day"


if __name__ == "__main__":
    main()
