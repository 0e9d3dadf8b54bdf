"""How many articles of 40 sentences are compared in a second of CPU time, vectors given, as the ledger grows.

python -m bench.speed_developments
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.developments import compare
from models.ledger import Ledger
from models.nouns import Article, Matrix, Passages, Sentence, Statement
from models.sentences import analyse, split
from models.vocabulary import Vocabulary

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


def main() -> None:
    rng, noise = random.Random(1), np.random.default_rng(1)
    vocabulary, ledger = Vocabulary(), Ledger()
    number = 0
    begin = time.process_time()
    sample = article(0, rng).text
    count = sum(len(split(sample)) for _ in range(50))
    print(f"sentences split a second of one CPU: {count / (time.process_time() - begin):,.0f}")
    for size in (500, 2_000, 8_000, 32_000):
        while len(ledger) < size:
            number += 1
            item = article(number, rng)
            read = passages(item, noise)
            vocabulary.add({word for sentence in read.sentences for word in sentence.words})
            for sentence, vector in zip(read.sentences, read.vectors, strict=True):
                ledger.add(_statement(len(ledger) + 1, sentence, vector, item))
        items = [(each, passages(each, noise)) for each in (article(number + i, rng) for i in range(10))]
        begin = time.process_time()
        with threadpool_limits(limits=1, user_api="blas"):  # as steps/deciding.py does
            for each, read in items:
                compare(replace(each, id=0), read, ledger, vocabulary, story=None)
        rate = len(items) / (time.process_time() - begin)
        print(
            f"{size:,} statements: {rate:,.1f} articles of {SENTENCES} sentences a second of one CPU"
        )


def _statement(number: int, sentence: Sentence, vector: Matrix, item: Article) -> Statement:
    return Statement(number, sentence, vector, item.id, item.when, item.publisher)


if __name__ == "__main__":
    main()
