"""How well developments are told from repeats, beside simple means on the same stream.

    python -m bench.developments [--cache FOLDER] [--json OUT] [--picture OUT] [NAME ...]

NAME: a file of ../shared/data, or `short` or `young` (see bench/corpora/short_reports.py).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpora.kept import VECTORS
from bench.corpora.short_reports import short, young
from bench.corpora.stream import Item, Step, online, read
from bench.figures.drawing import bars
from bench.figures.verdicts import auc, suppressed, verdicts
from models.nouns import Role
from models.novelty.measures import measure

NAMES = ("developments/newsroom-dev", "developments/trec-ts-dev", "short", "young")


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


def stream(name: str, cache: Path | None) -> list[Item]:
    if name not in ("short", "young"):
        return read(name, cache)
    items = [short(item) for item in read(NAMES[0], cache)]
    return items if name == "short" else young(items)


def score(name: str, cache: Path | None) -> list[dict[str, Any]]:
    """A row a method, newsdelta last. Articles that open a story are not scored."""
    gold, novelty, told = [], [], []
    simple: dict[str, list[float]] = {}
    for step in online(stream(name, cache)):
        if step.comparison.role is Role.FIRST:
            continue
        gold.append(bool(step.item.gold["development"]))
        novelty.append(step.comparison.novelty)
        told.append(step.comparison.development)
        for title, figure in baselines(step).items():
            simple.setdefault(title, []).append(figure)
    flags = np.array(gold)
    ours = verdicts(flags, np.array(novelty), np.array(told))
    print(f"{name}, {len(gold)} articles\n  newsdelta: {ours}")
    rows: list[dict[str, Any]] = []
    short_name = name.rpartition("/")[2]
    for title, scores in simple.items():
        values = np.array(scores)
        row = {"auc": auc(flags, values), "suppressed_at_90_recall": suppressed(flags, values)}
        print(f"  {title}: AUC {row['auc']:.3f}  suppressed {row['suppressed_at_90_recall']:.3f}", flush=True)
        rows.append({"stream": short_name, "method": title, **row})
    figures = {"auc": ours.auc, "suppressed_at_90_recall": ours.suppressed}
    figures |= {"precision": ours.precision, "recall": ours.recall, "f1": ours.f1}
    return [*rows, {"stream": short_name, "method": "newsdelta", **figures}]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args(argv)
    rows = [row for name in asked.names for row in score(name, asked.cache)]
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        bars(asked.picture, rows, {"auc": "AUC", "suppressed_at_90_recall": "repeats suppressed"})


if __name__ == "__main__":
    main()
