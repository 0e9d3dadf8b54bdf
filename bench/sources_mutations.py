"""20,000 seeded mutations of the test feeds through the sandbox: no crash, hang or leak of the parent.

    python -m bench.sources_mutations [--count 20000] [--seed 1] [--json OUT]

Feeds are those of ../shared/data/feeds where it is there, else a handful made here; one in twenty is read as
a page as well. What counts as a fault: an input without an answer, an error of our parser (`parser`), and
growth of the parent by 64 MB or more.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil

from sources.sandbox import FeedBytes, PageBytes, Sandbox

FEEDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "feeds" / "feeds.tar.gz"
MADE = [
    b"<rss version='2.0'><channel><title>A</title><item><title>x</title><guid>1</guid></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>x</title></entry></feed>',
    b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>x</p>"}]}',
]
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"<![CDATA[",
    b"&#x0;",
    b"&#99999999;",
    b"<?xml",
    b"'",
]


def documents() -> list[bytes]:
    if not FEEDS.exists():
        return MADE
    with tarfile.open(FEEDS) as tar:
        return [f.read() for m in tar if m.isfile() and (f := tar.extractfile(m)) is not None]


def mutated(rng: random.Random, body: bytes) -> bytes:
    """Some bytes changed, cut, doubled, moved, or spliced."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del data[at : at + rng.randint(1, 60)]
            case 2:
                data[at:at] = data[at : at + rng.randint(1, 60)] * rng.randint(1, 40)
            case 3:
                data[at:at] = rng.choice(PIECES) * rng.randint(1, 30)
            case 4:
                del data[at:]
            case _:
                data = data[at:] + data[:at]
    return bytes(data)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    rng = random.Random(asked.seed)
    seeds = documents()
    kinds: Counter[str] = Counter()
    faults: list[str] = []
    me = psutil.Process()

    def feeds() -> Iterator[FeedBytes]:
        for n in range(asked.count):
            yield FeedBytes(mutated(rng, rng.choice(seeds)), None, "http://example.com/feed", tag=n)

    started = time.perf_counter()
    with Sandbox() as box:
        list(box.parse_feeds([FeedBytes(b, None, "http://example.com/") for b in MADE]))
        before = me.memory_info().rss
        answered = 0
        for given, feed in box.parse_feeds(feeds()):
            answered += 1
            kinds[feed.problem.code if feed.problem else "fine"] += 1
            if feed.problem is not None and feed.problem.code == "parser":
                faults.append(f"feed {given.tag}: {feed.problem.text}")
        pages = [
            PageBytes(mutated(rng, rng.choice(seeds)), "http://example.com/a")
            for _ in range(asked.count // 20)
        ]
        for page, reading in box.read_pages(pages):
            answered += 1
            if reading.problem is not None and reading.problem.code in ("parser", "too-slow", "too-heavy"):
                faults.append(f"page {page.body[:40]!r}: {reading.problem.text}")
        grown = (me.memory_info().rss - before) / 2**20
    result = {
        "inputs": asked.count + len(pages),
        "answered": answered,
        "faults": len(faults),
        "parent_grew_mb": round(grown, 1),
        "seconds": round(time.perf_counter() - started, 1),
        "answers": dict(kinds.most_common()),
    }
    print(json.dumps(result))
    for fault in faults[:20]:
        print(fault)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1))
    return 0 if not faults and answered == result["inputs"] and grown < 64 else 1


if __name__ == "__main__":
    sys.exit(main())
