"""200 feeds of which 60 are faulty in 20 ways: the others are stored, each fault reads as a sentence."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from pathlib import Path

from bench.faulty_feeds import ITEMS, SLOW, faults, put_up, wrong_with
from bench.worlds.odd_server import Server
from settings.schema import FeedSetting, NetworkSetting, Settings
from sources.asking.fetch import Fetcher
from sources.sandbox import Sandbox
from steps.context import open_context
from steps.fetch import fetch
from storage.reading import feeds as rows

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


def test_140_healthy_feeds_are_stored_in_full_beside_60_faulty_ones(
    server: Server, box: Sandbox, tmp_path: Path
) -> None:
    broken = faults()
    assert len(broken) == 20
    listed = put_up(server, 140, broken, 3)
    settings = Settings(
        database=str(tmp_path / "newsdelta.db"),
        feeds=tuple(FeedSetting(url=each.url, name=each.name) for each in listed),
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
        if kind == "healthy":
            assert held[feed.id] == ITEMS
            assert (feed.problem, feed.last_good) == (None, NOW)
            assert feed.next_poll is not None
            assert feed.next_poll > NOW
        else:
            assert held.get(feed.id, 0) == 0
            assert feed.problem is not None
            assert broken[kind][1] in feed.problem.text, feed.problem
            assert re.fullmatch(r"[A-Z][^\n]{20,300}\.", feed.problem.text)
            assert feed.last_good is None
            assert feed.failing_since == NOW
            assert (feed.next_poll is None) == (kind == "gone for good")


def test_the_command_line_as_a_whole_stores_the_healthy_and_says_what_is_wrong_with_the_others(
    server: Server, tmp_path: Path
) -> None:
    """Few, without the ways that last until a deadline; `python -m bench faulty_feeds` has all. Each article of a
    healthy feed is a second of the model's."""
    assert wrong_with(put_up(server, 4, set(faults()) - SLOW, 1), tmp_path) == []

