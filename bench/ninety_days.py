"""Ninety simulated days with 200 feeds: does anything grow that should not, is anything lost or told twice?

    python -m bench.ninety_days [--days 90] [--feeds 200] [--articles 100] [--passes 2] [--json OUT] [--picture OUT]

Real HTTP, real database, every step; the clock is set, and the encoder is a quick one (words hashed to a
vector), since it is not what is measured. Retention keeps two weeks, upkeep runs every night, so that the
size of the database, the memory and the time of a pass should be flat from the third week on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import sqlalchemy as sa

from bench.figures.drawing import stacked
from models.nouns import Matrix
from settings.schema import Settings
from steps.context import open_context
from steps.monitor import run_pass
from steps.upkeep import run_upkeep
from storage.schema import alerts, articles, developments, entries, metadata

START = datetime(2026, 1, 1, tzinfo=UTC)
KEEP_DAYS = 14
SETTLED_DAYS = 3 * 7
"""From then on everything should be as it will stay."""
REPORTS_OF_AN_EVENT = 5
SHOWN = 20
"""Items that a feed lists."""
DIMENSION = 128
NAMES = [a + b for a in ("Ar", "Bel", "Cor", "Dun", "El", "Fen", "Gar") for b in ("mere", "ton", "vik", "ra")]
WORDS = ["harbour", "council", "ferry", "witness", "ministry", "bridge", "storm", "verdict", "ballot"]


class HashingEncoder:
    """Words hashed to a vector: texts with the same words are near each other."""

    name = "hashing@1"
    dim = DIMENSION
    languages = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split():
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                row[digest[0] % DIMENSION] += 1.0 if digest[1] % 2 else -1.0
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        found: Matrix = rows / np.maximum(norms, 1e-6)
        return found


class World:
    """Every article of all days, made from a seed: (feed, path, published, title, paragraphs)."""

    def __init__(self, days: int, feeds: int, a_day: int) -> None:
        chance = random.Random(8)
        self.by_feed: dict[int, list[tuple[datetime, str, str]]] = {feed: [] for feed in range(feeds)}
        self.pages: dict[str, bytes] = {}
        for day in range(days):
            for event in range(a_day // REPORTS_OF_AN_EVENT):
                place, thing = chance.choice(NAMES), chance.choice(WORDS)
                for feed in chance.sample(range(feeds), REPORTS_OF_AN_EVENT):
                    self._add(chance, day, event, feed, place, thing)
        for items in self.by_feed.values():
            items.sort(reverse=True)

    def _add(self, chance: random.Random, day: int, event: int, feed: int, place: str, thing: str) -> None:
        at = START + timedelta(days=day, minutes=chance.randrange(24 * 60))
        toll = chance.randrange(2, 900)
        title = f"{place} {thing} affair: {toll} people affected"
        told = "".join(
            f"<p>The {thing} of {place} told the {chance.choice(WORDS)} on case {day}-{event} that "
            f"{toll + line} people near the {chance.choice(WORDS)} of {chance.choice(NAMES)} had to leave "
            f"before the {chance.choice(WORDS)} reached town number {chance.randrange(9999)}.</p>"
            for line in range(8)
        )
        path = f"/{feed}/{day}/{event}"
        self.by_feed[feed].append((at, path, title))
        self.pages[path] = (
            f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" '
            f'content="{at.isoformat()}"></head><body><article><h1>{title}</h1>{told}</article></body></html>'
        ).encode()

    def feed(self, feed: int, address: str, now: datetime) -> bytes:
        items = [item for item in self.by_feed[feed] if item[0] <= now][:SHOWN]
        listed = "".join(
            f"<item><title>{title}</title><link>{address}{path}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for at, path, title in items
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{listed}</channel></rss>'.encode()

    def published(self, until: datetime) -> int:
        return sum(at <= until for items in self.by_feed.values() for at, _, _ in items)


def serve(world: World, clock: Callable[[], datetime]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body, status = "text/html; charset=utf-8", world.pages.get(self.path), 200
            if self.path.endswith(".xml"):
                address = f"http://{self.headers['Host']}"
                kind, body = "application/rss+xml", world.feed(int(self.path[1:-4]), address, clock())
            if body is None:
                status, body = 404, b"no"
            tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The terminal belongs to the figures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def simulate(folder: Path, days: int, feeds: int, a_day: int, passes: int) -> dict[str, Any]:
    now = [START]
    world = World(days, feeds, a_day)
    server = serve(world, lambda: now[0])
    address = f"http://127.0.0.1:{server.server_port}"
    settings = Settings.model_validate(
        {
            "database": str(folder / "newsdelta.db"),
            "network": {"allow_private": ["127.0.0.1"]},
            "retention": {"text_days": KEEP_DAYS, "vector_days": KEEP_DAYS, "backups": 1},
            "channels": [{"name": "mail", "kind": "atom", "path": str(folder / "atom")}],
            "watches": [{"name": "all", "words": "ferry OR bridge OR storm", "budget": 20}],
            "feeds": [{"url": f"{address}/{feed}.xml", "name": f"feed {feed}"} for feed in range(feeds)],
        }
    )
    weeks: list[dict[str, Any]] = []
    took: list[float] = []
    worked: list[float] = []
    me = psutil.Process()
    with open_context(settings, lambda: now[0], random.Random(1), encoder=HashingEncoder()) as context:
        for day in range(days):
            for each in range(passes):
                now[0] = START + timedelta(days=day, hours=24 * (each + 1) / passes, minutes=30)
                begun, used = time.monotonic(), time.process_time()
                run_pass(context)
                took.append(time.monotonic() - begun)
                worked.append(time.process_time() - used)
            run_upkeep(context)
            if day % 7 == 6 or day == days - 1:
                weeks.append(
                    {
                        "day": day + 1,
                        "database_mb": round((folder / "newsdelta.db").stat().st_size / 1e6, 1),
                        "memory_mb": round(me.memory_info().rss / 1e6),
                        "pass_s": round(statistics.median(took), 2),
                        "pass_cpu_s": round(statistics.median(worked), 2),
                    }
                )
                took.clear()
                worked.clear()
                print(json.dumps(weeks[-1]), flush=True)
        with context.db.read() as conn:
            told = [
                (watch, *(finding["sentence"] for finding in findings))
                for watch, findings in conn.execute(
                    sa.select(alerts.c.watch, developments.c.findings).join(developments)
                )
            ]
            unread = sa.select(sa.func.count()).where(entries.c.state == "waiting")
            waiting = conn.scalar(unread.select_from(entries))
            read = conn.scalar(sa.select(sa.func.count()).select_from(articles)) or 0
            tables = {table.name: _mb(conn, table) for table in metadata.sorted_tables}
    server.shutdown()
    server.server_close()
    return {
        "days": days,
        "feeds": feeds,
        "weeks": weeks,
        "growth_a_day": _growth([week for week in weeks if week["day"] > SETTLED_DAYS]),
        "published": world.published(now[0]),
        "articles": read,
        "lost": world.published(now[0]) - read,
        "waiting": waiting,
        "alerts": len(told),
        "told_twice": len(told) - len(set(told)),  # the same watch, the same sentences
        "mb_by_table": dict(sorted(tables.items(), key=lambda each: -each[1])[:8]),
    }


def _growth(weeks: Sequence[dict[str, Any]]) -> dict[str, float]:
    """By how much each figure grows a day once retention has something to let go of (a line through the weeks)."""
    if len(weeks) < 2:
        return {}
    days = [week["day"] for week in weeks]
    names = ("database_mb", "memory_mb", "pass_s", "pass_cpu_s")
    return {
        name: round(statistics.linear_regression(days, [week[name] for week in weeks]).slope, 4) for name in names
    }


def _mb(conn: sa.Connection, table: sa.Table) -> float:
    """What a table's values take, without its indexes: which part of the growth is whose."""
    lengths = (sa.func.coalesce(sa.func.length(sa.cast(column, sa.LargeBinary)), 0) for column in table.columns)
    return round((conn.scalar(sa.select(sa.func.sum(sum(lengths, sa.literal(0))))) or 0) / 1e6, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, default in (("days", 90), ("feeds", 200), ("articles", 100), ("passes", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = simulate(Path(folder), options.days, options.feeds, options.articles, options.passes)
    print(json.dumps({name: value for name, value in found.items() if name != "weeks"}, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.picture:
        said = {"database_mb": "database, MB", "memory_mb": "memory, MB", "pass_cpu_s": "CPU a pass, s"}
        weeks = found["weeks"]
        stacked(options.picture, {y: [(week["day"], week[name]) for week in weeks] for name, y in said.items()}, "day")


if __name__ == "__main__":
    main()
