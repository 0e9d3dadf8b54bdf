"""Run fetch, read and embed in forked children that kill themselves around a commit; see test_kill.py.

    python killed.py DATABASE COMMIT WHEN FEED...

Each child dies by SIGKILL at its commit number COMMIT, 'before' or 'after' it reaches the disk; another
carries on, until one comes to its end. Prints how many died.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import steps.embed
import steps.embed_batches
import steps.fetch
import steps.read
import steps.reading.read_pages
from models.nouns import Matrix
from settings.schema import FeedSetting, NetworkSetting, Settings
from sources.sandbox import Sandbox
from steps.context import open_context
from storage.database import Database


class Encoder:
    name, dim, languages = "hash@1", 16, None

    def encode(self, texts: Sequence[str]) -> Matrix:
        seeds = (int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts)
        rows = np.asarray([np.random.default_rng(seed).normal(size=16) for seed in seeds], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main() -> None:
    database, commit, when, feeds = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    died = 0
    while True:
        child = os.fork()
        if child == 0:
            one_pass(database, commit, when, feeds)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            died += 1
            continue
        print(died)
        sys.exit(os.waitstatus_to_exitcode(status))


def one_pass(database: str, commit: int, when: str, feeds: Sequence[str]) -> None:
    die_around(commit, when)
    steps.fetch.FETCH_BATCH, steps.reading.read_pages.READ_BATCH, steps.embed_batches.EMBED_BATCH = 1, 5, 3
    settings = Settings(
        database=database,
        feeds=tuple(FeedSetting(url=url) for url in feeds),
        network=NetworkSetting(allow_private=("127.0.0.1",)),
    )
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with (
        Sandbox(workers=1) as sandbox,
        open_context(settings, lambda: now, random.Random(1), sandbox=sandbox, encoder=Encoder()) as context,
    ):
        steps.fetch.fetch(context)
        steps.read.read(context)
        steps.embed.embed(context)


def die_around(commit: int, when: str) -> None:
    """Count the commits that wrote something; the kill is as sudden as a power cut for this process."""
    write = Database.write
    seen = 0

    @contextmanager
    def counting(self: Database) -> Iterator[sa.Connection]:
        nonlocal seen
        with write(self) as conn:
            yield conn
            seen += 1
            if seen == commit and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if seen == commit and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    Database.write = counting  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
