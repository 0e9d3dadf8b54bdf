"""What it costs to compare an article of 40 sentences with its story, vectors given, as the ledger grows.

    python -m bench.speed_developments [--sizes N ...] [--articles N] [--json OUT] [--picture OUT]

Milliseconds of CPU an article: the median, and the fastest and slowest tenth; one thread of BLAS, as when deciding.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bench.figures.drawing import curves
from models.developments import compare
from models.ledger import Ledger
from models.nouns import Article, Matrix, Passages, Sentence, Statement
from models.story.vocabulary import Vocabulary
from models.text.sentences import analyse, split

START = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCES = 40


def article(number: int, rng: random.Random) -> Article:
    """An article of 40 sentences of some 20 words of a vocabulary of 8,000, frequent ones more often."""
    lines = []
    for _ in range(SENTENCES):
        chosen = (f"word{min(7999, int(rng.paretovariate(0.6)))}" for _ in range(20))
        lines.append(f"On Monday Ada {' '.join(chosen)} {rng.randrange(100)}.")
    at = START + timedelta(hours=number)
    return Article(
        number, f"https://a.example/{number}", "", "", "\n".join(lines), at, at, "a", f"p{number % 9}"
    )


def passages(item: Article, noise: np.random.Generator) -> Passages:
    sentences = split(item.text)
    return Passages(
        item.id, "m", analyse(""), sentences, np.zeros(384, np.float32), unit(noise, len(sentences))
    )


def unit(noise: np.random.Generator, rows: int) -> Matrix:
    found = noise.normal(size=(rows, 384)).astype(np.float32) + 0.05
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def measure(sizes: list[int], count: int) -> list[dict[str, float]]:
    """A row a size; the ledger grows from one to the next."""
    rng, noise = random.Random(1), np.random.default_rng(1)
    vocabulary, ledger = Vocabulary(), Ledger()
    number = 0
    rows: list[dict[str, float]] = []
    for size in sizes:
        while len(ledger) < size:
            number += 1
            item = article(number, rng)
            read = passages(item, noise)
            vocabulary.add({word for sentence in read.sentences for word in sentence.words})
            for sentence, vector in zip(read.sentences, read.vectors, strict=True):
                ledger.add(_statement(len(ledger) + 1, sentence, vector, item))
        items = [(each, passages(each, noise)) for each in (article(number + i, rng) for i in range(count))]
        taken = []
        with threadpool_limits(limits=1, user_api="blas"):  # as steps/deciding/decide_ready.py does
            for each, read in items:
                begin = time.process_time()
                compare(replace(each, id=0), read, ledger, vocabulary)
                taken.append(1000 * (time.process_time() - begin))
        tenths = statistics.quantiles(taken, n=10)
        median = statistics.median(taken)
        rows.append(
            {
                "statements": size,
                "cpu_ms": round(median, 1),
                "cpu_ms_p10": round(tenths[0], 1),
                "cpu_ms_p90": round(tenths[-1], 1),
                "articles_a_cpu_second": round(1000 / median, 1),
            }
        )
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="What comparing costs as the ledger grows.")
    parser.add_argument("--sizes", nargs="+", type=int, default=[500, 2_000, 8_000, 32_000])
    parser.add_argument("--articles", type=int, default=40, help="compared at each size")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    rows = measure(sorted(asked.sizes), asked.articles)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        points = [(row["statements"], row["cpu_ms"]) for row in rows]
        curves(asked.picture, {"newsdelta": points}, "statements in the ledger", "ms of CPU an article (median)")


def _statement(number: int, sentence: Sentence, vector: Matrix, item: Article) -> Statement:
    return Statement(number, sentence, vector, item.id, item.when, item.publisher)


if __name__ == "__main__":
    main()
