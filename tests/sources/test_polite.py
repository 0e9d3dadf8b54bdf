"""When to poll: pure decisions, by cases. What comes of them in 48 hours is in test_48_hours.py."""

from __future__ import annotations

import errno
import random
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from urllib3.exceptions import ProtocolError

from models.nouns import Entry, Feed, Problem, Response
from settings import limits_sources as limits
from sources.asking.faults import explain
from sources.feed.parse import ParsedFeed
from sources.feed.polite import after, may_be_asked, validators

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # a Monday
FEED = Feed(1, "https://example.org/feed", "Example")
ENTRY = Entry("k", "https://example.org/a", "A", NOW)
SOME = ParsedFeed(entries=(ENTRY,), version="rss20")


def response(status: int = 200, problem: Problem | None = None, **headers: str) -> Response:
    named = tuple((k.replace("_", "-").title(), v) for k, v in headers.items())
    if problem is None and status >= 400:
        problem = Problem(f"http-{status}", f"It says {status}.")
    return Response(FEED.url, FEED.url, status, named, b"x", None, problem)


def polled(feed: Feed = FEED, *, new: int = 1, parsed: ParsedFeed | None = SOME, **kw: Any) -> Feed:
    return after(feed, response(**kw), new, NOW, random.Random(1), parsed)


def wait(feed: Feed) -> float:
    """Hours until the next poll, the jitter off at most."""
    assert feed.next_poll is not None
    return (feed.next_poll - NOW).total_seconds() / 3600


def within(hours: float, feed: Feed) -> bool:
    return hours <= wait(feed) <= hours * (1 + limits.JITTER)


def test_a_feed_that_answered_is_asked_again_after_an_hour() -> None:
    assert within(1, polled())


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"cache_control": "max-age=7200"}, 2),
        ({"cache_control": "public, MAX-AGE = 10800"}, 3),
        ({"cache_control": "max-age=7200", "age": "1800"}, 1.5),
        ({"cache_control": "max-age=60"}, 1),
        ({"cache_control": "max-age=99999999999"}, 24),
        ({"cache_control": "max-age=-5"}, 1),
        ({"expires": "Mon, 02 Mar 2026 14:30:00 GMT"}, 4),
        ({"expires": "0"}, 1),
        ({"expires": "Mon, 02 Mar 2026 14:30:00 GMT", "cache_control": "no-cache"}, 1),
        ({"expires": "Mon, 02 Mar 2026 20:30:00 GMT", "date": "Mon, 02 Mar 2026 16:30:00 GMT"}, 4),
        ({"cache_control": "max-age=7200", "expires": "Mon, 02 Mar 2026 20:30:00 GMT"}, 2),
        ({"retry_after": "18000"}, 5),
    ],
)
def test_what_the_answer_asks_for_is_obeyed(headers: dict[str, str], hours: float) -> None:
    assert within(hours, polled(**headers))  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("21600", 6),
        ("Mon, 02 Mar 2026 18:30:00 GMT", 8),
        ("Mon, 02 Mar 2020 18:30:00 GMT", 1),
        ("soon", 1),
        ("-100", 1),
        ("", 1),
        ("9" * 400, 24 * 7),
        ("315360000", 24 * 7),
        ("120.5", 1),
        ("Fri, 99 Foo 9999 99:99:99 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 7),
    ],
)
def test_retry_after_is_obeyed_and_nonsense_survived(status: int, said: str, hours: float) -> None:
    assert within(hours, polled(status=status, parsed=None, new=0, retry_after=said))


def test_ttl_and_skips_are_obeyed() -> None:
    assert within(3, polled(parsed=replace(SOME, ttl_s=3 * 3600)))
    assert within(24, polled(parsed=replace(SOME, ttl_s=10**9)))
    skipping = polled(parsed=replace(SOME, skip_hours=frozenset({11, 12, 13})))
    assert skipping.next_poll == datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    monday = polled(parsed=replace(SOME, skip_days=frozenset({0})))
    assert monday.next_poll == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    never = polled(parsed=replace(SOME, skip_days=frozenset(range(7))))
    assert within(1, never)


def test_what_a_feed_itself_asks_for_holds_though_a_304_does_not_repeat_it() -> None:
    wishes = replace(SOME, ttl_s=3 * 3600, skip_hours=frozenset({13, 14}), skip_days=frozenset({6}))
    feed = polled(parsed=wishes)
    for status, parsed in ((304, None), (503, None), (304, None)):
        feed = replace(polled(feed, status=status, parsed=parsed, new=0), interval_s=3600)
        assert feed.next_poll == datetime(2026, 3, 2, 15, 0, tzinfo=UTC) or status == 503
        assert not feed.next_poll or feed.next_poll.hour not in (13, 14)
    assert within(1, polled(feed)), "a whole answer without them takes them back"
    at_one = NOW.replace(hour=13)
    assert not may_be_asked(feed, at_one), "what was due while nothing ran waits"
    assert not may_be_asked(feed, NOW - timedelta(days=1))
    assert may_be_asked(feed, NOW)
    assert may_be_asked(replace(feed, next_poll=None), at_one), "a person wants it now"
    assert may_be_asked(replace(feed, skip_days=frozenset(range(7))), NOW), "to skip every day is a mistake"


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 13.5),
        ({"cache_control": "max-age=60"}, 13.5),
        ({"cache_control": "max-age=1800"}, 30),
        ({"retry_after": "7200"}, 120),
    ],
)
def test_a_feed_with_an_interval_of_its_own(headers: dict[str, str], minutes: float) -> None:
    """Asked at each pass of fifteen minutes, be one some seconds early; but never before its publisher wants it."""
    feed = replace(FEED, every_s=15 * 60)
    for new in (0, 0, 1):
        feed = polled(feed, new=new, **headers)
        assert within(minutes / 60, feed)
    asked = polled(feed, parsed=replace(SOME, ttl_s=3600.0))
    assert within(1, asked), "the feed's own ttl"
    assert asked.not_before == NOW + timedelta(hours=1)
    assert within(1, polled(feed, status=503, parsed=None)), "a failure is waited out as ever"
    seldom = replace(FEED, every_s=2 * 24 * 3600)
    assert wait(polled(seldom)) == pytest.approx(43.2)
    assert wait(polled(seldom, status=503, parsed=None)) >= 48


def test_the_interval_follows_what_the_feed_brings() -> None:
    feed, lengths = FEED, []
    for _ in range(8):
        feed = polled(feed, new=0)
        lengths.append(feed.interval_s)
    assert lengths == sorted(lengths)
    assert lengths[-1] == limits.QUIET_POLLS_S
    assert polled(replace(feed, last_new=NOW - timedelta(days=13, hours=23)), new=0).interval_s == limits.QUIET_POLLS_S
    feed = replace(feed, last_new=NOW - timedelta(days=14, hours=1))
    for _ in range(8):
        feed = polled(feed, new=0)
    assert feed.interval_s == limits.INTERVAL_MAX_S
    for _ in range(6):
        feed = polled(feed, new=3)
    assert feed.interval_s == limits.INTERVAL_MIN_S


def test_failures_back_off_with_jitter_to_a_day_and_one_success_ends_it() -> None:
    feed, waits = FEED, []
    for _ in range(9):
        feed = polled(feed, status=500, new=0, parsed=None)
        waits.append(wait(feed))
    assert waits[:4] == pytest.approx([1, 2, 4, 8], rel=limits.JITTER)
    assert max(waits) <= 24 * (1 + limits.JITTER)
    assert len({round(w % 1, 6) for w in waits}) > 3, "no jitter"
    assert feed.failures == 9
    assert feed.failing_since == NOW
    good = polled(feed)
    assert (good.failures, good.failing_since, good.problem) == (0, None, None)
    assert good.last_good == NOW


@pytest.mark.parametrize("drawn", [0.0, 0.999])
@pytest.mark.parametrize("status", [200, 500])
def test_jitter_lengthens_by_a_tenth_at_most(status: int, drawn: float, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    monkeypatch.setattr(rng, "random", lambda: drawn)
    assert wait(after(FEED, response(status), 1, NOW, rng, SOME)) == pytest.approx(1 + 0.1 * drawn)


@pytest.mark.parametrize("away", [socket.gaierror(socket.EAI_AGAIN, "?"), OSError(errno.ENETUNREACH, "?")], ids=repr)
def test_a_night_without_a_network_is_over_within_an_hour(away: OSError) -> None:
    """Nobody was asked, so there is nobody to spare."""
    feed = FEED
    for _ in range(9):
        feed = polled(feed, status=0, new=0, parsed=None, problem=explain(ProtocolError("Connection aborted.", away)))
        assert within(1, feed)
    assert feed.failures == 9


def test_two_feeds_that_fail_together_do_not_come_back_together() -> None:
    rng = random.Random(2)
    later = {after(FEED, response(503), 0, NOW, rng).next_poll for _ in range(50)}
    assert len(later) == 50


def test_404_and_unknown_names_are_soft_and_410_retires_with_a_note() -> None:
    for problem in (None, Problem("name", "The name of the host is not known.")):
        feed = polled(status=404, problem=problem, parsed=None, new=0)
        assert feed.retired_at is None
        assert feed.next_poll is not None
    gone = polled(status=410, parsed=None, new=0)
    assert gone.retired_at == NOW
    assert gone.next_poll is None
    assert gone.problem is not None
    assert gone.problem.text == "It says 410."


def moved(to: str | None) -> Response:
    return replace(response(), permanent_url=to)


def test_a_permanent_redirect_is_believed_after_a_few_repeats() -> None:
    feed, rng = FEED, random.Random(1)
    for _ in range(limits.MOVES_BEFORE_BELIEVED - 1):
        feed = after(feed, moved("https://new.example/feed"), 1, NOW, rng, SOME)
        assert feed.url == FEED.url
    assert after(feed, moved(None), 1, NOW, rng, SOME).moved_times == 0
    assert after(feed, moved("https://other.example/"), 1, NOW, rng, SOME).moved_times == 1
    assert after(feed, moved("https://new.example/feed"), 1, NOW, rng, SOME).url == "https://new.example/feed"


def test_where_a_feed_moved_to_and_is_no_more_the_settings_address_is_asked() -> None:
    feed = replace(FEED, url="https://new.example/feed", configured_url=FEED.url, etag='"of the new one"')
    for _ in range(2):
        feed = polled(feed, status=410, parsed=None, new=0)
        assert (feed.url, feed.etag, feed.retired_at) == ("https://new.example/feed", '"of the new one"', None)
    feed = polled(feed, status=410, parsed=None, new=0)
    assert (feed.url, feed.retired_at) == (FEED.url, None)
    assert validators(feed, NOW) == (None, None)
    assert polled(feed).url == FEED.url


def test_a_redirect_to_something_broken_moves_nothing() -> None:
    feed, rng = FEED, random.Random(1)
    for _ in range(5):
        broken = replace(response(500), permanent_url="https://new.example/feed")
        feed = after(feed, broken, 0, NOW, rng)
    assert feed.url == FEED.url


def test_validators_are_kept_byte_for_byte_and_a_304_takes_none_back() -> None:
    feed = polled(etag='W/"\xe9,  x"', last_modified="gestern, 25 Uhr")
    assert (feed.etag, feed.last_modified) == ('W/"\xe9,  x"', "gestern, 25 Uhr")
    assert polled(feed, status=304, parsed=None, new=0).etag == feed.etag
    assert polled(feed).etag is None
    assert polled(etag="x" * 5000).etag is None
    failed = polled(feed, status=500, parsed=None, new=0)
    assert (failed.etag, failed.last_modified) == (feed.etag, feed.last_modified)


def test_a_feed_with_nothing_to_read_is_a_failure_and_one_with_a_fault_a_complaint() -> None:
    html = ParsedFeed(problem=Problem("html", "The address gives a web page, not a feed."))
    failing = polled(parsed=html, new=0)
    assert failing.failures == 1
    half = replace(SOME, problem=Problem("cut-short", "The feed breaks off before its end."))
    fine = polled(parsed=half)
    assert fine.failures == 0
    assert fine.problem == half.problem


def test_without_validators_our_time_stands_in_and_once_a_day_the_feed_is_asked_in_full() -> None:
    assert validators(FEED, NOW) == (None, None)
    feed = polled()
    assert validators(feed, NOW + timedelta(hours=23)) == (None, "Mon, 02 Mar 2026 10:25:00 GMT")
    unchanged = after(feed, response(304), 0, NOW + timedelta(hours=23), random.Random(1))
    assert validators(unchanged, NOW + timedelta(hours=24)) == (None, None)
    offered = polled(etag='"a"')
    assert validators(offered, NOW + timedelta(days=9)) == ('"a"', None)


def test_what_could_not_be_read_is_asked_for_in_full_once_a_day_and_304_does_not_make_it_good() -> None:
    html = ParsedFeed(problem=Problem("html", "The address gives a web page, not a feed."))
    failing = polled(parsed=html, new=0, etag='"a"')
    assert validators(failing, NOW + timedelta(hours=23)) == ('"a"', None)
    assert validators(failing, NOW + timedelta(hours=24)) == (None, None)
    still = polled(failing, status=304, parsed=None, new=0)
    assert (still.failures, still.problem, still.etag) == (2, html.problem, '"a"')
    overloaded = polled(polled(etag='"b"'), status=503, parsed=None, new=0)
    assert polled(overloaded, status=304, parsed=None, new=0).failures == 0
