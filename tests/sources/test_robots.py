"""robots.txt: what an answer means, for how long it holds, and the pace that a site asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from models.nouns import Problem, Response
from settings import limits_sources as limits
from sources.asking import hosts, robots
from sources.asking.fetch import Fetcher

ME = "newsdelta test (mail@example.org)"
SITE = "https://example.org"


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(hosts, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


class Site:
    """Answers for robots.txt with `status` and keeps what was asked; its clock stands until it is moved."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.now = status, NOW
        self.asked: list[str] = []

    def fetch(self, url: str) -> Response:
        self.asked.append(url)
        problem = None if self.status == 200 else Problem("no", "No.")
        return Response(url, url, self.status, body=b"User-agent: *\nDisallow: /private\n", problem=problem)

    def robots(self) -> robots.Robots:
        return robots.Robots(self.fetch, lambda: self.now)


@pytest.mark.parametrize(
    ("status", "may", "hours"),
    [(200, True, 24), (403, True, 24), (404, True, 24), (429, False, 1), (500, False, 1), (0, False, 1)],
)
def test_what_an_answer_means_and_for_how_long(status: int, may: bool, hours: int) -> None:
    site = Site(status)
    known = site.robots()
    found = known.of(SITE).problem(f"{SITE}/a", ME)
    assert (found is None) == may
    assert found is None or found.retry, "the page waits; it is not given up"
    site.now += timedelta(hours=hours, seconds=-1)
    known.of(SITE)
    assert site.asked == [f"{SITE}/robots.txt"]
    site.now += timedelta(seconds=1)
    known.of(SITE)
    assert len(site.asked) == 2


def test_what_was_learned_holds_in_another_process() -> None:
    site = Site()
    before = site.robots()
    before.of(SITE)
    learned = before.learned()
    assert before.learned() == [], "each once"
    site.now += timedelta(hours=23)
    after = site.robots()
    after.known(learned)
    refused = after.of(SITE).problem(f"{SITE}/private", ME)
    assert refused is not None
    assert refused.code == "robots"
    assert (len(site.asked), after.learned()) == (1, [])
    site.now += timedelta(hours=1)
    after.of(SITE)
    assert len(site.asked) == 2, "a day, whoever asked"


def test_what_is_known_is_no_newer_for_being_told_again() -> None:
    site = Site(500)
    old = site.robots()
    old.of(SITE)
    site.now += timedelta(hours=2)
    site.status = 404
    now = site.robots()
    now.of(SITE)
    now.known(old.learned())
    assert now.of(SITE).problem(f"{SITE}/a", ME) is None


def test_so_many_sites_are_kept_in_mind_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROBOTS_HOSTS", 2)
    site = Site()
    known = site.robots()
    for name in "abacbca":
        known.of(f"https://{name}.example")
    assert [url[len("https://")] for url in site.asked] == ["a", "b", "c", "a"], "what was asked longest ago goes first"
    assert [len(each) for each in (known._said, known._rules, known._asking)] == [2, 2, 2]


def test_silence_is_nobodys_word_and_a_clock_that_was_ahead_no_age() -> None:
    site = Site(0)
    silent = site.robots()
    silent.of(SITE)
    silent.of(SITE)
    assert len(site.asked) == 1
    assert silent.learned() == [], "it may have been this machine's own network: the next pass asks"
    site.status = 404
    ahead = site.robots()
    ahead.of(SITE)
    site.now -= timedelta(days=3)
    ahead.of(SITE)
    assert len(site.asked) == 3


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
