"""What it takes to start with a history in the database: python -m bench.story_start [--stories N] [--runs N]

The generated history of bench.story_speed is written into an SQLite database of its own, then read back as the first
step of a pass reads it (`steps.deciding.memory.Memory.restore`: words, links, every trace), each time in a new process.
Prints seconds by the clock and of CPU, and the most memory that the process ever held. Opening the file and importing
the libraries are not counted; the file lies in the page cache after the first run. The first start reads every trace
and leaves blocks (`storage/deciding/traces.py`); it is printed apart from the others, which find them.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.story_speed import A_DAY, START, history
from models.story.vocabulary import Vocabulary
from storage import schema
from storage.database import Database

AT_ONCE = 2000


def write(path: Path, count: int) -> None:
    """A database with so many decided articles, each a story of its own."""
    vocabulary = Vocabulary()
    rows = history(count, vocabulary)
    database = Database.open(str(path), durable=False)
    while block := list(islice(rows, AT_ONCE)):
        with database.write() as conn:
            for table, make in ((schema.articles, _article), (schema.stories, _story), (schema.members, _member)):
                conn.execute(table.insert(), [make(number, blob) for number, blob in block])
    with database.write() as conn:
        words = [{"word": word, "articles": df, "stories": df} for word, df in vocabulary.rows()]
        conn.execute(schema.words.insert(), [{"word": "", "articles": vocabulary.n, "stories": vocabulary.n}, *words])
        conn.execute(sa.text("ANALYZE"))
    database.close()


def _at(number: int) -> datetime:
    return START + timedelta(days=number / A_DAY)


def _article(number: int, _: bytes) -> dict[str, Any]:
    at, url = _at(number), f"https://example.org/news/{number}"
    row = dict.fromkeys(("title", "text", "site", "publisher", "content_hash"), "")
    return {**row, "id": number, "canonical_url": url, "url": url, "seen": at, "at": at, "first_read": at,
            "kind": "article", "state": "decided"}  # fmt: skip


def _story(number: int, _: bytes) -> dict[str, Any]:
    at = _at(number)
    return {"id": number, "headline": f"Story {number}", "first_seen": at, "last_seen": at, "articles": 1}


def _member(number: int, blob: bytes) -> dict[str, Any]:
    figures = [["shared", "nothing"], ["words", 0.01], ["days", 3.1], ["probability", 0.01], ["members", 1]]
    return {"article_id": number, "story_id": number, "at": _at(number), "publisher": f"outlet {number % 300}",
            "role": "first", "similarity": 0.1, "margin": 0.4, "reason": {"code": "opened", "figures": figures},
            "trace": blob, "decided": datetime(2026, 6, 1, tzinfo=UTC) + timedelta(milliseconds=number)}  # fmt: skip


def read(path: Path) -> dict[str, float]:
    """One start, in this process."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from steps.deciding.memory import Memory

    database = Database.open(str(path), create=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = path.stat().st_size
    # As steps/decide.py does it: one thread of BLAS.
    with threadpool_limits(limits=1, user_api="blas"):
        clock, cpu = time.perf_counter(), time.process_time()
        memory = Memory.restore(database, _nobody)
        taken = time.perf_counter() - clock, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    database.close()  # the log goes into the file
    return {
        "stories": len(memory.index),
        "start_s": round(taken[0], 2),
        "start_cpu_s": round(taken[1], 2),
        "before_mib": before // 1024,
        "peak_mib": peak // 1024,
        "database_mib": path.stat().st_size >> 20,
        "grown_by_mib": (path.stat().st_size - size) >> 20,
    }


def _nobody() -> Any:
    raise AssertionError("nothing is embedded at the start")


def measure(count: int, runs: int) -> Iterator[dict[str, float]]:
    """One start without blocks and then so many with them, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        write(path, count)
        for _ in range(runs + 1):
            command = [sys.executable, "-m", "bench.story_start", "--read", str(path)]
            yield json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description="What it takes to start with a history in the database.")
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--read", type=Path, help="start once with this database, in this process")
    parser.add_argument("--write", type=Path, help="only write such a database")
    asked = parser.parse_args()
    if asked.read:
        print(json.dumps(read(asked.read)))
        return
    if asked.write:
        write(asked.write, asked.stories)
        return
    rows = [{"blocks": n > 0, **row} for n, row in enumerate(measure(asked.stories, asked.runs))]
    for row in rows:
        print(row, flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    print(f"median {statistics.median(row['start_s'] for row in rows[1:])} s")


if __name__ == "__main__":
    main()
