"""Passes: when each kind of run began and ended, with what it counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import passes
from storage.text import storable

FINE, FAILED, KILLED = "fine", "failed", "killed"
KILLED_NOTE = "ended without a word: the process was killed or the machine stopped"


@dataclass(frozen=True, slots=True)
class Pass:
    id: int
    kind: str
    started: datetime
    ended: datetime | None
    outcome: str | None
    counts: Mapping[str, Any]
    note: str | None


def begin(conn: Connection, kind: str, now: datetime) -> int:
    """Begin a pass; the caller holds the lease, so an earlier one that never ended is dead and is closed."""
    close_unfinished(conn, kind, now)
    done = conn.execute(sa.insert(passes).values(kind=kind, started=now, counts={}))
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def end(
    conn: Connection,
    pass_id: int,
    now: datetime,
    counts: Mapping[str, Any],
    outcome: str = FINE,
    note: str | None = None,
) -> None:
    conn.execute(
        sa.update(passes)
        .where(passes.c.id == pass_id)
        .values(ended=now, counts=dict(counts), outcome=outcome, note=storable(note))
    )


def close_unfinished(conn: Connection, kind: str, now: datetime) -> int:
    """Close passes whose process is gone; how many."""
    return conn.execute(
        sa.update(passes)
        .where(passes.c.kind == kind, passes.c.ended.is_(None))
        .values(ended=now, outcome=KILLED, note=KILLED_NOTE)
    ).rowcount


def latest(conn: Connection, kind: str, limit: int = 1) -> list[Pass]:
    """Newest first."""
    newest = sa.select(passes).where(passes.c.kind == kind).order_by(passes.c.started.desc(), passes.c.id.desc())
    rows = conn.execute(newest.limit(limit))
    return [Pass(row.id, row.kind, row.started, row.ended, row.outcome, row.counts, row.note) for row in rows]


def last_ended(conn: Connection, kind: str) -> datetime | None:
    """When a pass of that kind last came to its end, well or not; a killed one does not count."""
    ended = sa.select(passes.c.ended).where(passes.c.kind == kind, passes.c.outcome != KILLED)
    # Those of one kind run one after the other: the index gives the newest, and three months are not gone through.
    found: datetime | None = conn.scalar(ended.order_by(passes.c.started.desc()).limit(1))
    return found


def done_since(conn: Connection, kind: str) -> datetime | None:
    """When a pass of that kind last ended well; before the first of them, when newsdelta began to work here."""
    newest = sa.select(passes.c.ended).where(passes.c.kind == kind, passes.c.outcome == FINE)
    ended: datetime | None = conn.scalar(newest.order_by(passes.c.started.desc()).limit(1))
    return ended or conn.scalar(sa.select(sa.func.min(passes.c.started)))


def forget(conn: Connection, before: datetime) -> int:
    """Let go of passes that began before then; how many."""
    return conn.execute(sa.delete(passes).where(passes.c.started < before)).rowcount
