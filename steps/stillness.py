"""Nobody at work: for what moves or replaces the whole database, and for what a person changes that a pass has in
memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from models.errors import StorageError
from settings.limits_flows import STILL_FOR
from steps.context import Clock
from steps.shift import DIGEST, WATCHDOG, WORK
from storage.database import Database
from storage.running import leases
from storage.running.leases import Lease


class PassAtWork(StorageError):
    """It would go on by what is no longer so: in what is not newsdelta's database any more, it would tell again what it
    told."""


@contextmanager
def still(db: Database, clock: Clock) -> Iterator[None]:
    """No pass is at work in `db`, whoever starts them, and none begins until the block ends. PassAtWork while one
    is."""
    held = hold_still(db, clock)
    try:
        yield
    finally:
        with db.write() as conn:
            for each in held:
                leases.release(conn, each, clock())


def hold_still(db: Database, clock: Clock) -> list[Lease]:
    """As `still`, until this process ends."""
    now, me = clock(), leases.this_holder()
    with db.write() as conn:
        taken = [leases.take(conn, name, me, now, STILL_FOR) for name in (WORK, DIGEST, WATCHDOG)]
        held = [each for each in taken if each is not None]
        if len(held) < len(taken):
            raise PassAtWork(
                f"A pass is at work on {db.where}: stop whatever starts passes ('newsdelta up', cron, a Prefect of "
                "your own), and try again when it is over."
            )
    return held


def nobody_works(conn: Connection, now: datetime, *names: str) -> None:
    """PassAtWork while one is (WORK, or these leases); in a transaction that writes, none begins before it ends."""
    if any(leases.current(conn, name, now) for name in names or (WORK,)):
        raise PassAtWork("A pass is at work just now: try again when it is over, in a minute or so.")
