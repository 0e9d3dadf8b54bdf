"""What one decision costs with ever more stories behind it: python -m bench.story_speed [--sizes N ...]

Stories are generated: each has one article of 150 words drawn by Zipf's law from a vocabulary that grows with
the stream (Heaps' law), four names of its own, and vectors around one of 500 topics. Prints the time to start
with that history, milliseconds of CPU a decision (title and lead vectors given), and memory; with --picture
draws the curve.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from models.nouns import Article, Passages, Sentence, SentenceKind
from models.stories import StoryIndex
from models.trace import look
from models.vocabulary import Vocabulary

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS, DIM, TOPICS = 150, 384, 500


def generated(count: int, seed: int) -> Iterator[tuple[Article, Passages]]:
    """Articles of unrelated stories, a thousand a day."""
    random = np.random.default_rng(seed)
    topics = random.normal(size=(TOPICS, DIM)).astype(np.float32)
    for number in range(1, count + 1):
        top = 3000 + 40 * int(number**0.6)
        drawn = np.minimum(random.zipf(1.25, WORDS), top)
        words = tuple(f"w{rank}" for rank in drawn.tolist())
        names = tuple(f"Nam{seed}x{number}x{i}" for i in range(4))
        kind = SentenceKind.STATEMENT
        sentences = tuple(
            Sentence("", kind, (*words[i : i + 15], names[i // 15 % 4].lower()), names[:2], (), ())
            for i in range(0, WORDS, 15)
        )
        rows = topics[number % TOPICS] + random.normal(size=(1 + len(sentences), DIM)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        at = START + timedelta(seconds=86.4 * number)
        article = Article(number, "", "", "", "", at, at, "", "")
        title = Sentence("", SentenceKind.HEADING, words[:6], names[:1], (), ())
        yield article, Passages(number, "generated", title, sentences, rows[0], rows[1:])


def measure(size: int, decisions: int) -> dict[str, float]:
    """One point of the curve."""
    vocabulary = Vocabulary()
    blobs: list[tuple[int, bytes]] = []
    for article, its in generated(size, 1):
        blobs.append((article.id, look(article, its, vocabulary).trace.to_bytes()))
        vocabulary.add(word for each in its.sentences for word in each.words)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, wall = time.process_time(), time.perf_counter()
    index = StoryIndex.restore(blobs, vocabulary)
    started, walled = time.process_time() - start, time.perf_counter() - wall
    taken: list[float] = []
    for article, its in generated(decisions, 2):
        start = time.process_time()
        index.assign(article, its)
        taken.append(1000 * (time.process_time() - start))
    return {
        "stories": size,
        "start_cpu_s": round(started, 2),
        "start_wall_s": round(walled, 2),
        "decision_cpu_ms": round(statistics.median(taken), 2),
        "decision_cpu_ms_p90": round(sorted(taken)[int(0.9 * len(taken))], 2),
        "traces_mib": round(sum(len(blob) for _, blob in blobs) / 2**20),
        "peak_mib": round(max(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024),
    }


def draw(rows: list[dict[str, float]], picture: Path) -> None:
    """Milliseconds a decision against stories."""
    import matplotlib  # type: ignore[import-not-found,unused-ignore]

    matplotlib.use("Agg")
    from matplotlib import pyplot  # type: ignore[import-not-found,unused-ignore]

    pyplot.figure(figsize=(6, 3.5))
    pyplot.semilogx([row["stories"] for row in rows], [row["decision_cpu_ms"] for row in rows], "o-")
    pyplot.ylim(bottom=0)
    pyplot.xlabel("stories")
    pyplot.ylabel("ms of CPU a decision (median)")
    pyplot.grid(True, alpha=0.3)
    pyplot.tight_layout()
    pyplot.savefig(picture, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description="What a decision costs with ever more stories behind it.")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--decisions", type=int, default=300)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    rows = []
    for size in asked.sizes:
        rows.append(measure(size, asked.decisions))
        print(rows[-1], flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        draw(rows, asked.picture)


if __name__ == "__main__":
    main()
