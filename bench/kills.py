"""kill -9 at every step of a pass: nothing lost, nobody told twice but in the one window that is left.

    python -m bench.kills [--seeds 25] [--json OUT]

For each place and seed a pass over the bundled newsroom, with a real mail server or webhook, dies by SIGKILL at a
moment of the seed's choosing (every third one once more when it is started again). Then it is started until it
ends, and once more when the dead sender's claim has lapsed. Looked at: SQLite's integrity and foreign keys; that all
that an undisturbed pass brings is there; that every message arrived, and how often.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.worlds.kill_state import compare, damage, messages, state
from flows.home import free_port
from sample import Newsroom, timeline
from settings.limits_alerts import CLAIM_FOR

PLACES = {
    "after the fetch": ("an answer came",),
    "after entries": ("entries are kept",),
    "in extraction": ("a child is reading", "pages are read", "articles are kept"),
    "after vectors": ("vectors are made", "vectors are kept"),
    "at the story's commit": ("before a story's commit", "after a commit of decide"),
    "at the outbox's claim": ("before the claim's commit", "after the claim's commit", "before the send"),
    "after the server's acceptance": ("after the server's acceptance", "before the record's commit"),
    "after the record": ("after the record",),
    "at each migration": ("in a migration",),
}
"""The steps that are killed at, each with the moments in it; seeds take them in turn."""

WINDOW = "after the server's acceptance"
"""Where one message may arrive twice, with the same key."""

OUTLETS = ("meridian-wire", "harbour-post", "dunmere-gazette", "corran-observer")
CHANNELS = {"mail": 11, "hook": 7}
"""Where alerts go, and the pass of the newsroom's timeline that is killed: one with so much to tell that it becomes
one message, one with little."""
BEFORE = 5
"""The pass that is behind it."""
MOST_STARTS = 5


class Wire:
    """A mail server and a webhook on loopback, and the keys of what they accepted."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        wire = self

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                wire.keys.append(self.headers["Idempotency-Key"])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._hook = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.hook = f"http://127.0.0.1:{self._hook.server_port}/"
        threading.Thread(target=self._hook.serve_forever, args=(0.05,), daemon=True).start()
        from aiosmtpd.controller import Controller

        self._mail = Controller(self, hostname="127.0.0.1", port=free_port())
        self._mail.start()
        self.mail_port: int = self._mail.port

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.keys.append(str(message_from_bytes(envelope.content)["X-Newsdelta-Key"]))
        return "250 accepted"

    def stop(self) -> None:
        self._mail.stop()
        self._hook.shutdown()
        self._hook.server_close()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One killed pass. Nothing that is wrong: `faults` is empty."""

    step: str
    place: str
    number: int
    seed: int
    deaths: int
    twice: int
    """Messages that arrived more than once."""
    faults: tuple[str, ...] = ()


@dataclass
class Ground:
    """Where passes are killed: the newsroom, the wire, the warmed process, and what an undisturbed pass brings."""

    folder: Path
    wire: Wire
    room: Newsroom
    now: dict[str, datetime]
    """When the pass is killed, by channel."""
    clock: list[datetime]
    """The newsroom's."""
    warmed: subprocess.Popen[str]
    passed: dict[str, Counter[str]] = field(default_factory=dict)
    """By channel (or schema): how often an undisturbed run passes each place."""
    wanted: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def settings(self, channel: str, database: Path) -> dict[str, Any]:
        feeds = [feed for feed in self.room.feeds() if any(f"/{key}/" in feed[0] for key in OUTLETS)]
        mail = {"kind": "smtp", "host": "127.0.0.1", "port": self.wire.mail_port, "security": "none",
                "sender": "news@example.org", "to": ["reader@example.org"]}  # fmt: skip
        kinds: dict[str, dict[str, Any]] = {"mail": mail, "hook": {"kind": "webhook", "url": self.wire.hook}}
        return {
            "database": str(database),
            "feeds": [{"url": url, "name": name, "publisher": publisher} for url, name, publisher in feeds],
            "watches": [{"name": "All", "words": "the OR a"}],
            "channels": [{"name": channel, **kinds[channel]}],
            "network": {"allow_private": ["127.0.0.1"]},
        }

    def start(self, job: dict[str, Any]) -> int:
        """One child; returns how it ended."""
        assert self.warmed.stdin is not None
        assert self.warmed.stdout is not None
        self.warmed.stdin.write(json.dumps({"what": "pass", "passed": str(self.folder / "passed"), **job}) + "\n")
        self.warmed.stdin.flush()
        return int(json.loads(self.warmed.stdout.readline()))

    def count(self, name: str) -> None:
        self.passed[name] = Counter(json.loads((self.folder / "passed").read_text()))


@contextmanager
def ground() -> Iterator[Ground]:
    """Everything running, with one pass behind it: what is killed is the second, which answers threads."""
    times = timeline()
    clock = [times[BEFORE]]
    root = Path(__file__).resolve().parents[1]
    wire = Wire()
    with tempfile.TemporaryDirectory() as name, Newsroom(lambda: clock[0]) as room:
        warmed = subprocess.Popen(
            [sys.executable, "-m", "bench.worlds.killed"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
        try:
            now = {channel: times[number] for channel, number in CHANNELS.items()}
            made = Ground(Path(name), wire, room, now, clock, warmed)
            for channel in CHANNELS:
                before = made.folder / f"before-{channel}.db"
                clock[0] = times[BEFORE]
                assert made.start(_pass(made, channel, before, clock[0])) == 0
                clock[0] = now[channel]
                after = _copy(before, made.folder / f"undisturbed-{channel}.db")
                assert made.start(_pass(made, channel, after, now[channel])) == 0
                made.count(channel)
                assert made.start(_pass(made, channel, after, now[channel] + 2 * CLAIM_FOR)) == 0
                made.wanted[channel] = state(after)
            yield made
        finally:
            assert warmed.stdin is not None
            warmed.stdin.close()
            warmed.wait(30)
            wire.stop()


def _pass(ground: Ground, channel: str, database: Path, now: datetime, **more: Any) -> dict[str, Any]:
    return {"settings": ground.settings(channel, database), "now": now.isoformat(), **more}


def _copy(database: Path, to: Path) -> Path:
    for old in to.parent.glob(f"{to.name}*"):
        old.unlink()
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def killed(ground: Ground, step: str, seed: int) -> Outcome:
    """Kill a pass at that step as the seed says, start it until it ends, and look at what there is."""
    rng = random.Random(f"{step} {seed}")
    place = PLACES[step][seed % len(PLACES[step])]
    channel = list(CHANNELS)[seed // len(PLACES[step]) % len(CHANNELS)]
    before = ground.folder / f"before-{channel}.db"
    database = _copy(before, ground.folder / "killed.db")
    ground.wire.keys.clear()
    number = rng.randrange(ground.passed[channel][place])
    again = rng.random() < 1 / 3
    now = ground.clock[0] = ground.now[channel]
    deaths = 0
    faults: list[str] = []
    for start in range(MOST_STARTS):
        dies = {"place": place, "number": number if start == 0 else 0} if start == 0 or (again and start == 1) else {}
        ended = ground.start(_pass(ground, channel, database, now, **dies))
        if ended not in (0, -signal.SIGKILL):
            return Outcome(step, place, number, seed, deaths, 0, (f"a start ended with {ended}",))
        faults += damage(database)
        deaths += ended != 0
        if ended == 0 and not dies:
            break
    ended = ground.start(_pass(ground, channel, database, now + 2 * CLAIM_FOR))
    faults += ["the last start did not end"] if ended else []
    faults += [f"{deaths} deaths"] if deaths < 1 else []
    faults += compare(ground.wanted[channel], state(database))
    arrived = Counter(ground.wire.keys)
    faults += [f"never arrived: {key}" for key in messages(database, before) - set(arrived)]
    twice = sum(arrived.values()) - len(arrived)
    if twice > (deaths if step == WINDOW else 0):
        faults.append(f"{twice} arrived twice")
    return Outcome(step, place, number, seed, deaths, twice, tuple(faults))


def run(ground: Ground, step: str, seed: int) -> Outcome:
    """One killing at that step."""
    return migrated(ground, seed) if step == "at each migration" else killed(ground, step, seed)


def migrated(ground: Ground, seed: int) -> Outcome:
    """Kill the opening of a database with rows at an earlier schema, and of an empty one."""
    from storage.migrations import scripts

    step, place = "at each migration", "in a migration"
    revisions = [None, *(each.revision for each in reversed(list(scripts().walk_revisions())))][:-1]
    revision = revisions[seed % len(revisions)]
    full = ground.folder / "undisturbed-mail.db"
    old = ground.folder / f"schema-{revision}.db"
    if not old.exists():
        _at_schema(old, revision, full)
        ground.start({"what": "open", "settings": {"database": str(_copy(old, ground.folder / "killed.db"))}})
        ground.count(old.name)
    database = _copy(old, ground.folder / "killed.db")
    number = random.Random(f"{step} {seed}").randrange(ground.passed[old.name][place])
    opened = {"what": "open", "settings": {"database": str(database)}}
    deaths = ground.start({**opened, "place": place, "number": number}) == -signal.SIGKILL
    faults = damage(database)
    ended = ground.start(opened)
    faults += [f"opening it ended with {ended}"] if ended else damage(database)
    faults += [] if deaths else ["it was not killed"]
    faults += [] if revision is None else compare(ground.wanted["mail"], state(database))
    return Outcome(step, f"{revision or 'empty'}: statement {number}", number, seed, deaths, 0, tuple(faults))


def _at_schema(path: Path, revision: str | None, full: Path) -> None:
    """A database at that schema, with the rows of `full`; an empty file for None."""
    from alembic.runtime.environment import EnvironmentContext
    from sqlalchemy import create_engine

    from storage.migrations import VERSION_TABLE, config, scripts

    if revision is None:
        sqlite3.connect(path).close()
        return
    script = scripts()
    environment = EnvironmentContext(config(), script, fn=lambda rev, _: script._upgrade_revs(revision, rev))
    engine = create_engine(f"sqlite:///{path}")
    with environment, engine.begin() as connection:
        environment.configure(connection=connection, version_table=VERSION_TABLE, render_as_batch=True)
        environment.run_migrations()
    engine.dispose()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("ATTACH ? AS full", (str(full),))
        for (table,) in plain.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if table == VERSION_TABLE or table.startswith(("sqlite_", "fts_")):
                continue
            mine = {row[1] for row in plain.execute(f"PRAGMA main.table_info({table})")}
            there = [row[1] for row in plain.execute(f"PRAGMA full.table_info({table})") if row[1] in mine]
            listed = ", ".join(there)
            plain.execute(f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM full.{table}")
        plain.commit()


# -- all of it -----------------------------------------------------------------------------------------


def matrix(seeds: Sequence[int], steps: Sequence[str] = tuple(PLACES)) -> Iterator[Outcome]:
    """Every step by every seed, as they are done."""
    with ground() as made:
        for step in steps:
            for seed in seeds:
                yield run(made, step, seed)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=25)
    parser.add_argument("--steps", nargs="*", default=tuple(PLACES), choices=tuple(PLACES))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    begun = time.monotonic()
    rows: list[Outcome] = []
    for outcome in matrix(range(options.seeds), options.steps):
        rows.append(outcome)
        for fault in outcome.faults:
            print(f"{outcome.step}, {outcome.place}, seed {outcome.seed}: {fault}", flush=True)
    print(f"{'step':32} passes  deaths  arrived twice  faults")
    for step in options.steps:
        mine = [row for row in rows if row.step == step]
        faulty = sum(bool(row.faults) for row in mine)
        print(f"{step:32} {len(mine):6}  {sum(r.deaths for r in mine):6}  {sum(r.twice for r in mine):13}  {faulty:6}")
    print(f"{time.monotonic() - begun:.0f} s")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    return any(row.faults for row in rows)


if __name__ == "__main__":
    raise SystemExit(main())
