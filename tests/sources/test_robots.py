"""robots.txt: what an answer means, for how long it holds, and the pace that a site asks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from models.nouns import Problem, Response
from sources.asking import hosts, robots
from sources.asking.fetch import Fetcher

ME = "newsdelta test (mail@example.org)"
SITE = "https://example.org"
HOUR = 3600


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(now=1000.0)
    for module in (robots, hosts):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


@pytest.mark.parametrize(
    ("status", "may", "hours"),
    [(200, True, 24), (403, True, 24), (404, True, 24), (429, False, 1), (500, False, 1), (0, False, 1)],
)
def test_what_an_answer_means_and_for_how_long(status: int, may: bool, hours: int, clock: SimpleNamespace) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Response:
        asked.append(url)
        problem = None if status == 200 else Problem("no", "No.")
        return Response(url, url, status, body=b"User-agent: *\nAllow: /\n", problem=problem)

    known = robots.Robots(fetch)
    found = known.of(SITE).problem(f"{SITE}/a", ME)
    assert (found is None) == may
    assert found is None or found.retry, "the page waits; it is not given up"
    clock.now += hours * HOUR - 1
    known.of(SITE)
    assert asked == [f"{SITE}/robots.txt"]
    clock.now += 1
    known.of(SITE)
    assert len(asked) == 2


@pytest.mark.parametrize(("asked", "kept"), [(0, 0.5), (4, 4), (10, 10), (3600, 10)])
def test_a_crawl_delay_is_kept_up_to_ten_seconds_and_never_below_our_own(
    asked: float, kept: float, clock: SimpleNamespace
) -> None:
    slots = hosts.HostSlots(delay=0.5)
    slots.begin("example.org:443")  # the page on whose turn robots.txt is asked
    slots.begin("other.example:443")
    for _ in range(2):
        slots.slow_down("example.org:443", asked)
    assert slots.ready_in("example.org:443") == kept
    assert slots.ready_in("other.example:443") == 0.5
    clock.now += kept
    slots.begin("example.org:443")
    slots.end("example.org:443")
    assert slots.ready_in("example.org:443") == kept


def test_the_crawl_delay_of_a_site_is_its_hosts_pace(server: Any, said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages |= {"/robots.txt": said("User-agent: *\nCrawl-delay: 4\n"), "/a": said("open")}
    slowed: list[tuple[str, float]] = []
    monkeypatch.setattr(hosts.HostSlots, "slow_down", lambda _self, host, delay: slowed.append((host, delay)))
    with Fetcher(ME, {"127.0.0.1"}) as fetcher:
        assert fetcher.get(server.url("/a"), robots=True).body == b"open"
    assert slowed == [(f"127.0.0.1:{server.port}", 4.0)]


def test_the_longest_time_that_a_host_asked_for_counts(clock: SimpleNamespace) -> None:
    slots = hosts.HostSlots()
    slots.close_for("example.org:443", 3600)
    slots.close_for("example.org:443", 60)
    clock.now += 100
    assert slots.closed_for("example.org:443") == 3500
    assert slots.closed_for("other.example:443") == 0
