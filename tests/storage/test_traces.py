"""Traces in the order of decision; blocks believed only where they hold what that order asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from models.nouns import Article, Assignment, Reason, Role
from models.story import block as story_block
from models.story.shelf import Shelf
from models.story.trace import Trace
from storage import transfer
from storage.database import Database
from storage.deciding import mending, stories, traces
from storage.reading import articles
from storage.schema import members, trace_blocks

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHY = Assignment(None, 0.9, 0.1, Reason("opened", ()))


@pytest.fixture(autouse=True)
def _blocks_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "TRACES_IN_BLOCK", 3)
    monkeypatch.setattr(traces, "IN_CHUNK", 4)


def trace_of(article_id: int) -> bytes:
    none, halves = np.zeros(0, np.uint32), np.full(4, article_id, np.float16)
    return Trace(article_id, 1.0, True, "en", "m@1", halves, True, none, halves[:0], none.astype(np.uint8),
                 none.astype(np.uint16), none, none).to_bytes()  # fmt: skip


def fill(db: Database, decided: list[int]) -> None:
    """Article 1 decided in so many minutes, article 2, …; the last one is a copy. Each opens a story."""
    with db.write() as conn:
        for number, minutes in enumerate(decided, start=1):
            url = f"https://one.example/{number}"
            given = Article(id=0, url=url, canonical_url=url, title="t", text=f"Text {number}.", published=NOON,
                            seen=NOON, site="One", publisher="one.example")  # fmt: skip
            article_id, _ = articles.store(conn, given)
            assert article_id == number
            story = stories.open_story(conn, f"Story {number}", NOON, "en")
            blob = trace_of(number) if number < len(decided) else None
            at = NOON + timedelta(minutes=minutes)
            stories.add_member(conn, number, story, NOON, "one.example", WHY, Role.FIRST, blob, at)


def block_of(ids: list[int]) -> bytes:
    shelf = Shelf()
    shelf.extend([trace_of(each) for each in ids])
    return story_block.pack(shelf, 0, len(ids))


def whole(db: Database) -> list[list[int]]:
    """The articles of the blocks that are believed."""
    with db.read() as conn:
        return [story_block.articles(each).tolist() for each in traces.blocks(conn, traces.turns(conn)[0])]


def test_in_the_order_of_decision_with_the_story_of_now(db: Database) -> None:
    fill(db, [5, 3, 3, 1, 9, 0])
    with db.write() as conn:
        mending.merge(conn, 5, 2, NOON, False, {})
    with db.read() as conn:
        order, its = traces.turns(conn)
        assert (order.tolist(), its.tolist()) == ([4, 2, 3, 1, 5], [4, 2, 3, 1, 2])
        assert list(traces.of(conn, order)) == [trace_of(each) for each in (4, 2, 3, 1, 5)]
        assert list(traces.of(conn, order[:0])) == []


def test_a_storys_first_trace_and_its_last_ones(db: Database) -> None:
    fill(db, [5, 3, 3, 1, 9, 0])
    with db.write() as conn:
        for each in (1, 2, 3, 4):
            mending.merge(conn, each, 5, NOON, False, {})
        read = {most: map(Trace.from_bytes, traces.of_story(conn, 5, most)) for most in (2, 4, 5, 9)}
        found = {most: [each.article_id for each in some] for most, some in read.items()}
        assert found == {2: [4, 5], 4: [4, 3, 1, 5], 5: [4, 2, 3, 1, 5], 9: [4, 2, 3, 1, 5]}
        assert traces.of_story(conn, 6, 3) == [], "a copy has none"


def test_of_no_article(db: Database) -> None:
    with db.read() as conn:
        order, its = traces.turns(conn)
    assert (len(order), len(its), whole(db)) == (0, 0, [])


def changed(db: Database, change: Callable[[sa.Connection], object]) -> list[list[int]]:
    with db.write() as conn:
        change(conn)
    return whole(db)


def test_blocks_are_believed_as_far_as_they_are_right(db: Database) -> None:
    fill(db, list(range(11)))
    assert whole(db) == []
    kept = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for number, ids in reversed(list(enumerate(kept))):  # one that is missing hides those after it
        assert whole(db) == []
        with db.write() as conn:
            traces.keep(conn, number, block_of(ids))
    assert whole(db) == kept
    second = members.c.article_id == 5
    later, before = ({members.c.decided: NOON + timedelta(minutes=m)} for m in (4, 7))
    assert changed(db, lambda conn: conn.execute(members.update().where(second).values(before))) == kept[:1]
    assert changed(db, lambda conn: conn.execute(members.update().where(second).values(later))) == kept
    assert changed(db, lambda conn: traces.keep(conn, 1, block_of([4, 6, 5]))) == kept[:1]
    assert changed(db, lambda conn: traces.keep(conn, 1, block_of([4, 5, 6]))) == kept
    assert changed(db, lambda conn: conn.execute(members.delete().where(members.c.article_id == 9))) == kept[:2]
    other = trace_blocks.update().values(stamp=story_block.STAMP - 1)
    assert changed(db, lambda conn: conn.execute(other)) == []


def test_the_order_is_that_of_an_index_and_no_row_is_read(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db")) as db:
        fill(db, [1, 2])
        asked: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        with db.read() as conn:
            traces.turns(conn)
            query = next(each for each in asked if each.startswith("SELECT"))
            steps = conn.exec_driver_sql(f"EXPLAIN {query}").all()
    # The table is opened and never sought in: every column is the index's.
    of_index, read = ({step.p1 for step in steps if step.opcode == code} for code in ("IdxRowid", "Column"))
    assert of_index == read
    assert not any(step.opcode.startswith("Sorter") for step in steps)


def test_blocks_do_not_move_to_another_database(tmp_path: Path, db: Database) -> None:
    with Database.open(str(tmp_path / "from.db")) as source:
        fill(source, [1, 2, 3, 4])
        with source.write() as conn:
            traces.keep(conn, 0, block_of([1, 2, 3]))
        assert whole(source) == [[1, 2, 3]]
        assert "trace_blocks" not in transfer.move(source, db)
    assert whole(db) == []
    with db.read() as conn:
        assert traces.turns(conn)[0].tolist() == [1, 2, 3]


def test_a_database_from_before_there_were_blocks(tmp_path: Path, back_to: Callable[[Database, str], None]) -> None:
    path = tmp_path / "a.db"
    with Database.open(str(path)) as db:
        fill(db, [1, 2, 3, 4])
        back_to(db, "0004")
    with Database.open(str(path)) as db:
        assert whole(db) == []
        with db.write() as conn:
            assert traces.turns(conn)[0].tolist() == [1, 2, 3]
            traces.keep(conn, 0, block_of([1, 2, 3]))
        assert whole(db) == [[1, 2, 3]]
