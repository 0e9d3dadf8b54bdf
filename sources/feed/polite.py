"""What a feed's answer means for when it is asked next, and how. Pure: state in, state out.

Obeyed: validators as they came, Cache-Control and Expires (RFC 9111), Retry-After (RFC 9110, 10.2.3),
RSS ttl, skipHours and skipDays, 301/308, 410. Within those, the interval is what the settings say for the feed, or
follows how often it really has something new; failures back off with jitter to a day.

Every poll but the first is conditional: with the server's validators, or where it offers none with the time of the
last whole answer (RFC 9110, 13.1.3), and then in full once a day, lest a server that reads that wrongly hide its news.
A whole answer that could not be read is not asked for again within a day either, unless it has changed.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from models.nouns import Feed, Problem, Response
from settings import limits_sources as limits
from sources.asking.faults import ASKED_NOBODY
from sources.asking.waits import date, retry_after_s

if TYPE_CHECKING:
    from sources.feed.parse import ParsedFeed


def validators(feed: Feed, now: datetime) -> tuple[str | None, str | None]:
    """What to send as (If-None-Match, If-Modified-Since): the server's validators, byte for byte, if it gave any."""
    old = feed.last_full is None or (now - feed.last_full).total_seconds() >= limits.FULL_AFTER_S
    if feed.etag or feed.last_modified:
        return (None, None) if old and _is_unread(feed) else (feed.etag, feed.last_modified)
    if old or feed.last_full is None:
        return None, None
    return None, format_datetime(feed.last_full.astimezone(UTC) - timedelta(seconds=limits.CLOCKS_APART_S), usegmt=True)


def may_be_asked(feed: Feed, now: datetime) -> bool:
    """Whether now is none of the hours and days that the feed asks to skip: one that was due before, while nothing
    ran, waits. A person who has it asked at once (no time planned) is obeyed before that."""
    return feed.next_poll is None or _outside_skips(now, feed) == now


def _is_unread(feed: Feed) -> bool:
    """Whether the last whole answer was one that could not be read."""
    return feed.last_full is not None and (feed.last_good is None or feed.last_good < feed.last_full)


def after(
    feed: Feed,
    response: Response,
    new_entries: int,
    now: datetime,
    rng: random.Random,
    parsed: ParsedFeed | None = None,
) -> Feed:
    """The feed's state once `response` has come, been parsed, and brought `new_entries` not seen before.

    `parsed` is None for a 304 and for answers that were not parsed. A parsed feed with a problem and no
    entries is a failure; with entries, a complaint that is kept but not punished.
    """
    feed = _moved(replace(feed, last_attempt=now), response)
    if response.status == 410 and feed.url == (feed.configured_url or feed.url):
        return replace(
            feed, retired_at=now, next_poll=None, failures=feed.failures + 1,
            failing_since=feed.failing_since or now, problem=response.problem,
        )  # fmt: skip
    broken = parsed.problem if parsed is not None and parsed.problem and not parsed.entries else None
    if (problem := response.problem or broken) is not None:
        failed = _failed(feed, response, problem, now, rng)
        return failed if response.problem else _came_whole(failed, response, now)
    if response.status == 304 and feed.problem is not None and _is_unread(feed):
        return _failed(feed, response, feed.problem, now, rng)  # what could not be read has not changed
    return _good(feed, response, new_entries, now, rng, parsed)


# -- outcomes --------------------------------------------------------------------------------------


def _good(
    feed: Feed, response: Response, new: int, now: datetime, rng: random.Random, parsed: ParsedFeed | None
) -> Feed:
    headers = {k.lower(): v for k, v in response.headers}
    interval = _adapted(feed, new, now)
    if parsed is not None:
        feed = replace(feed, ttl_s=parsed.ttl_s, skip_hours=parsed.skip_hours, skip_days=parsed.skip_days)
    asked = max(_fresh_s(headers, now), _capped(feed.ttl_s), retry_after_s(headers, now))
    jitter = 1 + limits.JITTER * rng.random()
    own = feed.every_s * (1 - limits.EVERY_EARLY) if feed.every_s else interval * jitter
    at, not_before = (now + timedelta(seconds=seconds) for seconds in (max(own, asked * jitter), asked))
    at, not_before = _outside_skips(at, feed), _outside_skips(not_before, feed)
    feed = replace(
        feed, interval_s=interval, next_poll=at, not_before=not_before, last_good=now, failures=0, failing_since=None,
        last_new=now if new else feed.last_new or now, problem=parsed.problem if parsed else None,
    )  # fmt: skip
    if response.status == 304:
        return feed  # an unchanged validator is the same; a 304 that leaves it out has not taken it back
    return _came_whole(feed, response, now)


def _came_whole(feed: Feed, response: Response, now: datetime) -> Feed:
    headers = {k.lower(): v for k, v in response.headers}
    etag, last_modified = _kept(headers.get("etag")), _kept(headers.get("last-modified"))
    return replace(feed, last_full=now, etag=etag, last_modified=last_modified)


def _failed(feed: Feed, response: Response, problem: Problem, now: datetime, rng: random.Random) -> Feed:
    failures = feed.failures + 1
    headers = {k.lower(): v for k, v in response.headers}
    # Where nobody was asked it is mostly this machine that has no network, and news should not wait as long again.
    doubled = limits.BACKOFF_FIRST_S * 2 ** (0 if problem.code in ASKED_NOBODY else min(failures - 1, 10))
    wait = max(feed.every_s or feed.interval_s, min(doubled, limits.BACKOFF_MAX_S), retry_after_s(headers, now))
    if response.status == 200 and not (feed.etag or feed.last_modified):
        wait = max(wait, limits.INTERVAL_MIN_S)
    if feed.configured_url not in (None, feed.url) and failures >= limits.MOVES_BEFORE_BELIEVED:
        feed = _moved_back(feed)
    return replace(
        feed,
        failures=failures,
        failing_since=feed.failing_since or now,
        problem=problem,
        next_poll=_outside_skips(now + timedelta(seconds=wait * (1 + limits.JITTER * rng.random())), feed),
    )


def _moved(feed: Feed, response: Response) -> Feed:
    """A permanent redirect moves the address once it has pointed to one place a few times in a row."""
    target = response.permanent_url
    if response.problem is not None or not target or target == feed.url:
        if response.problem is not None:
            return feed  # neither confirmed nor taken back
        return replace(feed, moved_to=None, moved_times=0)
    times = feed.moved_times + 1 if target == feed.moved_to else 1
    if times < limits.MOVES_BEFORE_BELIEVED:
        return replace(feed, moved_to=target, moved_times=times)
    return replace(feed, url=target, moved_to=None, moved_times=0)


def _moved_back(feed: Feed) -> Feed:
    """Where it moved to it is no more. The settings' address may live again, or say where it is now; validators were of
    the other one."""
    url = feed.configured_url or feed.url
    return replace(feed, url=url, moved_to=None, moved_times=0, etag=None, last_modified=None, last_full=None)


# -- waits -----------------------------------------------------------------------------------------


def _adapted(feed: Feed, new: int, now: datetime) -> int:
    """How long to wait by what the feed has shown: sooner after news, later after none."""
    factor = limits.EAGER_SHRINK if new else limits.HOPEFUL_GROWTH
    silent = (now - feed.last_new).total_seconds() if feed.last_new else 0.0
    longest = limits.INTERVAL_MAX_S if silent > limits.SLEEPY_AFTER_S else limits.QUIET_POLLS_S
    return round(min(max(feed.interval_s * factor, limits.INTERVAL_MIN_S), longest))


def _fresh_s(headers: dict[str, str], now: datetime) -> float:
    """For how long the answer says that it stays fresh."""
    control = headers.get("cache-control", "")
    if (age := re.search(r"max-age\s*=\s*\"?(\d{1,12})", control, re.I)) is not None:
        spent = int(headers["age"]) if re.fullmatch(r"\d{1,9}", headers.get("age", "").strip()) else 0
        return _capped(int(age[1]) - spent)
    expires = date(headers.get("expires"))
    if expires is None or re.search(r"no-cache|no-store", control, re.I):
        return 0.0
    return _capped((expires - (date(headers.get("date")) or now)).total_seconds())


def _capped(seconds: float | None) -> float:
    return min(max(seconds or 0.0, 0.0), limits.MAX_AGE_MAX_S)


def _outside_skips(at: datetime, feed: Feed) -> datetime:
    """The first time from `at` on that is in none of the hours and days that the feed asks to skip."""
    for hours in range(8 * 24):
        later = at if not hours else (at + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
        utc = later.astimezone(UTC)
        if utc.hour not in feed.skip_hours and utc.weekday() not in feed.skip_days:
            return later
    return at  # it asks for never: a mistake


def _kept(validator: str | None) -> str | None:
    """A validator that can go back; one that is absurdly long is not kept."""
    return validator if validator and len(validator) <= limits.HEADER_BYTES else None
