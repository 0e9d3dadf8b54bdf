"""A made-up database for `bench.web`: seeded rows as live passes leave them, written straight into SQLite."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from models.nouns import Matrix

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SPAN_S = 2 * 365 * 86400
BIG = 10_000
"""Articles of the largest story, whose id is 1."""
BIG_STATEMENTS = 5_000
"""Statements of its ledger beside those that its developments rest on, each with two witnesses."""
FEEDS = 1_000
PUBLISHERS = 400
DIM = 384


class Encoder:
    name = "bench@1"
    dim = DIM
    languages = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.stack([np.random.default_rng(len(text)).normal(size=DIM) for text in texts]).astype(
            np.float32
        )
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Maker:
    """Rows as SQLAlchemy keeps them."""

    def __init__(self, stories: int, articles: int) -> None:
        self.stories, self.count = stories, articles
        self.rng = random.Random(7)
        numbers = np.random.default_rng(7)
        words = [f"{self._syllables()}{n % 97}" if n > 5000 else self._syllables() for n in range(50_000)]
        ranks = 1 / np.arange(1, len(words) + 1)
        draws = numbers.choice(len(words), size=2_000_000, p=ranks / ranks.sum())
        self.stream = [words[n] for n in draws]
        seconds = np.sort(numbers.integers(0, SPAN_S, articles))
        moments = np.datetime64(NOW.replace(tzinfo=None), "s") - SPAN_S + seconds.astype("timedelta64[s]")
        self.times = [f"{text[:10]} {text[11:]}.000000" for text in np.datetime_as_string(moments).tolist()]
        sizes = numbers.zipf(1.6, stories).clip(1, 2_000)
        self.story_of = np.concatenate([np.arange(1, stories + 1), self._rest(sizes, stories, articles)])
        numbers.shuffle(self.story_of)
        vectors = numbers.normal(size=(4_096, DIM)).astype(np.float32)
        self.blobs = [
            row.tobytes() for row in (vectors / np.linalg.norm(vectors, axis=1)[:, None]).astype("<f2")
        ]

    def _rest(self, sizes: np.ndarray, stories: int, articles: int) -> np.ndarray:
        left = articles - stories - min(BIG, articles // 20)
        weights = sizes / sizes.sum()
        rest = np.random.default_rng(8).choice(np.arange(1, stories + 1), size=left, p=weights)
        return np.concatenate([rest, np.ones(articles - stories - left, dtype=rest.dtype)])

    def _syllables(self) -> str:
        parts = ["ka", "lo", "mi", "ren", "sto", "va", "tor", "ben", "du", "gris", "pel", "an"]
        return "".join(self.rng.choices(parts, k=self.rng.randrange(2, 5)))

    def words(self, number: int, many: int) -> str:
        start = (number * 61) % (len(self.stream) - many)
        return " ".join(self.stream[start : start + many])

    def at(self, number: int) -> str:
        return self.times[number - 1]

    def fill(self, raw: sqlite3.Connection) -> None:
        first: dict[int, int] = {}
        for number, story in enumerate(self.story_of.tolist(), start=1):
            first.setdefault(story, number)
        developing = {number: story for story, number in first.items()}
        for number in range(1, self.count + 1, 13):
            developing.setdefault(number, int(self.story_of[number - 1]))
        order = sorted(developing)
        counts = np.bincount(self.story_of, minlength=self.stories + 1)
        last = {story: number for number, story in enumerate(self.story_of.tolist(), start=1)}
        put(
            raw,
            "feeds",
            17,
            self._feeds(),
            "id, configured_url, url, name, publisher, etag, last_modified, next_poll, "
            "interval_s, last_attempt, last_full, last_good, last_new, failures, failing_since, "
            "problem_code, problem, "
            "moved_times, paused, listed",
            tail="0, 0, 1",
        )
        put(raw, "articles", 27, self._articles())
        put(
            raw,
            "stories",
            10,
            (
                (
                    s,
                    self.words(s, 9),
                    self.at(first[s]),
                    self.at(last[s]),
                    int(counts[s]),
                    0,
                    min(40, int(counts[s])),
                    "[]",
                    "en",
                    None,
                )
                for s in range(1, self.stories + 1)
            ),
        )
        put(
            raw,
            "entries",
            17,
            (
                (
                    n,
                    n % FEEDS + 1,
                    str(n),
                    None,
                    None,
                    None,
                    None,
                    "[]",
                    "",
                    None,
                    self.at(n),
                    "read",
                    0,
                    None,
                    None,
                    None,
                    n,
                )
                for n in range(1, self.count + 1)
            ),
            "id, feed_id, key, url, title, published, updated, authors, text, language, seen, "
            "state, attempts, "
            "next_try, problem_code, problem, article_id, changes",
            tail="0",
        )
        reason = json.dumps({"code": "joined", "figures": [["similarity", 0.81]]})
        put(
            raw,
            "members",
            11,
            (
                (
                    n,
                    int(self.story_of[n - 1]),
                    self.at(n),
                    f"Publisher {n % PUBLISHERS}",
                    "development" if n in developing else "repeat",
                    0.8,
                    0.1,
                    reason,
                    n - 1 if n % 9 == 0 else None,
                    0.5,
                    self.at(n),
                )
                for n in range(1, self.count + 1)
            ),
            "article_id, story_id, at, publisher, role, similarity, margin, reason, copy_of, "
            "novelty, decided",
        )
        put(
            raw,
            "statements",
            11,
            (
                (
                    i,
                    developing[n],
                    n,
                    0,
                    self.words(n, 18),
                    "statement",
                    "{}",
                    self.at(n),
                    f"Publisher {n % PUBLISHERS}",
                    Encoder.name,
                    self.blobs[i % 4096],
                )
                for i, n in enumerate(order, start=1)
            ),
            "id, story_id, article_id, position, text, kind, features, at, publisher, model, vector",
        )
        put(
            raw,
            "developments",
            10,
            (
                (
                    i,
                    developing[n],
                    n,
                    "first" if first[developing[n]] == n else "development",
                    self.at(n),
                    0.8,
                    (n * 7919 % 1000) / 300,
                    self.words(n, 18),
                    self._findings(n),
                    "{}",
                )
                for i, n in enumerate(order, start=1)
            ),
        )
        put(raw, "development_statements", 2, ((i, i) for i in range(1, len(order) + 1)))
        self._ledger(raw, [n for n, story in enumerate(self.story_of.tolist(), start=1) if story == 1], len(order))
        put(
            raw,
            "carriers",
            4,
            (
                (i, max(1, n - k), f"Publisher {(n - k) % PUBLISHERS}", self.at(max(1, n - k)))
                for i, n in enumerate(order, start=1)
                for k in range(min(n, 3))
            ),
        )
        told = range(2, len(order), 3)
        put(
            raw,
            "alerts",
            7,
            (
                (
                    a,
                    f"Watch {a % 20}",
                    i,
                    developing[order[i - 1]],
                    self.at(order[i - 1]),
                    1.0,
                    json.dumps({"headline": self.words(i, 12), "why": "words"}),
                )
                for a, i in enumerate(told, start=1)
            ),
            "id, watch, development_id, story_id, at, importance, view",
        )
        put(
            raw,
            "deliveries",
            8,
            (
                (
                    a,
                    a,
                    "mail",
                    f"key-{a}",
                    "sent" if a % 500 else "failed",
                    1,
                    self.at(order[i - 1]),
                    self.at(order[i - 1]) if a % 500 else None,
                )
                for a, i in enumerate(told, start=1)
            ),
            "id, alert_id, channel, key, state, attempts, created, sent_at",
        )
        put(
            raw,
            "held",
            6,
            (
                (a, f"Watch {a % 20}", i, self.at(order[i - 1]), "budget", '{"budget": 5}')
                for a, i in enumerate(range(1, len(order), 3), start=1)
            ),
            "id, watch, development_id, at, rule, figures",
        )

    def _ledger(self, raw: sqlite3.Connection, own: list[int], known: int) -> None:
        """What the largest story has said besides, and who said it since."""
        said = [own[k * len(own) // (BIG_STATEMENTS + 2)] for k in range(BIG_STATEMENTS)]
        rows = [
            (i, 1, n, 1, self.words(i, 18), "statement", "{}", self.at(n), f"Publisher {n % PUBLISHERS}")
            for i, n in enumerate(said, start=known + 1)
        ]
        vectors = ((*row, Encoder.name, self.blobs[row[0] % 4096]) for row in rows)
        columns = "id, story_id, article_id, position, text, kind, features, at, publisher, model, vector"
        put(raw, "statements", 11, vectors, columns)
        since = (
            (row[0], f"Publisher {(row[2] + k) % PUBLISHERS}", own[-k], self.at(own[-k]))
            for row in rows
            for k in (1, 2)
        )
        put(raw, "witnesses", 4, since, "statement_id, publisher, article_id, at")

    def _feeds(self) -> Iterator[tuple[object, ...]]:
        for n in range(1, FEEDS + 1):
            url = f"https://outlet{n}.example/feed"
            yield (
                n,
                url,
                url,
                f"Outlet {n}",
                None,
                None,
                None,
                None,
                3600,
                None,
                None,
                self.at(self.count),
                None,
                0 if n % 50 else 3,
                None,
                None if n % 50 else "http",
                None if n % 50 else "503",
            )

    def _articles(self) -> Iterator[tuple[object, ...]]:
        for n in range(1, self.count + 1):
            url, at = f"https://outlet{n % FEEDS}.example/{n}", self.at(n)
            yield (
                n,
                url,
                url,
                self.words(n, 9),
                self.words(n, 40),
                at,
                None,
                at,
                at,
                "feed",
                "page",
                "[]",
                "en",
                f"outlet{n % FEEDS}.example",
                f"Publisher {n % PUBLISHERS}",
                "article",
                str(n),
                1,
                n % FEEDS + 1,
                "decided",
                None,
                None,
                at,
                None,
                None,
                0,
                None,
            )

    def _findings(self, n: int) -> str:
        near = {
            "article": max(1, n - 1),
            "sentence": self.words(n - 1, 18),
            "similarity": 0.7,
            "statement": 1,
        }
        sentences = (self.words(n + k, 18) for k in range(3))
        return json.dumps(
            [
                {
                    "sentence": each,
                    "kind": "new",
                    "novelty": 0.8,
                    "index": 0,
                    "old": None,
                    "new": None,
                    "names": [],
                    "numbers": [],
                    "quotes": [],
                    "nearest": near,
                }
                for each in sentences
            ]
        )


def put(
    raw: sqlite3.Connection,
    table: str,
    width: int,
    rows: Iterable[tuple[object, ...]],
    columns: str = "",
    tail: str = "",
) -> None:
    begun = time.perf_counter()
    if not columns:
        columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA table_info({table})").fetchall()[:width])
    marks = ", ".join(["?"] * width + ([tail] if tail else []))
    raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    raw.commit()
    print(f"  {table}: {time.perf_counter() - begun:.1f} s", file=sys.stderr)
