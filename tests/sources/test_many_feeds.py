"""200 feeds of which 60 are faulty in 20 ways: the others are stored, each fault reads as a sentence."""

from __future__ import annotations

import gzip
import random
import re
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from settings.schema import FeedSetting, NetworkSetting, Settings
from sources.fetch import Fetcher
from sources.polite import sentence
from sources.sandbox import Sandbox
from steps.context import open_context
from steps.fetch import fetch
from storage import feeds as rows

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
OK = b"HTTP/1.1 200 OK\r\n"
ITEMS = 5
_OVER = threading.Event()


def document(n: int) -> str:
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


def faults(said: Callable[..., bytes]) -> dict[str, tuple[Any, str]]:
    """Twenty kinds of answer, and a word that the sentence about each must hold."""
    entity = '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    return {
        "gone": (said("", 404), "404"),
        "gone for good": (said("", 410), "Retired"),
        "forbidden": (said("", 403), "403"),
        "login": (said("", 401), "login"),
        "broken server": (said("", 500), "500"),
        "overloaded": (said("", 503, retry_after="7200"), "503"),
        "too often": (said("", 429, retry_after="never"), "less often"),
        "empty": (said(""), "empty"),
        "web page": (said("<!doctype html><html><body>Hello</body></html>"), "web page"),
        "half": (said(document(0)[:120]), "breaks off"),
        "not xml": (said("<rss version='2.0'><channel><<<</channel></rss>"), "not well-formed"),
        "words": (said("All is well."), "not a feed"),
        "json": (said('{"error": "no such feed"}'), "not a JSON Feed"),
        "entities": (said(document(0).replace("<rss", entity + "<rss")), "entities"),
        "bomb": (_raw(said(gzip.compress(b"\0" * 2**26), content_encoding="gzip")), "larger than"),
        "endless": (_endless, "larger than"),
        "slow": (_drip(OK + b"Content-Length: 100000\r\n\r\n"), "in time"),
        "silent": (_drip(b""), "in time"),
        "loop": (said("", 302, location="?"), "sends us on"),
        "inside": (said("", 302, location="http://169.254.169.254/latest/"), "private address"),
    }


def test_140_healthy_feeds_are_stored_in_full_beside_60_faulty_ones(
    server: Any, said: Callable[..., bytes], box: Sandbox, tmp_path: Path
) -> None:
    broken = faults(said)
    assert len(broken) == 20
    listed = []
    for n in range(200):
        kind = list(broken)[n // 3] if n < 60 else None
        server.pages[f"/{n}"] = broken[kind][0] if kind else said(document(n))
        if kind == "loop":
            server.pages[f"/{n}?"] = server.pages[f"/{n}"]
        listed.append(FeedSetting(url=server.url(f"/{n}"), name=f"{kind or 'healthy'} {n}"))
    random.Random(5).shuffle(listed)
    settings = Settings(
        database=str(tmp_path / "newsdelta.db"),
        feeds=tuple(listed),
        network=NetworkSetting(allow_private=("127.0.0.1",)),
    )
    fetcher = Fetcher("newsdelta test", {"127.0.0.1"}, deadline=3.0)
    with (
        fetcher,
        open_context(settings, lambda: NOW, random.Random(1), fetcher=fetcher, sandbox=box) as context,
    ):
        counts = fetch(context)
        with context.db.read() as conn:
            found, held = rows.listing(conn), rows.entries_of(conn)
    assert (counts.feeds, counts.failed, counts.entries) == (200, 60, 140 * ITEMS)
    for feed in found:
        kind = feed.name.rpartition(" ")[0]
        text = sentence(feed, NOW)
        if kind == "healthy":
            assert held[feed.id] == ITEMS
            assert text.startswith("Fine; last good less than a minute ago, next poll in ")
        else:
            assert held.get(feed.id, 0) == 0
            assert broken[kind][1] in text, text
            assert re.fullmatch(r"[A-Z][^\n]{20,300}\.", text)
            assert "never good yet" in text
            assert feed.failing_since == NOW
            assert (feed.next_poll is None) == (kind == "gone for good")
