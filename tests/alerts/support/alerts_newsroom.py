"""A small newsroom in a real database: stories, articles and developments put there by hand."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from alerts.message import Failed, Message, Sent
from models.nouns import Article, Development, EventKind, Finding, FindingKind, Nearest, Problem
from settings.schema import Settings
from steps.context import Context, open_context
from storage.database import Database
from storage.deciding import developments, stories
from storage.deciding.ledger import pack
from storage.reading import articles as article_rows
from storage.schema import members, statements

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MODEL = "fake/3"


class FakeEncoder:
    """Three dimensions: water, fire, everything else; smoke is nearly about fire."""

    name = MODEL
    dim = 3
    languages = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = [
            (1.0, 0.0, 0.05)
            if "water" in text.lower()
            else (0.0, 1.0, 0.05)
            if "fire" in text.lower()
            else (0.0, 0.38, 0.92)
            if "smoke" in text.lower()
            else (0, 0, 1)
            for text in texts
        ]
        matrix = np.asarray(rows, dtype=np.float32)
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Newsroom:
    context: Context
    clock: Clock
    articles: int = 0
    encoder: FakeEncoder = field(default_factory=FakeEncoder)

    def story(self, headline: str = "Water main bursts in Dunmere") -> int:
        with self.context.db.write() as conn:
            return stories.open_story(conn, headline, self.clock(), "en")

    def article(
        self,
        conn: sa.Connection,
        story_id: int,
        title: str,
        publisher: str = "Kurier",
        copy_of: int | None = None,
        text: str = "",
        url: str | None = None,
    ) -> int:
        self.articles += 1
        url = url or f"https://{publisher.lower().replace(' ', '-')}.example/{self.articles}"
        article = Article(
            id=0,
            url=url,
            canonical_url=url,
            title=title,
            text=text or title,
            published=self.clock(),
            seen=self.clock(),
            site=f"{publisher.lower()}.example",
            publisher=publisher,
            language="en",
            content_hash=str(self.articles),
        )
        article_id, _ = article_rows.store(conn, article)
        article_rows.decided(conn, article_id)
        conn.execute(
            members.insert().values(
                article_id=article_id,
                story_id=story_id,
                at=self.clock(),
                publisher=publisher,
                role="copy" if copy_of else "development",
                similarity=1.0,
                margin=1.0,
                reason={"code": "test", "figures": {}},
                copy_of=copy_of,
                decided=self.clock(),
            )
        )
        return article_id

    def statement(self, conn: sa.Connection, story_id: int, article_id: int, text: str) -> int:
        result = conn.execute(
            statements.insert().values(
                story_id=story_id,
                article_id=article_id,
                position=0,
                text=text,
                kind="statement",
                at=self.clock(),
                publisher="Kurier",
                model=MODEL,
                vector=pack(self.encoder.encode([text])[0]),
                **({"features": {}} if "features" in statements.c else {}),
            )
        )
        return int(result.inserted_primary_key[0])

    def development(
        self,
        sentence: str = "The water is off in 300 homes.",
        story_id: int | None = None,
        *,
        kind: EventKind = EventKind.DEVELOPMENT,
        importance: float = 2.0,
        novelty: float = 0.9,
        publishers: Sequence[str] = ("Kurier",),
        known: str | None = None,
        old: str | None = None,
        new: str | None = None,
        same_statements_as: Development | None = None,
        details: tuple[tuple[str, float | str], ...] = (),
        title: str | None = None,
        url: str | None = None,
    ) -> Development:
        """Stored as steps/deciding/decide_article.py stores it; not matched yet."""
        story_id = story_id or self.story()
        with self.context.db.write() as conn:
            ids = [
                self.article(conn, story_id, title or sentence, each, text=sentence, url=url)
                for each in publishers
            ]
            nearest = None
            if known:
                before = self.article(conn, story_id, known, "Old Courier")
                nearest = Nearest(before, known, 0.71, self.statement(conn, story_id, before, known))
            finding = Finding(
                sentence=sentence,
                kind=FindingKind.CHANGED if old else FindingKind.NEW,
                novelty=novelty,
                nearest=nearest,
                index=0,
                old=old,
                new=new,
            )
            if same_statements_as:
                rests_on = developments.statement_ids(conn, same_statements_as.id)
            else:
                rests_on = [self.statement(conn, story_id, ids[0], sentence)]
            development = Development(
                id=0,
                story_id=story_id,
                article_id=ids[0],
                kind=kind,
                at=self.clock(),
                novelty=novelty,
                importance=importance,
                headline=sentence,
                findings=(finding,),
                witnesses=tuple(publishers),
                details=details,
            )
            development = replace(development, id=developments.add(conn, development, rests_on))
            for article_id, publisher in zip(ids, publishers, strict=True):
                developments.carry(conn, development.id, article_id, publisher, self.clock())
        return development

    def tell(self, *found: Development) -> Any:
        from steps.telling.match import match

        with self.context.db.write() as conn:
            return match(conn, self.context, found)

    def rows(self, table: sa.Table) -> list[Any]:
        with self.context.db.read() as conn:
            return list(conn.execute(sa.select(table).order_by(*table.primary_key.columns)))


class Recorder:
    """A channel that keeps what it is handed, and fails as it is told to."""

    def __init__(self, name: str, answers: Sequence[Failed | None] = ()) -> None:
        self.name = name
        self.answers = list(answers)
        self.sent: list[Message] = []
        self.tried: list[Message] = []
        self.lock = threading.Lock()

    def send(self, message: Message) -> Sent | Failed:
        with self.lock:
            self.tried.append(message)
            answer = self.answers.pop(0) if self.answers else None
            if answer is not None:
                return answer
            self.sent.append(message)
            return Sent(f"<{message.key}@test>")

    def check(self) -> Problem | None:
        return None


def settings_with(
    folder: Path, *watches: dict[str, Any], channels: Sequence[str] = ("box",), **more: Any
) -> Settings:
    return Settings.model_validate(
        {
            "database": f"sqlite:///{folder / 'news.db'}",
            "watches": list(watches) or [{"name": "Water", "words": "water"}],
            "channels": [{"name": name, "kind": "folder", "path": str(folder / name)} for name in channels],
            **more,
        }
    )


Make = Callable[..., Newsroom]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test works on a copy."""
    path = tmp_path_factory.mktemp("empty") / "news.db"
    Database.open(f"sqlite:///{path}", durable=False).close()
    return path


@pytest.fixture
def make(tmp_path: Path, empty_database: Path) -> Iterator[Make]:
    """Make a newsroom with these watches: `make({"name": ..., "words": ...}, channels=("box",))`."""
    made: list[Context] = []

    def build(*watches: dict[str, Any], db: Database | None = None, **more: Any) -> Newsroom:
        clock = Clock()
        settings = settings_with(tmp_path, *watches, **more)
        if db is None:
            if not (tmp_path / "news.db").exists():
                shutil.copy(empty_database, tmp_path / "news.db")
            db = Database.open(settings.database_url(), durable=False)
        context = open_context(settings, clock, random.Random(7), db=db, encoder=FakeEncoder())
        made.append(context)
        return Newsroom(context, clock)

    yield build
    for context in made:
        context.close()


@pytest.fixture
def recorder() -> type[Recorder]:
    return Recorder
