"""Who may work now: a lease in newsdelta's own database.

Decided here and not by Prefect, whose limits stay taken after a crash. A lease ends by being released, by
not being renewed, or, on the machine of its holder, by the holder's death, which is seen at once. Each new
holder gets a higher fencing number (Kleppmann, "How to do distributed locking", 2016): whoever holds an
older one has lost the lease, whatever it believes.
"""

from __future__ import annotations

import functools
import hashlib
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_flows import LEASE_FOR, LEASE_HUNG_FOR
from storage.schema import leases
from storage.upsert import insert

FREE = ""
"""Holder of a lease that nobody holds."""


@dataclass(frozen=True, slots=True)
class Lease:
    name: str
    holder: str
    until: datetime
    fence: int


def take(
    conn: Connection, name: str, holder: str, now: datetime, ttl: timedelta = LEASE_FOR
) -> Lease | None:
    """The lease, if it is free, lapsed, or its holder is dead; else None. Also None for one who holds it
    already: two threads of one process are two."""
    _make_row(conn, name, now)  # a write comes first: what is read next cannot change before the update
    row = conn.execute(sa.select(leases).where(leases.c.name == name).with_for_update()).one()
    if row.holder != FREE and not _is_over(conn, row.holder, row.until, now):
        return None
    return _hold(conn, Lease(name, holder, now + ttl, row.fence + 1), seen=row.fence)


def renew(conn: Connection, lease: Lease, now: datetime, ttl: timedelta = LEASE_FOR) -> Lease | None:
    """The lease until `now` + `ttl`; None when another has taken it meanwhile."""
    return _hold(conn, Lease(lease.name, lease.holder, now + ttl, lease.fence), seen=lease.fence)


def release(conn: Connection, lease: Lease, now: datetime) -> bool:
    """Give the lease back; False when it was no longer ours."""
    return _hold(conn, Lease(lease.name, FREE, now, lease.fence), seen=lease.fence) is not None


def current(conn: Connection, name: str, now: datetime) -> Lease | None:
    """The lease as it is held now, or None."""
    row = conn.execute(sa.select(leases).where(leases.c.name == name)).one_or_none()
    if row is None or row.holder == FREE or _is_over(conn, row.holder, row.until, now):
        return None
    return Lease(row.name, row.holder, row.until, row.fence)


def _make_row(conn: Connection, name: str, now: datetime) -> None:
    row = insert(conn, leases).values(name=name, holder=FREE, until=now, fence=0)
    conn.execute(row.on_conflict_do_nothing())


def _hold(conn: Connection, lease: Lease, seen: int) -> Lease | None:
    done = conn.execute(
        sa.update(leases)
        .where(leases.c.name == lease.name, leases.c.fence == seen)
        .values(holder=lease.holder, until=lease.until, fence=lease.fence)
    )
    return lease if done.rowcount == 1 else None


# -- holders ---------------------------------------------------------------------------------------


@functools.cache
def place() -> str:
    """The machine, since its last start, as processes see each other there (its process namespace)."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        names = os.readlink("/proc/self/ns/pid")
    except OSError:  # not Linux
        boot, names = str(int(psutil.boot_time())), "-"
    return f"{socket.gethostname()}/{machine()}:{boot}:{names.removeprefix('pid:')}"


@functools.cache
def machine(ids: Path = Path("/etc/machine-id"), cards: Path = Path("/sys/class/net")) -> str:
    """The machine beyond its name, over its starts; "" where that cannot be told, as in a container.

    By its id and its network cards: images are copied with the id in them, cards are not. Hashed, since the id is
    to be kept from others (machine-id(5)).
    """
    try:
        known = ids.read_text(encoding="ascii").strip()
        real = [card for card in cards.iterdir() if (card / "device").exists()]  # not a bridge's or a tunnel's
        found = sorted((card / "address").read_text().strip() for card in real)
    except (OSError, ValueError):
        return ""
    if not known or not found:
        return ""
    return hashlib.sha256(" ".join(("newsdelta", known, *found)).encode()).hexdigest()[:16]


def this_holder() -> str:
    """This process, told apart from every other, also from a later one with the same number."""
    return f"{place()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(holder: str, *, shared: bool = False) -> bool | None:
    """Whether the process is gone; None when that cannot be known from here.

    A machine that was started anew since has none of its holders of before. In a `shared` database (PostgreSQL) two
    machines may go by one name, so there the name does not suffice to know it again.
    """
    try:
        where, pid, started = holder.rsplit(":", 2)
        number = int(pid)
    except ValueError:
        return None
    (host, _, start), (ours, _, our_start) = where.partition(":"), place().partition(":")
    same_name = host.partition("/")[0] == ours.partition("/")[0]
    if same_name and start == our_start:  # whatever its cards: they come and go with a dock or a random address
        return _started(number) != started
    boot, our_boot = start.partition(":")[0], our_start.partition(":")[0]
    same_machine = same_name and (not shared or (host == ours and machine() != ""))
    return True if same_machine and boot != our_boot else None


def _started(pid: int) -> str:
    """When a process was started, in a form that setting the clock leaves alone; "" for one that is gone."""
    try:
        # Field 22, in ticks since the machine's start; the name in brackets before it may hold blanks.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    except FileNotFoundError:
        pass
    except (OSError, IndexError):
        return ""
    if Path("/proc/self/stat").exists():
        return ""
    try:
        return str(int(psutil.Process(pid).create_time()))
    except psutil.Error:
        return ""


def _is_over(conn: Connection, holder: str, until: datetime, now: datetime) -> bool:
    dead = is_dead(holder, shared=conn.dialect.name != "sqlite")
    if dead is None or holder == this_holder():
        return until <= now
    # One that lives here may be late with renewing (a locked database, a stopped machine): it is waited for.
    return dead or until + LEASE_HUNG_FOR <= now
