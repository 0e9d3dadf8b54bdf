"""A start leaves blocks for the next one, and knows the same with and without them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from some_news import NEWSROOM, WordEncoder

import steps.deciding.memory
import storage.deciding.traces
from models.nouns import Matrix
from models.story import block as story_block
from settings.schema import Settings
from steps.context import Context, open_context
from steps.decide import decide
from steps.deciding.decide_ready import Deciding
from steps.deciding.memory import Memory
from steps.embed import embed
from storage.deciding import mending, stories
from storage.reading import articles
from storage.schema import members, statements, trace_blocks

NOW = datetime(2026, 3, 31, tzinfo=UTC)
AT_ONCE = 4


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """The newsroom's first articles, decided."""
    for room in (steps.deciding.memory, storage.deciding.traces):
        monkeypatch.setattr(room, "TRACES_IN_BLOCK", AT_ONCE)
    made = open_context(Settings(database=str(tmp_path / "a.db")), lambda: NOW, random.Random(1), encoder=WordEncoder())
    try:
        with made.db.write() as conn:
            for article in NEWSROOM:
                articles.store(conn, article)
        embed(made)
        assert decide(made).decided > 5 * AT_ONCE
        yield made
    finally:
        made.close()


class OtherEncoder(WordEncoder):
    """Another model, which is asked outside of any transaction."""

    name = "words@2"
    context: Context | None = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        if self.context is not None:
            with self.context.db.write():  # raises where somebody writes already
                pass
        return super().encode(texts)


def test_another_model_makes_a_storys_vectors_outside_the_decision(context: Context, monkeypatch: Any) -> None:
    monkeypatch.setattr(steps.deciding.memory, "RENEWED_AT_ONCE", 3)
    with context.db.read() as conn:
        story_id = max(stories.listing(conn, 99), key=lambda each: each.articles).id
        copied = articles.get(conn, articles.with_pages(conn, story_id, 1)[0])
    other = OtherEncoder()
    later = open_context(context.settings, lambda: NOW, random.Random(1), encoder=other)
    try:
        with later.db.write() as conn:
            text = copied.text + " The harbour master of Quellin resigned on Friday over the missing lifeboats."
            number, _ = articles.store(conn, replace(copied, url="https://x.example/1", canonical_url="https://x.example/1",
                                                     text=text, site="x.example", publisher="x.example"))  # fmt: skip
        embed(later)
        other.context = later
        assert decide(later).decided == 1
        with later.db.read() as conn:
            member = stories.member(conn, number)
            assert member is not None
            query = sa.select(statements.c.model).where(statements.c.story_id == member.story_id).distinct()
            assert conn.execute(query).scalars().all() == ["words@2"]
    finally:
        later.close()


def start(context: Context) -> Memory:
    return Memory.restore(context.db, WordEncoder)


def known(memory: Memory) -> dict[int, list[bytes]]:
    """The traces of every story's members."""
    index = memory.index
    return {story: [each.to_bytes() for each in index.members(story)] for story in index.stories()}


def blocks(context: Context) -> list[list[int]]:
    with context.db.read() as conn:
        found = conn.execute(sa.select(trace_blocks.c.content).order_by(trace_blocks.c.number)).scalars()
        return [story_block.articles(each).tolist() for each in found]


def order(context: Context) -> list[int]:
    with context.db.read() as conn:
        found: list[int] = storage.deciding.traces.turns(conn)[0].tolist()
        return found


def whole(ids: list[int]) -> list[list[int]]:
    return [ids[end - AT_ONCE : end] for end in range(AT_ONCE, len(ids) + 1, AT_ONCE)]


def test_a_start_leaves_blocks_and_the_next_knows_the_same(context: Context) -> None:
    assert blocks(context) == []  # the pass began with nothing
    before = known(start(context))
    assert blocks(context) == whole(order(context)) != []
    assert known(start(context)) == before


def test_what_blocks_hold_is_not_read_again(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    start(context)
    asked: list[int] = []
    of = storage.deciding.traces.of

    def counted(conn: sa.Connection, ids: storage.deciding.traces.Ids) -> Iterator[bytes]:
        asked.extend(ids.tolist())
        return of(conn, ids)

    monkeypatch.setattr(storage.deciding.traces, "of", counted)
    start(context)
    ids = order(context)
    assert asked == ids[len(ids) // AT_ONCE * AT_ONCE :]


def test_articles_that_moved_are_found_in_their_story_of_now(context: Context) -> None:
    memory = start(context)
    first, then = sorted(memory.index.stories())[:2]
    together = {each.article_id for story in (first, then) for each in memory.index.members(story)}
    with context.db.write() as conn:
        mending.merge(conn, then, first, NOW, True, {})
    assert {each.article_id for each in start(context).index.members(first)} == together


def test_blocks_are_made_anew_where_the_order_has_changed_or_they_are_lost(context: Context) -> None:
    start(context)
    ids = order(context)
    for change in (
        trace_blocks.delete().where(trace_blocks.c.number == 2),
        trace_blocks.update().values(stamp=story_block.STAMP - 1),
        members.update().where(members.c.article_id == ids[6]).values(decided=NOW.replace(year=2025)),
        members.update().where(members.c.article_id == ids[9]).values(trace=None),
    ):
        with context.db.write() as conn:
            conn.execute(change)
        with_blocks = known(start(context))
        now = order(context)
        assert blocks(context)[: len(now) // AT_ONCE] == whole(now)
        assert known(start(context)) == with_blocks
        with context.db.write() as conn:
            conn.execute(trace_blocks.delete())
        assert known(start(context)) == with_blocks


def test_what_came_lately_is_the_same_after_a_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The share of news decides: a pass that was stopped must go on as one that was not."""
    monkeypatch.setattr(steps.deciding.memory, "LATELY", 15)
    made = open_context(Settings(database=str(tmp_path / "b.db")), lambda: NOW, random.Random(1), encoder=WordEncoder())
    try:
        with made.db.write() as conn:
            for article in NEWSROOM:
                articles.store(conn, article)
        embed(made)
        with made.db.read() as conn:
            ready = articles.ready_to_decide(conn)
        kept: list[Memory] = []
        restore = Memory.restore
        monkeypatch.setattr(Memory, "restore", lambda *given: kept.append(restore(*given)) or kept[-1])
        Deciding(made).decide(ready)
        [live] = kept
        assert 3 < len(live.lately) < 15, "some have no headline to ask, or open a story"
        assert start(made).lately == live.lately
    finally:
        made.close()
