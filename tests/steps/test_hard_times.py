"""A week asleep, a clock that jumps, a locked database, a full disk: survived, said once, made up for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import DatabaseFull, DatabaseLocked
from settings.schema import Settings
from steps.context import Context, open_context
from steps.monitor import run_pass
from storage.database import Database
from storage.schema import alerts, articles, deliveries, feeds, passes


@pytest.fixture
def room(tmp_path: Path, site: Any, clock: Any, encoder: Any, sandbox: Any) -> Iterator[Callable[..., Context]]:
    made: list[Context] = []

    def start(wait_s: float = 5) -> Context:
        settings = Settings.model_validate(
            {
                "database": str(tmp_path / "newsdelta.db"),
                "feeds": [{"url": f"{site.url}/feed", "name": "harbour"}],
                "network": {"allow_private": ["127.0.0.1"]},
                "watches": [{"name": "all", "words": "people"}],
                "channels": [{"name": "mail", "kind": "folder", "path": str(tmp_path / "mail")}],
            }
        )
        database = Database.open(str(tmp_path / "newsdelta.db"), wait_s=wait_s)
        given = {"encoder": encoder, "sandbox": sandbox}
        made.append(open_context(settings, clock, random.Random(7), db=database, **given))
        return made[-1]

    yield start
    for context in made:
        context.close()


@pytest.fixture
def publish(site: Any, prose: Any, clock: Any) -> Callable[[int], None]:
    """Makes the feed list so many articles more, each half an hour older than the next."""
    listed: list[str] = []

    def more(count: int) -> None:
        for back in range(count, 0, -1):
            number = len(listed)
            at = clock() - timedelta(minutes=30 * back)
            place = f"{chr(65 + number % 26)}orton{number}"
            text = prose(place, number)
            link = site.article(f"/{number}", f"{place} {text[0][:40]}", *text, published=at.isoformat())
            when = format_datetime(at.astimezone(UTC))
            listed.insert(0, f"<title>{place}</title><link>{link}</link><pubDate>{when}</pubDate>")
        site.feed("/feed", listed)

    return more


def state(context: Context) -> tuple[int, int]:
    """(articles decided, alerts), each alert of a development of its own."""
    with context.db.read() as conn:
        decided = sa.select(sa.func.count()).where(articles.c.state == "decided")
        told = [tuple(row) for row in conn.execute(sa.select(alerts.c.watch, alerts.c.development_id))]
        assert len(told) == len(set(told))
        return conn.scalar(decided.select_from(articles)) or 0, len(told)


def letters(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((folder / "mail").glob("*.eml"))]


def test_a_laptop_that_slept_for_a_week(
    room: Callable[..., Context], publish: Callable[[int], None], clock: Any, tmp_path: Path
) -> None:
    context = room()
    publish(2)
    run_pass(context)
    before = len(letters(tmp_path))
    clock.on(days=7)
    publish(60)
    run_pass(context)
    clock.on(minutes=15)
    run_pass(context)
    assert state(context)[0] == 62, "everything is made up for"
    fresh = letters(tmp_path)[before:]
    assert len(fresh) <= 15, "sixty articles are no flood of sixty letters"
    assert sum("Subject: over: no monitoring pass" in each.replace("\n ", " ") for each in fresh) <= 1
    about = [each for each in fresh if "no monitoring pass has ended" in each]
    assert 1 <= len(about) <= 2, "it is said once, and once that it is over"
    clock.on(minutes=15)
    quiet = len(letters(tmp_path))
    run_pass(context)
    assert len(letters(tmp_path)) == quiet


def test_a_clock_that_jumps_a_year_ahead_and_back(
    room: Callable[..., Context], publish: Callable[[int], None], clock: Any, tmp_path: Path
) -> None:
    context = room()
    publish(2)
    run_pass(context)
    clock.on(days=400)
    run_pass(context)
    clock.on(days=-400, hours=1)
    publish(2)
    report = run_pass(context)
    assert report.counts["clock"]["set_right"] > 0
    assert state(context) == (4, 4), "the feed is asked although its next poll was a year ahead"
    with context.db.read() as conn:
        assert conn.scalar(sa.select(sa.func.max(passes.c.started))) <= clock()
        assert conn.scalar(sa.select(sa.func.max(feeds.c.next_poll))) < clock() + timedelta(days=1)
        waiting = conn.execute(sa.select(deliveries.c.state).where(deliveries.c.state != "sent")).all()
    assert not waiting
    clock.on(hours=1)
    assert "clock" not in run_pass(context).counts, "it is said once"


def test_a_database_that_another_program_holds(
    room: Callable[..., Context], publish: Callable[[int], None], tmp_path: Path
) -> None:
    context = room(wait_s=0.2)
    publish(3)
    other = Database.open(str(tmp_path / "newsdelta.db"))
    with other.writer_lock(), pytest.raises(DatabaseLocked, match="in use by another"):
        run_pass(context)
    other.close()
    run_pass(context)
    assert state(context) == (3, 3)


def test_a_disk_that_is_full_for_a_while(
    room: Callable[..., Context], publish: Callable[[int], None], tmp_path: Path
) -> None:
    context = room()
    publish(12)
    most = {"pages": 1_000_000}

    @sa.event.listens_for(context.db.engine, "begin")
    def bounded(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most['pages']}")

    with context.db.read() as conn:
        most["pages"] = int(conn.exec_driver_sql("PRAGMA page_count").scalar() or 0) + 8
    with pytest.raises(DatabaseFull, match="is full: make room"):
        run_pass(context)
    partly = state(context)
    assert partly[0] < 12
    most["pages"] = 1_000_000
    run_pass(context)
    assert state(context) == (12, 12), "what was left is done, and nothing twice"
