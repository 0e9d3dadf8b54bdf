"""Who may work: one at a time, whatever dies, sleeps or sets the clock."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from settings.limits_flows import LEASE_FOR, LEASE_HUNG_FOR
from storage.database import Database
from storage.running import leases, passes

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ELSEWHERE = "other-machine:4f2a:[1]:77:123456"


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database.open(str(tmp_path / "newsdelta.db"), durable=False)


def take(db: Database, holder: str, now: datetime = NOW) -> leases.Lease | None:
    with db.write() as conn:
        return leases.take(conn, "monitor", holder, now)


def test_free_then_held_then_free_again(db: Database) -> None:
    first = take(db, leases.this_holder())
    assert first is not None
    assert take(db, leases.this_holder()) is None
    with db.write() as conn:
        assert leases.current(conn, "monitor", NOW) == first
        assert leases.release(conn, first, NOW)
        assert leases.current(conn, "monitor", NOW) is None
    second = take(db, leases.this_holder())
    assert second is not None
    assert second.fence > first.fence


@pytest.mark.parametrize("holder", [ELSEWHERE, leases.this_holder()], ids=["elsewhere", "this process"])
def test_a_holder_elsewhere_or_in_this_process_is_waited_for_until_its_lease_ends(db: Database, holder: str) -> None:
    assert take(db, holder) is not None
    assert take(db, leases.this_holder(), NOW + LEASE_FOR - timedelta(seconds=1)) is None
    with db.read() as conn:
        assert leases.current(conn, "monitor", NOW + LEASE_FOR - timedelta(seconds=1)) is not None
        assert leases.current(conn, "monitor", NOW + LEASE_FOR) is None
    assert take(db, leases.this_holder(), NOW + LEASE_FOR) is not None


def test_a_dead_holder_on_this_machine_is_not_waited_for(db: Database) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = leases._started(child.pid)
    holder = f"{leases.place()}:{child.pid}:{started}"
    assert take(db, holder) is not None
    assert take(db, leases.this_holder()) is None
    child.kill()
    child.wait()
    with db.read() as conn:
        assert leases.current(conn, "monitor", NOW) is None, "nobody is at work, whatever the row says"
    assert take(db, leases.this_holder()) is not None


def test_a_zombie_is_dead(db: Database) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    holder = f"{leases.place()}:{child.pid}:{leases._started(child.pid)}"
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet waited for
    assert leases.is_dead(holder) is True
    child.wait()


def test_a_later_process_with_the_same_number_is_another(db: Database) -> None:
    assert leases.is_dead(leases.this_holder()) is False
    assert leases.is_dead(f"{leases.place()}:{os.getpid()}:1") is True


def test_a_machine_that_started_anew_has_no_holder_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    host, _boot, names = leases.place().split(":")
    before = f"{host}:another-boot:{names}:1:1"
    assert leases.is_dead(before) is True
    monkeypatch.setattr(leases, "machine", lambda: "known")
    monkeypatch.setattr(leases, "place", lambda: f"{socket.gethostname()}/known:now:1")
    assert leases.is_dead(f"{socket.gethostname()}/known:before:1:1:1", shared=True) is True
    assert leases.is_dead(ELSEWHERE) is None


def test_a_machine_is_known_by_its_id_and_its_cards(tmp_path: Path) -> None:
    ids, cards = tmp_path / "machine-id", tmp_path / "net"
    for card, real in (("lo", False), ("eth0", True), ("docker0", False)):
        (cards / card).mkdir(parents=True)
        (cards / card / "address").write_text(f"{card}-address\n")
        if real:
            (cards / card / "device").mkdir()
    assert leases.machine(ids, cards) == "", "no id"
    ids.write_text("0123\n")
    here = leases.machine.__wrapped__(ids, cards)
    assert here
    assert "0123" not in here
    (cards / "docker0" / "address").write_text("another")
    assert leases.machine.__wrapped__(ids, cards) == here, "only cards that are there for good"
    (cards / "eth0" / "address").write_text("a clone's")
    assert leases.machine.__wrapped__(ids, cards) not in (here, "")


@pytest.mark.parametrize("shared", [False, True])
def test_a_machine_is_known_by_its_start_whatever_its_cards_are_now(
    shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, start = leases.place().partition(":")
    monkeypatch.setattr(leases, "place", lambda: f"{socket.gethostname()}/docked:{start}")
    before = f"{socket.gethostname()}/undocked:{start}:{os.getpid()}"
    assert leases.is_dead(f"{before}:1", shared=shared) is True
    assert leases.is_dead(f"{before}:{leases._started(os.getpid())}", shared=shared) is False
    assert leases.is_dead(f"another-name/docked:{start}:{os.getpid()}:1", shared=shared) is None


def test_one_that_lives_is_waited_for_past_its_time_but_not_for_ever(db: Database) -> None:
    """A locked database keeps a holder from renewing; a hung one must not stop the watch for good."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    holder = f"{leases.place()}:{child.pid}:{leases._started(child.pid)}"
    held = take(db, holder)
    assert held is not None
    assert take(db, leases.this_holder(), held.until + timedelta(minutes=1)) is None
    late = held.until + LEASE_HUNG_FOR
    taken = take(db, leases.this_holder(), late)
    assert taken is not None
    with db.write() as conn:
        assert leases.renew(conn, held, late) is None, "the old holder learns that it has lost"
        assert not leases.release(conn, held, late)
        assert leases.current(conn, "monitor", late) == taken
    child.kill()
    child.wait()


def test_a_clock_set_back_does_not_lock_out_a_dead_holders_heir(db: Database) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    holder = f"{leases.place()}:{child.pid}:{leases._started(child.pid) or '1'}"
    assert take(db, holder, NOW + timedelta(days=400)) is not None
    child.wait()
    assert take(db, leases.this_holder(), NOW) is not None


def test_renewing_moves_the_end_and_keeps_the_fence(db: Database) -> None:
    held = take(db, ELSEWHERE)
    assert held is not None
    later = NOW + timedelta(seconds=40)
    with db.write() as conn:
        renewed = leases.renew(conn, held, later)
    assert renewed is not None
    assert (renewed.until, renewed.fence) == (later + LEASE_FOR, held.fence)


def _grab(path: str, go: object) -> tuple[int, float] | None:
    db = Database.open(path, durable=False)
    go.wait(60)  # type: ignore[attr-defined]
    with db.write() as conn:
        held = leases.take(conn, "monitor", leases.this_holder(), NOW)
    go.wait(60)  # type: ignore[attr-defined]  # nobody leaves before everybody has tried
    if held is not None:
        with db.write() as conn:
            leases.release(conn, held, NOW)
    return None if held is None else (held.fence, 0.0)


def _grab_often(path: str, barrier: object, times: int) -> list[int]:
    return [won[0] for won in (_grab(path, barrier) for _ in range(times)) if won]


def test_of_eight_that_start_at_once_exactly_one_works_fifty_times_over(tmp_path: Path) -> None:
    path = str(tmp_path / "newsdelta.db")
    Database.open(path, durable=False).close()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, ThreadPoolExecutor(8) as threads:
        barrier = manager.Barrier(8)
        with spawn.Pool(8) as pool:
            waits = [pool.apply_async(_grab_often, (path, barrier, 50)) for _ in range(8)]
            won = list(threads.map(lambda wait: wait.get(90), waits))
    fences = sorted(fence for each in won for fence in each)
    assert fences == list(range(1, 51))


def test_a_killed_pass_is_closed_by_the_next_one(db: Database) -> None:
    with db.write() as conn:
        killed = passes.begin(conn, "monitor", NOW)
        other = passes.begin(conn, "digest", NOW)
        following = passes.begin(conn, "monitor", NOW + timedelta(minutes=1))
        passes.end(conn, following, NOW + timedelta(minutes=2), {"fetched": 3})
    with db.read() as conn:
        newest, older = passes.latest(conn, "monitor", 2)
        assert (older.id, older.outcome, older.note) == (killed, passes.KILLED, passes.KILLED_NOTE)
        assert (newest.outcome, newest.counts) == (passes.FINE, {"fetched": 3})
        assert passes.latest(conn, "digest")[0].ended is None
        assert passes.latest(conn, "digest")[0].id == other
        assert passes.last_ended(conn, "monitor") == NOW + timedelta(minutes=2)
        assert passes.done_since(conn, "upkeep") == NOW, "there was none yet: since newsdelta began to work here"
    with db.write() as conn:
        failed = passes.begin(conn, "monitor", NOW + timedelta(minutes=3))
        passes.end(conn, failed, NOW + timedelta(minutes=4), {}, passes.FAILED)
        passes.begin(conn, "monitor", NOW + timedelta(minutes=5))
        assert passes.close_unfinished(conn, "monitor", NOW + timedelta(minutes=6)) == 1
        assert passes.last_ended(conn, "monitor") == NOW + timedelta(minutes=4), "one that was killed did not end"
        assert passes.done_since(conn, "monitor") == NOW + timedelta(minutes=2), "nor did one that failed end well"
