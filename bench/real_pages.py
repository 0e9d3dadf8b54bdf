"""The 252 real pages of ../shared/data/pages through a local feed: fetched, read, stored.

    python -m bench.real_pages [--pages ../shared/data/pages] [--run] [--json OUT]

With --run the whole pass goes through `newsdelta run`, deciding and delivering as well; else step by step.

Every page is served over real HTTP on loopback, as itself, behind one RSS feed; what counts as stored is
an article with text, title and date. Prints what is missing, the time of each step and the memory used.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import psutil
import sqlalchemy as sa

from settings.schema import FeedSetting, NetworkSetting, Settings
from steps.context import open_context
from steps.fetch import fetch
from steps.read import read
from storage.schema import articles

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"
MIB = 2**20
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


class Newsstand:
    """One feed at /feed and the pages behind it. The feed gives a link and nothing else."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
        self.files = [json.loads(line)["file"] for line in lines if line.strip()]
        stand = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, kind, body = stand.answer(self.path, folder)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, path: str, folder: Path) -> tuple[int, str, bytes]:
        if path == "/feed":
            items = "".join(
                f"<item><link>{self.url}/{n}.html</link><guid>{escape(file)}</guid></item>"
                for n, file in enumerate(self.files)
            )
            now = format_datetime(datetime.now(UTC), usegmt=True)
            head = f"<title>Real pages</title><lastBuildDate>{now}</lastBuildDate>"
            feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'
            return 200, "application/rss+xml", feed.encode()
        name = path.strip("/").removesuffix(".html")
        if name.isdecimal() and int(name) < len(self.files):
            return 200, "text/html", gzip.decompress((folder / self.files[int(name)]).read_bytes())
        return 404, "text/plain", b"none"


class Memory(threading.Thread):
    """The most that this process and its children hold at once, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = self.alone = 0
        self._end = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self._end.wait(0.1):
            own = me.memory_info().rss
            total = own
            for child in me.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.Error:
                    continue
            self.most, self.alone = max(self.most, total), max(self.alone, own)

    def stop(self) -> None:
        self._end.set()
        self.join()


def newsdelta_run(place: str, feed: str) -> None:
    """One pass by the command line. Raises when it fails or shows a traceback."""
    config = Path(place) / "newsdelta.yaml"
    config.write_text(
        f"feeds:\n  - url: {feed}\n    name: real pages\nnetwork:\n  allow_private: [127.0.0.1]\n"
        "channels:\n  - name: here\n    kind: terminal\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "newsdelta", "--config", str(config), "run"], capture_output=True, text=True, check=False
    )
    if done.returncode or "Traceback" in done.stderr:
        raise RuntimeError(f"newsdelta run ended with {done.returncode}: {done.stderr[-2000:]}")


def measure(folder: Path, by_command: bool) -> dict[str, Any]:
    load = os.getloadavg()[0]
    stand = Newsstand(folder)
    seconds: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        counts = step()
        seconds[name] = round(time.perf_counter() - started, 2)
        return counts

    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(
            database=f"{place}/newsdelta.db",
            feeds=(FeedSetting(url=f"{stand.url}/feed", name="real pages"),),
            network=NetworkSetting(allow_private=("127.0.0.1",)),
        )
        if by_command:
            timed("newsdelta run", lambda: newsdelta_run(place, f"{stand.url}/feed"))
        with open_context(settings) as context:
            if not by_command:
                timed("fetch", lambda: fetch(context))
                timed("read", lambda: read(context))
            with context.db.read() as conn:
                rows = conn.execute(sa.select(articles)).all()
        size = sum(file.stat().st_size for file in Path(place).iterdir())
    memory.stop()
    stand.server.shutdown()
    by_page: dict[str, list[Any]] = {file: [] for file in stand.files}
    for row in rows:
        by_page[stand.files[int(row.url.rpartition("/")[2].removesuffix(".html"))]].append(row)
    missing = {file: _missing(found) for file, found in by_page.items()}
    return {
        "pages": len(stand.files),
        "complete": sum(not each for each in missing.values()),
        "incomplete": {file: each for file, each in missing.items() if each},
        "live_blogs": {file: len(found) for file, found in by_page.items() if len(found) > 1},
        "articles": len(rows),
        "seconds": seconds,
        "cpu_seconds": round(sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, WHO)), 1),
        "load_before": round(load, 1),
        "states": dict(Counter(row.state for row in rows)),
        "most_mib_with_children": round(memory.most / MIB),
        "most_mib_parent": round(memory.alone / MIB),
        "database_mib": round(size / MIB, 1),
    }


def _missing(found: list[Any]) -> list[str]:
    """What a page lacks of text, title and date; a live blog counts as complete when each entry is."""
    if not found:
        return ["everything"]
    return [name for name in ("text", "title", "published") if not all(getattr(row, name) for row in found)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=Path, default=DATA)
    parser.add_argument("--run", action="store_true", help="the whole pass, by `newsdelta run`")
    parser.add_argument("--json", type=Path, help="keep the result here")
    arguments = parser.parse_args()
    if not (arguments.pages / "pages.jsonl").exists():
        print(f"There are no pages at {arguments.pages}; name their folder with --pages.")
        return 2
    found = measure(arguments.pages, arguments.run)
    for name, value in found.items():
        print(f"{name:24} {value}")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0 if found["complete"] >= 250 else 1


if __name__ == "__main__":
    sys.exit(main())
