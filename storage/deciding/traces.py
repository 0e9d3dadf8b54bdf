"""Articles' traces in the order in which they were decided, by the block as far as there are blocks.

A trace is written once, with its member, and never changes. Blocks hold the oldest of them a second time, so that a
start reads some dozens of rows in place of 100,000. They are derived, and believed only where they hold exactly the
articles that the members' own order asks for; a migration that changes stored traces empties the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection

from models.story import block as story_block
from settings.limits_storage import IN_CHUNK, TRACES_IN_BLOCK
from storage.schema import members, trace_blocks
from storage.upsert import insert

Ids = npt.NDArray[np.int64]


def turns(conn: Connection) -> tuple[Ids, Ids]:
    """Articles that have a trace, in the order in which they were decided, and the story of each."""
    query = (
        sa.select(members.c.article_id, members.c.story_id)
        .where(members.c.trace.is_not(None))
        .order_by(members.c.decided, members.c.at, members.c.article_id)  # by an index that holds all of this
    )
    rows = np.fromiter(chain.from_iterable(conn.execute(query).tuples().all()), np.int64).reshape(-1, 2)
    return rows[:, 0].copy(), rows[:, 1].copy()


def of(conn: Connection, article_ids: Ids) -> Iterator[bytes]:
    """The traces of these articles, in this order."""
    trace = sa.type_coerce(members.c.trace, sa.types.NullType())  # bytes as they come, without a copy
    for first in range(0, len(article_ids), IN_CHUNK):
        some = article_ids[first : first + IN_CHUNK].tolist()
        query = sa.select(members.c.article_id, trace).where(members.c.article_id.in_(some))
        found = dict(conn.execute(query).tuples().all())
        yield from map(found.__getitem__, some)


def of_story(conn: Connection, story_id: int, most: int) -> list[bytes]:
    """The traces of a story's first article and of its last ones, so many at most, in the order of deciding."""
    order = (members.c.decided, members.c.at, members.c.article_id)
    query = sa.select(members.c.trace).where(members.c.story_id == story_id, members.c.trace.is_not(None))
    last = list(conn.execute(query.order_by(*(each.desc() for each in order)).limit(most)).scalars())[::-1]
    last[:1] = conn.execute(query.order_by(*order).limit(1)).scalars()
    return last


def blocks(conn: Connection, article_ids: Ids) -> Iterator[bytes]:
    """Blocks that hold the first of these articles, TRACES_IN_BLOCK each, in this order: as many as are right."""
    content = sa.type_coerce(trace_blocks.c.content, sa.types.NullType())
    for number in range(len(article_ids) // TRACES_IN_BLOCK):
        query = sa.select(content).where(trace_blocks.c.number == number, trace_blocks.c.stamp == story_block.STAMP)
        block: bytes | None = conn.execute(query).scalar()
        wanted = article_ids[number * TRACES_IN_BLOCK : (number + 1) * TRACES_IN_BLOCK]
        if block is None or not np.array_equal(story_block.articles(block), wanted):
            return
        yield block


def keep(conn: Connection, number: int, block: bytes) -> None:
    """Keep a block under its number: 0 holds the articles that were decided first."""
    row = {"stamp": story_block.STAMP, "content": block}
    put = insert(conn, trace_blocks).on_conflict_do_update(index_elements=[trace_blocks.c.number], set_=row)
    conn.execute(put, {"number": number, **row})
