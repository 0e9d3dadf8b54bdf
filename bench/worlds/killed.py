"""A warmed process that forks one child after another, each running a pass until it is killed; see bench/kills.py.

Jobs come as lines of JSON on stdin, and one line of JSON answers each: how the child ended, and how often it
passed each place. The children do not pay for imports, and die by SIGKILL at the place and the time that the job
names: as sudden for them as a power cut, though not for the disk.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import random
import re
import signal
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

import sources.sandbox
import steps.deciding.decide_ready
import steps.deliver
import steps.embed_batches
import steps.fetch
import steps.monitor
import steps.reading.read_pages
from alerts.channels.smtp import SmtpWay
from alerts.channels.webhook import WebhookWay
from models.nouns import Matrix
from settings.schema import Settings
from sources.asking.fetch import Fetcher
from sources.sandbox import Sandbox
from steps.context import open_context
from storage.database import Database
from storage.telling import outbox

WORD = re.compile(r"\w{4,}")


class Encoder:
    """Each word is a direction: texts with the same words are near one another. No model, no threads."""

    name, dim, languages = "words@1", 256, None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.full((len(texts), self.dim), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in WORD.findall(text.casefold()):
                row[int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) % self.dim] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)  # type: ignore[no-any-return]


class Places:
    """Counts how often each place is passed, and kills this process when its time has come."""

    def __init__(self, place: str | None, number: int) -> None:
        self.passed: Counter[str] = Counter()
        self._place, self._number = place, number
        self._lock = threading.Lock()

    def at(self, place: str) -> None:
        with self._lock:
            self.passed[place] += 1
            if place == self._place and self.passed[place] > self._number:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str, *, before: str | None = None, after: str | None = None) -> None:
        """Have `owner.name` pass these places when it is called and when it has returned."""
        plain: Callable[..., Any] = getattr(owner, name)

        def call(*args: Any, **more: Any) -> Any:
            if before:
                self.at(before)
            result = plain(*args, **more)
            if after:
                self.at(after)
            return result

        setattr(owner, name, call)

    def set_up(self) -> None:
        """Every place that a pass goes through, in its order."""
        answers = Fetcher.get_many

        def each_answer(*args: Any) -> Iterator[Any]:
            for answer in answers(*args):
                self.at("an answer came")
                yield answer

        Fetcher.get_many = each_answer  # type: ignore[method-assign,assignment]
        self.around(steps.fetch._Batch, "commit", after="entries are kept")
        self.around(Sandbox, "_result", before="a child is reading")
        self.around(steps.reading.read_pages._Batch, "commit", before="pages are read", after="articles are kept")
        self.around(Encoder, "encode", after="vectors are made")
        self.around(steps.embed_batches._Embedding, "keep", after="vectors are kept")
        self.around(steps.deciding.decide_ready, "decide_stored", after="before a story's commit")
        self.around(outbox, "claim", after="before the claim's commit")
        self.around(steps.deliver._Sender, "_send_all", before="after the claim's commit")
        self.around(steps.deliver._Sender, "_message", after="before the send")
        for way in (SmtpWay, WebhookWay):
            self.around(way, "send", after="after the server's acceptance")
        self.around(outbox, "sent", after="before the record's commit")
        self.around(steps.deliver._Sender, "_send", after="after the record")


def run_pass(job: dict[str, Any], places: Places) -> None:
    for module, name, value in (
        (steps.fetch, "FETCH_BATCH", 1),
        (steps.reading.read_pages, "READ_BATCH", 3),
        (steps.embed_batches, "EMBED_BATCH", 3),
        (sources.sandbox, "Sandbox", functools.partial(Sandbox, workers=1)),
    ):
        setattr(module, name, value)
    places.set_up()
    now = datetime.fromisoformat(job["now"])
    settings = Settings.model_validate(job["settings"])
    with open_context(settings, lambda: now, random.Random(1), encoder=Encoder()) as context:
        steps.monitor.run_pass(context, lambda what, *_: places.at(f"after a commit of {what}"))


def open_database(job: dict[str, Any], places: Places) -> None:
    """Bring a database up to date, passing a place at each statement and each commit."""

    @sa.event.listens_for(sa.Engine, "after_cursor_execute")
    def statement(*_: Any) -> None:
        places.at("in a migration")

    @sa.event.listens_for(sa.Engine, "commit")
    def commit(*_: Any) -> None:
        places.at("in a migration")

    Database.open(job["settings"]["database"]).close()


def child(job: dict[str, Any]) -> None:
    places = Places(job.get("place"), job.get("number", 0))
    (open_database if job["what"] == "open" else run_pass)(job, places)
    Path(job["passed"]).write_text(json.dumps(places.passed), encoding="utf-8")


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                child(job)
            except BaseException:  # noqa: BLE001  # a child must never go on as its parent
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


if __name__ == "__main__":
    main()
