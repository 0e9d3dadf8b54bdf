"""What one decision costs with ever more stories behind it: python -m bench.story_speed [--sizes N ...]

Stories are generated: each has one article of 250 words drawn by Zipf's law from a vocabulary that grows with
the stream (Heaps' law), about 100 different ones as in the articles of gva-dev and ECB+, four names of its own, two
numbers and an age, and vectors around one of 500 topics. They come a thousand a day; none is on another's event. The
articles decided are of the same kind: their words are weighed, their vectors are given.

Prints, a process a size: seconds of CPU to build the index of that history (bench.story_start reads one from a
database), milliseconds of CPU to decide one article and to take it in, the decision's by the clock, whether its inner
loops are compiled, and the most memory that the process held, the libraries and the vocabulary of that history counted.
One thread of BLAS, as when deciding. With --json and --picture the figures and the curve are written.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bench.figures.drawing import curves
from models.nouns import Article, Passages, Sentence, SentenceKind
from models.stories import StoryIndex, Trace
from models.story.sums import kernels
from models.story.trace import LEAD, NAME, TITLE, standing, weigh
from models.story.vocabulary import Vocabulary

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS, DIM, TOPICS, NAMES, A_DAY = 250, 384, 500, 4, 1000
RARE_WORDS = 100_000
"""Ranks that words are drawn from at most."""


def drawn(random: np.random.Generator, number: int) -> list[int]:
    """The ranks of the words of article `number`."""
    ranks = np.minimum(random.zipf(1.25, WORDS), min(RARE_WORDS, 3000 + 40 * int(number**0.6)))
    return [int(rank) for rank in ranks]


def topics() -> np.ndarray:
    """Directions around which articles lie."""
    return np.random.default_rng(7).normal(size=(TOPICS, DIM)).astype(np.float32)


def history(count: int, vocabulary: Vocabulary) -> Iterator[tuple[int, bytes]]:
    """(story, stored trace) of articles of unrelated stories, a thousand a day; counts their words."""
    random, centres = np.random.default_rng(1), topics()
    hashes = np.array([crc32(f"w{rank}".encode()) for rank in range(RARE_WORDS + 1)], np.uint32)
    seen = np.zeros(RARE_WORDS + 1, np.float32)
    for number in range(1, count + 1):
        ranks, often = np.unique(drawn(random, number), return_counts=True)
        names = [f"nam1x{number}x{i}" for i in range(NAMES)]
        terms = np.concatenate([hashes[ranks], np.array([crc32(name.encode()) for name in names], np.uint32)])
        terms, first = np.unique(terms, return_index=True)
        plain = weigh(np.concatenate([seen[ranks], np.zeros(NAMES, np.float32)])[first], vocabulary.n)
        times = np.concatenate([often, np.full(NAMES, 2)])[first]
        place = np.concatenate([np.arange(len(ranks)), np.arange(NAMES)])[first]
        flags = (np.where(first >= len(ranks), NAME | LEAD, 0) | np.where(place % 4 == 0, LEAD, 0)).astype(np.uint8)
        flags[place % 16 == 0] |= TITLE
        lead = centres[number % TOPICS] + 0.5 * random.normal(size=DIM)
        yield (
            number,
            Trace(
                article_id=number,
                at=START.timestamp() + 86400 / A_DAY * number,
                dated=True,
                language="en",
                model="generated",
                lead=(lead / np.linalg.norm(lead)).astype(np.float16),
                titled=True,
                terms=terms,
                weights=((1 + np.log(times)) * plain).astype(np.float16),
                flags=flags,
                order=np.lexsort((terms, -times, -plain * standing(flags))).astype(np.uint16),
                numbers=np.array([number % 1000, number % 77], np.uint32),
                ages=np.array([18 + number % 60], np.uint32),
            ).to_bytes(),
        )
        seen[ranks] += 1
        vocabulary.add([f"w{rank}" for rank in ranks.tolist()] + names)


def generated(count: int, after: int) -> Iterator[tuple[Article, Passages]]:
    """New articles of the same kind, in the days after so many."""
    random, centres = np.random.default_rng(2), topics()
    for number in range(after + 1, after + count + 1):
        words = tuple(f"w{rank}" for rank in drawn(random, number))
        names = tuple(f"Nam2x{number}x{i}" for i in range(NAMES))
        kind = SentenceKind.STATEMENT
        sentences = tuple(
            Sentence("", kind, (*words[i : i + 15], names[i // 15 % 4].lower()), names[:2], (), ())
            for i in range(0, WORDS, 15)
        )
        rows = centres[number % TOPICS] + random.normal(size=(1 + len(sentences), DIM)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        at = START + timedelta(days=number / A_DAY)
        article = Article(number, "", "", "", "", at, at, "", "")
        title = Sentence("", SentenceKind.HEADING, words[:6], names[:1], (), ())
        yield article, Passages(number, "generated", title, sentences, rows[0], rows[1:])


def measure(size: int, decisions: int) -> dict[str, float]:
    """One point of the curve."""
    vocabulary = Vocabulary()
    generating = 0.0

    def timed() -> Iterator[tuple[int, bytes]]:
        nonlocal generating
        rows = history(size, vocabulary)
        while True:
            start = time.thread_time()
            row = next(rows, None)
            generating += time.thread_time() - start
            if row is None:
                return
            yield row

    with threadpool_limits(limits=1, user_api="blas"):
        start = time.process_time()
        index = StoryIndex.restore(timed(), vocabulary)
        started = time.process_time() - start - generating
        deciding: list[float] = []
        clock: list[float] = []
        adding: list[float] = []
        for article, its in generated(decisions, size):
            begun, start = time.perf_counter(), time.process_time()
            found = index.assign(article, its)
            deciding.append(1000 * (time.process_time() - start))
            clock.append(1000 * (time.perf_counter() - begun))
            start = time.process_time()
            index.add(index.look(article, its).trace, found.story_id or article.id)
            index.learn(article.id, {word for each in (its.title, *its.sentences) for word in each.words})
            adding.append(1000 * (time.process_time() - start))
    return {
        "stories": size,
        "start_cpu_s": round(started, 2),
        "decision_cpu_ms": round(statistics.median(deciding), 2),
        "decision_cpu_ms_p90": round(sorted(deciding)[int(0.9 * len(deciding))], 2),
        "decision_ms": round(statistics.median(clock), 2),
        "adding_cpu_ms": round(statistics.median(adding), 2),
        "compiled": kernels is not None,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="What a decision costs with ever more stories behind it.")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--decisions", type=int, default=300)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--one", type=int, help="measure this size alone, in this process")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.decisions)))
        return
    rows = []
    for size in asked.sizes:
        command = [sys.executable, "-m", "bench.story_speed", "--one", str(size), "--decisions", str(asked.decisions)]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
        print(rows[-1], flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        points = [(row["stories"], row["decision_cpu_ms"]) for row in rows]
        curves(asked.picture, {"newsdelta": points}, "stories", "ms of CPU a decision (median)")


if __name__ == "__main__":
    main()
