"""How long each page takes, and how large it is, at 100,000 stories and 1,000,000 articles on SQLite.

    python -m bench.web [--stories 100000] [--articles 1000000] [--keep FOLDER] [--rounds 15]

The database is made up (seeded): two years of stories with Zipf sizes, one of 10,000 articles with a ledger of 5,000
statements and more, and a newest article of 60 sentences; texts of 40 words from a vocabulary of 50,000 with Zipf
frequencies; a statement with a vector for each development. Making it takes some five minutes and 2.2 GiB; with
--keep it is made once. Every page is asked of a real server over loopback, one request at a time: first, median and
slowest of the rounds. A watch's preview is no page but loads into one, and is listed apart.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from bench.worlds.web_made import make, newest_of_largest
from bench.worlds.web_rows import FEEDS, NOW, Encoder, Maker
from settings.schema import FeedSetting, Settings, WatchSetting
from storage.database import Database
from web.app import create
from web.serve import address, bound

LIMIT_MS, LIMIT_BYTES = 100.0, 150_000


def pages(db: Database) -> dict[str, str]:
    with db.read() as conn:
        import sqlalchemy as sa

        middling = (
            conn.execute(sa.text("SELECT id FROM stories WHERE articles BETWEEN 40 AND 60 LIMIT 1")).scalar()
            or 1
        )
    return {
        "today": "/",
        "today, most important of a week": "/?order=important&days=7",
        "today, one watch with what was held": "/?watch=Watch+3&held=true",
        "today, a page two years back": "/?before=20240701T000000.000000_1",
        "stories": "/stories",
        "a story": f"/stories/{middling}",
        "the story of 10,000 articles": "/stories/1",
        "its articles": "/stories/1/articles",
        "its timeline": "/stories/1/timeline",
        "its statements": "/stories/1/statements",
        "an article of 60 sentences, in it": f"/articles/{newest_of_largest(db)}",
        "search, a rare word": "/search?q=torvatorben",
        "search, the commonest word": "/search?q=COMMON",
        "search, common word, source, date": "/search?q=COMMON&source=Publisher+7&since=2025-01-01",
        "search, common word, one watch": "/search?q=COMMON&watch=Watch+3&over=developments",
        "search by meaning": "/search?q=what+happened+at+sea&by=meaning",
        "watches": "/watches",
        "a watch": "/watches/Watch%203",
        "feeds (50 of 1,000)": "/feeds",
        "alerts, delivered": "/alerts",
        "alerts, failed": "/alerts?state=failed",
        "alerts, held back": "/alerts?state=held",
        "a development": "/developments/5000",
        "audit": "/audit",
        "Atom feed of a watch": "/atom/watches/Watch%203",
        "metrics": "/metrics",
        "health": "/healthz",
    }


PREVIEWS = {
    "a rare word": "words=torvatorben",
    "the commonest word": "words=COMMON",
    "all of one of 400 publishers": "sources=Publisher+7",
    "by meaning": "about=what+happened+at+sea",
}
"""Each asked for under another budget every time, so that no answer is at hand; then once more as it is kept."""


def measure(root: str, path: str, rounds: int) -> tuple[float, list[float], float, int, int]:
    """First and further waits, processor time of one request (server's and client's), bytes, status."""
    where = urlsplit(root)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
    times, size, status = [], 0, 0
    spent = time.process_time()
    for turn in range(rounds + 1):
        if turn == 1:
            spent = time.process_time()
        begun = time.perf_counter()
        connection.request("GET", path.replace("TURN", str(turn + 1)))
        answer = connection.getresponse()
        size, status = len(answer.read()), answer.status
        times.append(1000 * (time.perf_counter() - begun))
    connection.close()
    return times[0], times[1:], 1000 * (time.process_time() - spent) / max(1, rounds), size, status


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="keep the database in this folder, or use the one that is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsdelta-bench-") as folder:
        path = (arguments.keep or Path(folder)) / "bench.db"
        if not path.exists():
            begun = time.perf_counter()
            make(path, arguments.stories, arguments.articles)
            print(f"made in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 2**30:.1f} GiB")
        return run(path, arguments.rounds)


def run(path: Path, rounds: int) -> int:
    watches = tuple(WatchSetting(name=f"Watch {n}", words="quake") for n in range(20))
    feeds = tuple(
        FeedSetting(url=f"https://outlet{n}.example/feed", name=f"Outlet {n}") for n in range(1, FEEDS + 1)
    )
    settings = Settings(database=str(path), watches=watches, feeds=feeds)
    slow = 0
    with Database.open(str(path)) as db:
        app = create(settings, db, lambda: NOW, Encoder)
        common = _common()
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False))
        listening = bound("127.0.0.1", 0)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        root = address(listening)
        while not app.state.site.meaning.complete:  # what a server has read a while after its start
            measure(root, "/search?q=at+sea&by=meaning", 0)
        print(f"{'page':<42}{'first ms':>9}{'median ms':>10}{'slowest ms':>11}{'CPU ms':>8}{'KB':>7}")
        for name, page in pages(db).items():
            first, times, cpu, size, status = measure(root, page.replace("COMMON", common), rounds)
            middle, worst = statistics.median(times), max(times)
            busy = os.getloadavg()[0] > (os.cpu_count() or 1)
            over = (cpu if busy else middle) > LIMIT_MS or size > LIMIT_BYTES or status != 200
            slow += over
            mark = "  <-- over" if over else ""
            print(
                f"{name:<42}{first:>9.0f}{middle:>10.1f}{worst:>11.1f}{cpu:>8.1f}{size / 1000:>7.1f}{mark}",
                flush=True,
            )
        print(f"{'preview of a watch for':<42}{'first':>9}{'median':>10}{'slowest':>11}{'CPU':>8}{'kept':>8}")
        for name, asked in PREVIEWS.items():
            page = f"/watches/Watch%203?preview=1&part=1&name=W&{asked.replace('COMMON', common)}&budget=TURN"
            first, times, cpu, _, status = measure(root, page, min(3, rounds))
            kept = statistics.median(measure(root, page, min(3, rounds))[1])
            slow += status != 200
            print(
                f"{name:<42}{first:>9.0f}{statistics.median(times):>10.1f}{max(times):>11.1f}{cpu:>8.1f}{kept:>8.1f}",
                flush=True,
            )
        server.should_exit = True
        thread.join(10)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"load of the machine meanwhile: {load} on {os.cpu_count()} cores")
    print(f"limits: {LIMIT_MS:.0f} ms, {LIMIT_BYTES // 1000} KB; {slow} over")
    print("Held against the limit: the median, or the processor's time while others keep the machine busy.")
    return 1 if slow else 0


def _common() -> str:
    """The word that stands in most articles, near enough: the first of the vocabulary."""
    maker = Maker(10, 100)
    words: list[str] = maker.stream[:5000]
    return max(set(words), key=words.count)


if __name__ == "__main__":
    sys.exit(main())
