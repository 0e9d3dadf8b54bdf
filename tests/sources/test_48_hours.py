"""48 simulated hours over 100 feeds with 20 restarts: a real server, the real step, the clock passed in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from settings.schema import FeedSetting, NetworkSetting, Settings
from sources.sandbox import Sandbox
from steps.context import open_context
from steps.fetch import fetch
from storage.reading import feeds

START = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICK = timedelta(minutes=30)
"""A pass is started that often, as a schedule would: what is due is the step's to decide."""
WISHES = {5: "<ttl>180</ttl>", 6: "<skipHours><hour>13</hour><hour>14</hour></skipHours>"}
"""What a feed asks for itself, by its number modulo 7."""
ITEM = "<item><guid>{n}-{k}</guid><title>Story {k} of {n}</title></item>"


@dataclass
class Publisher:
    """A server by the book, that keeps every request and whatever it has to complain of.

    Every seventh feed has a ttl of three hours, and another seventh wants nobody at 13 and 14: a 304 repeats neither.
    Every third feed offers only Last-Modified and every thirteenth no validator at all; every fifth asks for two hours
    in Cache-Control, every tenth is overloaded at times and asks for three in Retry-After, and the odd ones leave the
    validators out of a 304.
    """

    n: int
    said: Callable[..., bytes]
    now: Callable[[], datetime]
    requests: list[tuple[datetime, bool]] = field(default_factory=list)
    """When, and whether with a validator."""
    complaints: list[str] = field(default_factory=list)
    offered: tuple[str | None, str | None] = (None, None)
    not_before: datetime = START

    def skips(self, now: datetime) -> bool:
        return self.n % 7 == 6 and now.hour in (13, 14)

    def __call__(self, conn: Any, headers: dict[str, str]) -> bytes:
        now = self.now()
        sent = (headers.get("If-None-Match"), headers.get("If-Modified-Since"))
        if sent != self.offered and self.n % 13:
            self.complaints.append(f"was sent {sent}, not {self.offered}")
        if now < self.not_before:
            self.complaints.append(f"asked at {now}, before {self.not_before}")
        if not re.fullmatch(r"newsdelta/\S+ \(\+https://lom\.example/us\)", headers.get("User-Agent", "")):
            self.complaints.append(f"asked by {headers.get('User-Agent')}")
        if self.skips(now):
            self.complaints.append(f"asked at {now}, in an hour to skip")
        self.requests.append((now, sent != (None, None)))
        if self.n % 10 == 7 and len(self.requests) % 4 == 2:
            self.not_before = now + 3 * HOUR
            return self.said("", 503, retry_after="10800")
        asked = {"cache_control": "public, max-age=7200"} if self.n % 5 == 0 else {}
        self.not_before = now + (3 * HOUR if self.n % 7 == 5 else 2 * HOUR if asked else HOUR)
        version = int(now.timestamp() // (3600 * (2 + self.n % 9)))
        named = {"last_modified": f"version {version},  of {self.n};"} if self.n % 13 else {}
        if self.n % 3 and self.n % 13:
            named["etag"] = f'W/"{version},  \xe9 \'"'
        current = (named.get("etag"), named.get("last_modified"))
        if current == sent != (None, None):
            return self.said("", 304, **(asked if self.n % 2 else asked | named))
        self.offered = current
        items = "".join(ITEM.format(n=self.n, k=k) for k in range(version - 2, version + 1))
        head = f"<title>Feed {self.n}</title>{WISHES.get(self.n % 7, '')}"
        feed = f'<rss version="2.0"><channel>{head}{items}</channel></rss>'
        return self.said(feed, **asked, **named, content_type="application/rss+xml")


def test_one_unconditional_request_a_feed_none_early_and_validators_identical(
    server: Any, said: Callable[..., bytes], box: Sandbox, tmp_path: Path
) -> None:
    now = START

    def clock() -> datetime:
        return now

    publishers = {server.url(f"/{n}"): Publisher(n, said, clock) for n in range(100)}
    for publisher in publishers.values():
        server.pages[f"/{publisher.n}"] = publisher
    settings = Settings(
        database=str(tmp_path / "newsdelta.db"),
        contact="https://lom.example/us",
        feeds=tuple(FeedSetting(url=url, name=f"feed {p.n}") for url, p in publishers.items()),
        network=NetworkSetting(allow_private=("127.0.0.1",)),
    )
    rng = random.Random(3)
    restarts = set(rng.sample(range(1, 48 * 2), 20))
    context = open_context(settings, clock, rng, sandbox=box)
    planned: dict[str, datetime | None] = {}
    for tick in range(48 * 2):
        now = START + tick * TICK
        if tick in restarts:  # nothing survives but what is stored
            context.close()
            context = open_context(settings, clock, rng, sandbox=box)
        before = {url: len(p.requests) for url, p in publishers.items()}
        fetch(context)
        for url, publisher in publishers.items():
            made = len(publisher.requests) - before[url]
            when = planned.get(url)
            due = when is None or (when <= now and not publisher.skips(now))
            assert made == due, f"{url} was planned for {when} and is asked at {now}"
        with context.db.read() as conn:
            planned = {feed.url: feed.next_poll for feed in feeds.listing(conn)}
    with context.db.read() as conn:
        held = feeds.entries_of(conn)
        assert sum(bool(feed.etag or feed.last_modified) for feed in feeds.listing(conn)) == 92
    context.close()
    for publisher in publishers.values():
        assert publisher.complaints == []
        assert [conditional for _, conditional in publisher.requests].count(False) == 1
        assert len(publisher.requests) >= 8, "a feed was forgotten"
    assert len(held) == 100
    assert 1200 < sum(len(p.requests) for p in publishers.values()) < 4800
