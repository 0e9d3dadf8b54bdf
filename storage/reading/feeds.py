"""Feeds: what the settings list, with what politeness and `newsdelta feeds` need to know of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Feed, Problem
from storage.schema import entries, feeds
from storage.text import storable


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed as the settings name it."""

    url: str
    name: str
    publisher: str | None = None
    every_s: int | None = None


def sync(conn: Connection, listed: Sequence[Listed], interval_s: int) -> None:
    """Make the table follow the settings. A feed that left them keeps its rows and is polled no more;
    one that comes back goes on where it was, and is no longer retired. One that is to be asked more or less often
    than before is, from its last answer on, though never sooner than its publisher asked for then."""
    known = {row.configured_url: row for row in conn.execute(sa.select(feeds))}
    wanted = {feed.url: feed for feed in listed}
    for url, feed in wanted.items():
        row = known.get(url)
        if row is None:
            conn.execute(
                feeds.insert().values(
                    configured_url=url,
                    url=url,
                    name=feed.name,
                    publisher=feed.publisher,
                    interval_s=interval_s,
                    every_s=feed.every_s,
                )
            )
        elif (row.listed, row.name, row.publisher, row.every_s) != (True, feed.name, feed.publisher, feed.every_s):
            values: dict[str, Any] = {"name": feed.name, "publisher": feed.publisher, "listed": True}
            if row.every_s != feed.every_s:
                values |= {"every_s": feed.every_s}
                if row.last_good and not row.failures:
                    at = row.last_good + timedelta(seconds=feed.every_s or row.interval_s)
                    values |= {"next_poll": max(at, row.not_before or at)}
            if not row.listed:
                values |= {"retired_at": None, "next_poll": row.not_before}  # at once, if the publisher may be asked
            conn.execute(feeds.update().where(feeds.c.id == row.id).values(values))
    gone = [row.id for url, row in known.items() if url not in wanted and row.listed]
    for feed_id in gone:
        conn.execute(feeds.update().where(feeds.c.id == feed_id).values(listed=False))


def differ(conn: Connection, listed: Sequence[Listed]) -> bool:
    """Whether the table does not follow the settings yet."""
    columns = (feeds.c.configured_url, feeds.c.name, feeds.c.publisher, feeds.c.every_s)
    query = sa.select(*columns).where(feeds.c.listed)
    by_url = {feed.url: feed for feed in listed}
    wanted = {(feed.url, feed.name, feed.publisher, feed.every_s) for feed in by_url.values()}
    return {tuple(row) for row in conn.execute(query)} != wanted


_POLLED = sa.and_(feeds.c.listed, sa.not_(feeds.c.paused), feeds.c.retired_at.is_(None))


def due(conn: Connection, now: datetime) -> list[Feed]:
    """Feeds whose time has come, those that waited longest first."""
    query = (
        sa.select(feeds)
        .where(_POLLED, sa.or_(feeds.c.next_poll.is_(None), feeds.c.next_poll <= now))
        .order_by(feeds.c.next_poll.is_not(None), feeds.c.next_poll, feeds.c.id)
    )
    return [_feed(row) for row in conn.execute(query)]


_SAVED = (
    *("url", "etag", "last_modified", "next_poll", "interval_s", "not_before", "ttl_s", "skip_hours", "skip_days"),
    *("last_attempt", "last_full", "last_good"),
    *("last_new", "failures", "failing_since", "moved_to", "moved_times", "retired_at"),
)
_NO_PROBLEM = {"problem_code": None, "problem": None}
_SAVE = (
    feeds.update()
    .where(feeds.c.id == sa.bindparam("feed_id"))
    .values({name: sa.bindparam(f"new_{name}") for name in (*_SAVED, *_NO_PROBLEM)})
)
"""Built once: a pass with nothing new over 1,000 feeds spends most of its time on these rows."""


def save(conn: Connection, *changed: Feed) -> None:
    """Keep everything that a poll may have changed. Raises LookupError for a feed that is not there."""
    rows = []
    for feed in changed:
        said = {"problem_code": feed.problem.code, "problem": feed.problem.text} if feed.problem else _NO_PROBLEM
        values = {name: getattr(feed, name) for name in _SAVED} | said
        # headers may hold what the databases refuse
        row = {f"new_{name}": _stored(each) for name, each in values.items()}
        rows.append(row | {"feed_id": feed.id})
    if rows and conn.execute(_SAVE, rows).rowcount != len(rows):
        raise LookupError(f"not all of the feeds {[feed.id for feed in changed]} are there")


def _stored(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sum(1 << number for number in value)
    return storable(value) if isinstance(value, str) else value


def _numbers(bits: int | None) -> frozenset[int]:
    return frozenset(n for n in range(bits.bit_length()) if bits >> n & 1) if bits else frozenset()


def listing(conn: Connection, *, everything: bool = False) -> list[Feed]:
    """The feeds of the settings by name; with `everything` those that left them as well."""
    query = sa.select(feeds).order_by(sa.func.lower(feeds.c.name), feeds.c.id)
    return [_feed(row) for row in conn.execute(query if everything else query.where(feeds.c.listed))]


STATES = ("fine", "not polled", "failing", "paused", "retired", "not asked yet")
"""What a feed is at a time: `Feed.state`, but not polled where it was fine and has long been due."""
NOT_POLLED = STATES[1]


def _state(before: datetime) -> sa.Case[str]:
    """`before`: what was due then should have been asked by now."""
    return sa.case(
        (feeds.c.retired_at.is_not(None), "retired"),
        (feeds.c.paused, "paused"),
        (feeds.c.problem_code.is_not(None), "failing"),
        (feeds.c.last_good.is_(None), "not asked yet"),
        (feeds.c.next_poll < before, NOT_POLLED),
        else_="fine",
    )


def page(conn: Connection, start: int, most: int, before: datetime, state: str | None = None) -> list[Feed]:
    """Some of the feeds of the settings, those that fail first, then those not polled though they were due `before`,
    then by name, from number `start` on. `state`: only those."""
    is_in = _state(before)
    query = sa.select(feeds).where(feeds.c.listed)
    if state is not None:
        query = query.where(is_in == state)
    query = query.order_by(sa.case({"failing": 0, NOT_POLLED: 1}, value=is_in, else_=2), sa.func.lower(feeds.c.name))
    return [_feed(row) for row in conn.execute(query.order_by(feeds.c.id).offset(start).limit(most))]


def states(conn: Connection, before: datetime) -> dict[str, int]:
    """How many feeds of the settings are in each state; not polled are those that were due `before`."""
    is_in = _state(before).label("state")
    query = sa.select(is_in, sa.func.count()).where(feeds.c.listed).group_by("state")
    return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in conn.execute(query)}


def get(conn: Connection, feed_id: int) -> Feed | None:
    row = conn.execute(sa.select(feeds).where(feeds.c.id == feed_id)).first()
    return _feed(row) if row else None


def find(conn: Connection, what: str) -> list[Feed]:
    """Feeds by id, name (case does not matter), or either address."""
    query = sa.or_(
        sa.func.lower(feeds.c.name) == what.lower(), feeds.c.url == what, feeds.c.configured_url == what
    )
    if what.isdecimal() and len(what) < 10:
        query = sa.or_(query, feeds.c.id == int(what))
    return [_feed(row) for row in conn.execute(sa.select(feeds).where(query).order_by(feeds.c.id))]


def pause(conn: Connection, feed_id: int, paused: bool = True) -> bool:
    """Stop or resume polling; whether there is such a feed. One that resumes is due at once."""
    values: dict[str, Any] = {"paused": paused}
    if not paused:
        values |= {"retired_at": None, "next_poll": None}
    return conn.execute(feeds.update().where(feeds.c.id == feed_id).values(values)).rowcount == 1


def poll_soon(conn: Connection, feed_id: int) -> bool:
    """Make a feed due now, because a person asks for it; whether there is such a feed."""
    done = conn.execute(feeds.update().where(feeds.c.id == feed_id).values(next_poll=None, retired_at=None))
    return done.rowcount == 1


def entries_of(conn: Connection) -> dict[int, int]:
    """How many entries each feed has brought."""
    query = sa.select(entries.c.feed_id, sa.func.count()).group_by(entries.c.feed_id)
    return {row[0]: row[1] for row in conn.execute(query)}


def _feed(row: Any) -> Feed:
    problem = Problem(row.problem_code, row.problem or "") if row.problem_code else None
    return Feed(
        id=row.id,
        url=row.url,
        name=row.name,
        publisher=row.publisher,
        etag=row.etag,
        last_modified=row.last_modified,
        next_poll=row.next_poll,
        interval_s=row.interval_s,
        every_s=row.every_s,
        not_before=row.not_before,
        ttl_s=row.ttl_s,
        skip_hours=_numbers(row.skip_hours),
        skip_days=_numbers(row.skip_days),
        last_attempt=row.last_attempt,
        last_full=row.last_full,
        last_good=row.last_good,
        last_new=row.last_new,
        failures=row.failures,
        failing_since=row.failing_since,
        problem=problem,
        moved_to=row.moved_to,
        moved_times=row.moved_times,
        retired_at=row.retired_at,
        paused=row.paused,
        configured_url=row.configured_url,
    )


Silence = tuple[int, list[tuple[str, datetime]]]
"""How many feeds are watched, and those that fail: (name, since when), the one that fails longest first."""

_HOW_MANY = sa.select(sa.func.count()).select_from(feeds).where(_POLLED)
_FAILING = (
    sa.select(feeds.c.name, feeds.c.failing_since)
    .where(_POLLED, feeds.c.failing_since.is_not(None))
    .order_by(feeds.c.failing_since)
)


def silence(conn: Connection) -> Silence:
    """How much of the field is not heard."""
    return int(conn.execute(_HOW_MANY).scalar_one()), [(row[0], row[1]) for row in conn.execute(_FAILING)]
