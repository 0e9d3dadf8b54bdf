"""How fast feeds are polled, parsed and stored, beside lemon24/reader on the same local server in one run.

    pip install reader sgmllib3k        # for this benchmark only; without them only newsdelta is measured
    python -m bench.sources_speed [--feeds 1000] [--entries 30] [--json OUT]

First poll: every feed is new, each of its entries is parsed and stored. Second poll: every feed answers 304.
Both programs store in SQLite on the same disk; reader runs with 40 workers, which is its fastest here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ITEM = """<item><guid>{f}-{n}</guid><title>Story {n} of outlet {f}: the council votes on the harbour</title>
<link>http://127.0.0.1/{f}/{n}</link><pubDate>Mon, 02 Mar 2026 {h:02}:{m:02}:00 GMT</pubDate>
<description>&lt;p&gt;The council of Lom votes on plan {n} for the harbour, &lt;b&gt;again&lt;/b&gt;.
</description></item>"""


def document(feed: int, entries: int) -> bytes:
    items = "".join(ITEM.format(f=feed, n=n, h=n % 24, m=feed % 60) for n in range(entries))
    head = f"<title>Outlet {feed}</title><link>http://127.0.0.1/{feed}</link><description>x</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def serve(entries: int, pipe: Connection) -> None:
    """A server in a process of its own: a feed at /N, 304 for whoever sends its ETag back."""

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].strip("/"))
                tag = f'"feed-{number}"'
                if f"if-none-match: {tag}" in head.lower():
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode())
                else:
                    body = document(number, entries)
                    kind = "Content-Type: application/rss+xml\r\n"
                    said = f"HTTP/1.1 200 OK\r\n{kind}ETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n"
                    writer.write(said.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(client, "127.0.0.1", 0, backlog=1024)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def newsdelta(urls: list[str], folder: Path) -> dict[str, float]:
    from settings.schema import FeedSetting, NetworkSetting, Settings
    from steps.context import open_context
    from steps.fetch import fetch

    feeds = [FeedSetting(url=url, name=url) for url in urls]
    settings = Settings(
        database=str(folder / "newsdelta.db"),
        feeds=tuple(feeds),
        network=NetworkSetting(allow_private=("127.0.0.1",)),
    )
    times = [datetime(2026, 3, 3, tzinfo=UTC)]
    with open_context(settings, clock=lambda: times[-1]) as context:
        list(context.sandbox.parse_feeds([]))
        started = time.perf_counter()
        first = fetch(context)
        then = time.perf_counter()
        times.append(times[0] + timedelta(days=2))
        second = fetch(context)
        end = time.perf_counter()
    assert first.failed == 0
    assert second.unchanged == len(urls), second
    return {"first": then - started, "unchanged": end - then, "entries": first.entries}


def lemon24(urls: list[str], folder: Path) -> dict[str, float]:
    from reader import make_reader

    reader: Any = make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        reader.add_feed(url)
    started = time.perf_counter()
    reader.update_feeds(scheduled=False, workers=40)
    then = time.perf_counter()
    reader.update_feeds(scheduled=False, workers=40)
    end = time.perf_counter()
    return {"first": then - started, "unchanged": end - then, "entries": reader.get_entry_counts().total}


def cpu() -> float:
    """Seconds of CPU used here and by ended children: a busy machine does not change them."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--feeds", type=int, default=1000)
    options.add_argument("--entries", type=int, default=30)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(asked.entries, theirs), daemon=True
    )
    server.start()
    port = ours.recv()
    urls = [f"http://127.0.0.1:{port}/{n}" for n in range(asked.feeds)]
    results: dict[str, dict[str, float]] = {}
    for name, run in (("newsdelta", newsdelta), ("reader", lemon24)):
        with tempfile.TemporaryDirectory() as folder:
            before = cpu()
            try:
                results[name] = {k: round(v, 2) for k, v in run(urls, Path(folder)).items()}
                results[name]["cpu_both"] = round(cpu() - before, 2)
            except ImportError as e:
                print(f"{name}: not measured ({e})")
                continue
        print(f"{name:10}", results[name], flush=True)
    server.terminate()
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
