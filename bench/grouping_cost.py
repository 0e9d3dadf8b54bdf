"""What one day added to a history costs: newsdelta's grouping, HDBSCAN and BERTopic on the same vectors.

    python -m bench.grouping_cost [--days 30 100 300] [--a-day 100] [--most 10100] [--json OUT]

newsdelta decides the day's articles one by one against what is stored. HDBSCAN and BERTopic know no "one more day":
they are fitted anew on all of it. Above --most articles they are not run: HDBSCAN's time grows with the square.
BERTopic is measured where it is installed (`pip install bertopic`); it is no dependency of newsdelta's.
Vectors are one a text for them (the mean of the title and the lead), as BERTopic has it. Processor seconds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.worlds.whole_world import _told
from models.nouns import Article, Matrix, Passages
from models.stories import StoryIndex
from models.story.trace import look
from models.story.vocabulary import Vocabulary

START = datetime(2026, 1, 1, tzinfo=UTC)


def day_of(days: int, a_day: int) -> tuple[list[tuple[Article, Passages]], Matrix]:
    """All articles up to and including the new day, and one vector for each."""
    made = [_told(n, START + timedelta(days=n / a_day)) for n in range(1, (days + 1) * a_day + 1)]
    rows = np.stack([(its.title_vector + its.vectors[:3].sum(axis=0)) for _, its in made])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return made, rows.astype(np.float32)


def newsdelta(made: list[tuple[Article, Passages]], a_day: int) -> dict[str, float]:
    """Seconds to start with the history, and to decide the new day."""
    vocabulary = Vocabulary()
    blobs: list[tuple[int, bytes]] = []
    for article, its in made[:-a_day]:
        blobs.append((article.id, look(article, its, vocabulary).trace.to_bytes()))
        vocabulary.add({word for each in its.sentences for word in each.words})
    begun = time.process_time()
    index = StoryIndex.restore(blobs, vocabulary)
    started = time.process_time() - begun
    begun = time.process_time()
    for article, its in made[-a_day:]:
        assignment = index.assign(article, its)
        index.add(look(article, its, vocabulary).trace, assignment.story_id or article.id)
        vocabulary.add({word for each in its.sentences for word in each.words})
    return {"start_s": round(started, 2), "day_s": round(time.process_time() - begun, 2)}


def hdbscan(_: list[str], rows: Matrix) -> None:
    from sklearn.cluster import HDBSCAN  # type: ignore[import-untyped]

    HDBSCAN(min_cluster_size=2, copy=True).fit_predict(rows)


def bertopic(texts: list[str], rows: Matrix) -> None:
    from bertopic import BERTopic  # type: ignore[import-not-found,import-untyped,unused-ignore]

    BERTopic(min_topic_size=2, calculate_probabilities=False).fit(texts, embeddings=rows)


def timed(fit: Callable[[list[str], Matrix], None], texts: list[str], rows: Matrix, most: int) -> float | str:
    if len(rows) > most:
        return f"not run: over {most} articles"
    begun = time.process_time()
    try:
        fit(texts, rows)
    except ImportError:
        return "not installed"
    return round(time.process_time() - begun, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--days", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--a-day", type=int, default=100)
    parser.add_argument("--most", type=int, default=10_100)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found: list[dict[str, Any]] = []
    for days in options.days:
        made, rows = day_of(days, options.a_day)
        texts = [" ".join(word for each in its.sentences for word in each.words) for _, its in made]
        found.append(
            {
                "days_of_history": days,
                "articles_a_day": options.a_day,
                "newsdelta": newsdelta(made, options.a_day),
                "hdbscan_s": timed(hdbscan, texts, rows, options.most),
                "bertopic_s": timed(bertopic, texts, rows, options.most),
            }
        )
        print(json.dumps(found[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
