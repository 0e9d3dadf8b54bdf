"""The bundled newsroom's archive in a real database, and its pages served by a real server."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI
from filelock import FileLock
from starlette.testclient import TestClient

from models.embeddings import passages_of_all
from models.nouns import Feed, Matrix, Problem
from sample.archive import pieces
from settings.load import load
from settings.schema import Settings, WebSetting
from steps.context import open_context
from steps.replaying.replay import replay
from storage.database import Database
from storage.reading import articles, feeds
from storage.reading import passages as passage_rows
from storage.schema import deliveries, entries
from storage.telling import outbox
from web.app import create
from web.serve import bound

NOW = datetime(2026, 3, 17, 20, tzinfo=UTC)
GOLD = json.loads((Path(__file__).parents[2] / "sample" / "gold.json").read_text("utf-8"))
ADDRESS = "http://127.0.0.1:8765"

YAML = """\
# Watched by the tests. This comment must outlive every edit.
database: newsdelta.db
network:
  allow_private: [127.0.0.1]
channels:
  - {name: mail, kind: folder, path: mail}  # a folder of .eml
watches:
  # By words.
  - name: Ferry
    words: ferry AND ("Port Ansel" OR "Ardent Tern" OR captain)
  - name: Messaging apps
    words: Pipit OR Skein  # two apps
    budget: 1
  - name: Fires
    words: (fire OR blaze) AND (Hallowby OR Skerrow)
    min_publishers: 9
feeds:
  - {url: "https://wire.example/feed.xml", name: Meridian Wire}
  - {url: "https://post.example/feed.xml", name: Harbour Post}
  - {url: "https://courier.example/feed.xml", name: Northern Courier}
"""


class BagOfWords:
    """Vectors from words, the same for the same text; alike for texts that share words."""

    name = "bag@1"
    dim = 64
    languages = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w{4,}", text.lower()):
                row[int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) % self.dim] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Room:
    """A copy of the archive with its settings file."""

    folder: Path
    db: Database
    settings: Settings
    clock: Clock = field(default_factory=Clock)

    @property
    def config(self) -> Path:
        return self.folder / "newsdelta.yaml"

    def app(self, web: WebSetting | None = None) -> FastAPI:
        settings = self.settings if web is None else self.settings.model_copy(update={"web": web})
        return create(settings, self.db, self.clock, BagOfWords, self.config)

    def client(self, web: WebSetting | None = None, address: str = ADDRESS) -> TestClient:
        return TestClient(self.app(web), base_url=address, follow_redirects=False)

    def one(self, query: str) -> object:
        with self.db.read() as conn:
            return conn.execute(sa.text(query)).scalar()

    def story(self, words: str = "ferry") -> int:
        """The story with most articles whose headline holds the word."""
        found = self.one(
            f"SELECT id FROM stories WHERE headline LIKE '%{words}%' AND merged_into IS NULL "
            "ORDER BY articles DESC"
        )
        assert isinstance(found, int)
        return found

    def digest(self) -> str:
        """Changes whenever a row of any table changes."""
        with self.db.read() as conn:
            raw = conn.connection.driver_connection
            assert raw is not None
            return hashlib.sha256("\n".join(raw.iterdump()).encode()).hexdigest()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsroom's articles through the code that live ones go through, with the watches above; made once a run,
    however many workers it has."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _archived(tmp_path_factory.mktemp("archive"))
    folder = tmp_path_factory.getbasetemp().parent / "web-archive"
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            folder.mkdir(exist_ok=True)
            _archived(folder)
            (folder / "made").touch()
    return folder


def _archived(folder: Path) -> Path:
    (folder / "newsdelta.yaml").write_text(YAML, encoding="utf-8")
    stories = {piece: story for story, members in _stories().items() for piece in members}
    with (folder / "in.jsonl").open("w", encoding="utf-8") as out:
        for piece in pieces().values():
            body = piece.parts[0].body
            if piece.link_of or not body:
                continue
            line = {
                "id": piece.id,
                "url": f"https://{piece.outlet.key}.example/{piece.slug}",
                "title": piece.title,
                "text": re.sub(r"[*_#>`]", "", body).replace("\n\n", "\n"),
                "published": piece.published.isoformat(),
                "source": piece.outlet.name,
                "story": stories.get(piece.id, piece.id),
            }
            out.write(json.dumps(line) + "\n")
    settings = load(folder / "newsdelta.yaml")
    with open_context(settings, lambda: NOW, random.Random(1), encoder=BagOfWords()) as context:
        replay(context, folder / "in.jsonl", folder / "out.jsonl", given_stories=True)
        with context.db.write() as conn:
            _deliver(conn)
            _poll(conn, settings)
            _keep_vectors(conn)
            conn.execute(sa.text("UPDATE articles SET state = 'decided'"))
    return folder


def _stories() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for piece, gold in GOLD["articles"].items():
        found.setdefault(gold["story"] or piece, []).append(piece)
    return found


def _deliver(conn: sa.Connection) -> None:
    """Most went out; the last failed."""
    ids = list(conn.execute(sa.select(deliveries.c.id).order_by(deliveries.c.id)).scalars())
    conn.execute(deliveries.update().values(state="sent", sent_at=NOW, attempts=1))
    outbox.failed(conn, ids[-1:], Problem("refused", "the mail server refused: mailbox full"), None)


def _keep_vectors(conn: sa.Connection) -> None:
    """As live passes do; a replay keeps none."""
    ids = list(conn.execute(sa.text("SELECT id FROM articles")).scalars())
    for passages in passages_of_all(articles.many(conn, ids), BagOfWords(), {}):
        passage_rows.save(conn, 1, passages)


def _poll(conn: sa.Connection, settings: Settings) -> None:
    feeds.sync(conn, [feeds.Listed(each.url, each.name) for each in settings.feeds], 3600)
    fine, failing, _ = sorted(feeds.listing(conn), key=lambda feed: feed.id)
    feeds.save(conn, _asked(fine))
    problem = Problem("http", "the server said 503 Service Unavailable")
    feeds.save(conn, _asked(failing, problem=problem, failures=3, failing_since=NOW - timedelta(hours=9)))
    for day in range(20):
        for number in range(1 + day % 4):
            conn.execute(
                entries.insert().values(
                    feed_id=fine.id,
                    key=f"{day}-{number}",
                    seen=NOW - timedelta(days=day),
                    state="read",
                    authors=[],
                    text="",
                )
            )


def _asked(feed: Feed, **more: object) -> Feed:
    from dataclasses import replace

    return replace(
        feed, last_good=NOW - timedelta(hours=1), last_new=NOW - timedelta(hours=2),
        next_poll=NOW + timedelta(minutes=30), **more,
    )  # fmt: skip


@pytest.fixture
def room(archive: Path, tmp_path: Path) -> Iterator[Room]:
    """A copy of one's own, to change."""
    made = _copy(archive, tmp_path)
    yield made
    made.db.close()


@pytest.fixture(scope="module")
def shared(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A copy for tests that only read."""
    made = _copy(archive, tmp_path_factory.mktemp("shared"))
    yield made
    made.db.close()


def _copy(archive: Path, folder: Path) -> Room:
    for name in ("newsdelta.yaml", "newsdelta.db"):
        shutil.copy(archive / name, folder / name)
    settings = load(folder / "newsdelta.yaml")
    return Room(folder, Database.open(settings.database_url(), durable=False), settings)


@pytest.fixture
def served() -> Iterator[Callable[[FastAPI], str]]:
    """Serves an application on a free port; returns its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: FastAPI) -> str:
        listening = bound("127.0.0.1", 0)
        config = uvicorn.Config(
            app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1, access_log=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)
