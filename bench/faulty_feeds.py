"""200 feeds of which 60 are faulty in 20 ways, through `newsdelta run` and `newsdelta feeds` as a whole.

    python -m bench.faulty_feeds [--feeds 200] [--each 3]

A real server on loopback, the command line as a process of its own, a database on disk. The healthy feeds must be
stored in full, and each fault read as one sentence. The slow ways keep a pass until the deadline of a request (30 s).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.worlds.odd_server import Answer, Server, answer, serving

ROOT = Path(__file__).resolve().parents[1]
OK = b"HTTP/1.1 200 OK\r\n"
ITEMS = 5
_OVER = threading.Event()


def document(n: int) -> str:
    """A healthy feed of `ITEMS` entries."""
    items = "".join(f"<item><guid>{n}-{k}</guid><title>Story {k} of {n}</title></item>" for k in range(ITEMS))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {n}</title>{items}</channel></rss>'


def _raw(data: bytes) -> Callable[[socket.socket, dict[str, str]], None]:
    return lambda conn, headers: conn.sendall(data)


def _drip(head: bytes) -> Callable[[socket.socket, dict[str, str]], None]:
    def serve(conn: socket.socket, headers: dict[str, str]) -> None:
        conn.sendall(head)
        while not _OVER.wait(0.1):
            conn.sendall(b"x")

    return serve


def _endless(conn: socket.socket, headers: dict[str, str]) -> None:
    conn.sendall(OK + b"\r\n")
    while True:
        conn.sendall(b"x" * 2**20)


SLOW = frozenset({"slow", "silent"})
"""Ways that last until a deadline."""


def faults() -> dict[str, tuple[Answer, str]]:
    """Twenty kinds of answer, and a word that the sentence about each must hold."""
    entity = '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    return {
        "gone": (answer("", 404), "404"),
        "gone for good": (answer("", 410), "410"),
        "forbidden": (answer("", 403), "403"),
        "login": (answer("", 401), "login"),
        "broken server": (answer("", 500), "500"),
        "overloaded": (answer("", 503, retry_after="7200"), "503"),
        "too often": (answer("", 429, retry_after="never"), "less often"),
        "empty": (answer(""), "empty"),
        "web page": (answer("<!doctype html><html><body>Hello</body></html>"), "web page"),
        "half": (answer(document(0)[:120]), "breaks off"),
        "not xml": (answer("<rss version='2.0'><channel><<<</channel></rss>"), "not well-formed"),
        "words": (answer("All is well."), "not a feed"),
        "json": (answer('{"error": "no such feed"}'), "not a JSON Feed"),
        "entities": (answer(document(0).replace("<rss", entity + "<rss")), "entities"),
        "bomb": (_raw(answer(gzip.compress(b"\0" * 2**26), content_encoding="gzip")), "larger than"),
        "endless": (_endless, "larger than"),
        "slow": (_drip(OK + b"Content-Length: 100000\r\n\r\n"), "in time"),
        "silent": (_drip(b""), "in time"),
        "loop": (answer("", 302, location="?"), "sends us on"),
        "inside": (answer("", 302, location="http://169.254.169.254/latest/"), "private address"),
    }


@dataclass(frozen=True)
class Listed:
    """A feed that is put up, and the fault that it has, if it has one."""

    name: str
    url: str
    fault: str | None


def put_up(server: Server, healthy: int, ways: Collection[str], each: int) -> list[Listed]:
    """`healthy` feeds without a fault and `each` with every fault of `ways`, shuffled."""
    made = faults()
    kinds = [None] * healthy + [way for way in ways for _ in range(each)]
    listed = []
    for n, kind in enumerate(kinds):
        server.pages[f"/{n}"] = made[kind][0] if kind else answer(document(n))
        if kind == "loop":
            server.pages[f"/{n}?"] = server.pages[f"/{n}"]
        listed.append(Listed(f"{kind or 'healthy'} {n}", server.url(f"/{n}"), kind))
    random.Random(5).shuffle(listed)
    return listed


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "newsdelta", *words],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def wrong_with(listed: list[Listed], folder: Path) -> list[str]:
    """What is not as promised after one `newsdelta run`, in words; nothing when all is."""
    feeds = "".join(f"  - {{name: '{each.name}', url: '{each.url}'}}\n" for each in listed)
    (folder / "newsdelta.yaml").write_text(f"feeds:\n{feeds}network: {{allow_private: [127.0.0.1]}}\n", "utf-8")
    broken = sum(each.fault is not None for each in listed)
    whole = (len(listed) - broken) * ITEMS
    passed = run(folder, "run")
    told = f"{len(listed)} feeds asked, {broken} failed ('newsdelta feeds' says why), {whole} new entries"
    wrong = [] if passed.returncode == 0 else [f"the pass ended with {passed.returncode}: {passed.stderr[-500:]}"]
    if told not in passed.stdout or "Traceback" in passed.stderr:
        wrong.append(f"the pass does not say '{told}' but {passed.stdout[:300]!r} and {passed.stderr[-500:]!r}")
    lines = [json.loads(line) for line in run(folder, "feeds", "--json").stdout.splitlines()]
    found = {line["name"]: line for line in lines}
    faulty = {each.name: fault for each in listed if (fault := _fault_in(found[each.name], each))}
    return wrong + [f"{name}: {fault} ({found[name]['what_is_wrong']})" for name, fault in faulty.items()]


def _fault_in(said: dict[str, Any], each: Listed) -> str | None:
    sentence = said["what_is_wrong"]
    if each.fault is None:
        good = said["state"] == "fine" and said["entries"] == ITEMS and sentence is None
        return None if good and said["last_good"] and said["next_poll"] else "is healthy and not stored in full"
    if not re.fullmatch(r"[A-Z][^\n]{20,400}[^.]\.", sentence or "") or re.search(r"\. [A-Z]", sentence):
        return "is not one sentence"
    if faults()[each.fault][1] not in sentence:
        return "does not say what went wrong"
    since = re.search(r"since (\d{4}-\d\d-\d\d \d\d:\d\d) \(", sentence)
    if since is None or not datetime.fromisoformat(since[1]):
        return "does not say since when"
    if (said["next_poll"] is None) != (each.fault == "gone for good") or said["last_good"] is not None:
        return "does not say when it was good and when it is asked next"
    return None if said["entries"] == 0 and said["state"] in ("failing", "retired") else "is not among those failing"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=200)
    options.add_argument("--each", type=int, default=3)
    asked = options.parse_args()
    ways = tuple(faults())
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        listed = put_up(server, asked.feeds - asked.each * len(ways), ways, asked.each)
        begun = time.monotonic()
        wrong = wrong_with(listed, Path(folder))
        broken = asked.each * len(ways)
        print(f"{len(listed)} feeds, {broken} of them faulty in {len(ways)} ways: {len(wrong)} not as promised;")
        print(f"{time.monotonic() - begun:.0f} s for one `newsdelta run` and one `newsdelta feeds`")
        print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
