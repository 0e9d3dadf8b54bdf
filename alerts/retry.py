"""Which failures are worth another try, and when. Pure: chance is passed in."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from alerts.inert import cut, plain
from alerts.message import Failed
from models.nouns import Problem
from settings.limits_alerts import RETRY_AFTER_MOST, RETRY_FIRST, RETRY_JITTER, RETRY_MOST

_REASON = 200
"""Characters of what a server said that are kept."""


MENDED = (401, 403, 404, 410)
"""A key that was changed, a hook that was removed: a person mends it, and what was to be told meanwhile waits."""


MENDED_MAIL = (530, 534, 535, 538)
"""A login or an encryption that a mail server asks for (RFC 4954, 6; RFC 3207, 4): as above."""


def http(status: int, said: str, retry_after: str | None, now: datetime) -> Failed:
    """A refusal over HTTP: 408, 425, 429, 5xx and what a person mends are worth another try, every other is final."""
    retry = status in (408, 425, 429, *MENDED) or status >= 500
    text = f"answered {status}" + (f": {cut(plain(said), _REASON)}" if said.strip() else "")
    return Failed(Problem(f"http-{status}", text, retry), retry_after=seconds(retry_after, now))


def smtp(code: int, said: str, step: str) -> Failed:
    """A refusal by a mail server: 4yz is for now (RFC 5321, 4.2.1), 5yz for good but for what a person mends; -1 is no
    answer at all."""
    text = f"the mail server refused at {step}: {code} {cut(plain(said), _REASON)}".rstrip()
    return Failed(Problem(f"smtp-{code}", text, retry=not 500 <= code <= 599 or code in MENDED_MAIL))


def seconds(retry_after: str | None, now: datetime) -> float | None:
    """Retry-After (RFC 9110, 10.2.3) in seconds from now: a number or a date; None for anything else."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        wanted = float(text[:9])
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
        wanted = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(0.0, wanted), RETRY_AFTER_MOST.total_seconds())


def wait(attempts: int, retry_after: float | None, rng: random.Random) -> timedelta:
    """How long to wait after the `attempts`-th failure: doubling, jittered, never less than was asked for."""
    grown = RETRY_FIRST * 2 ** min(attempts - 1, 20) if attempts > 0 else RETRY_FIRST
    grown = min(grown, RETRY_MOST) * (1.0 + RETRY_JITTER * rng.random())
    asked = timedelta(seconds=min(retry_after or 0.0, RETRY_AFTER_MOST.total_seconds()))
    return max(grown, asked * (1.0 + 0.1 * RETRY_JITTER * rng.random()))
