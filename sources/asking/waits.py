"""What an answer says of when to come again (RFC 9110, 10.2.3), and dates as headers have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from settings import limits_sources as limits

BUSY = frozenset({429, 503})
"""Statuses by which a server asks whoever comes too often, or too many, to wait."""


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float:
    """Retry-After, in seconds or as a date; garbage and the past ask for nothing, ten years for a week.

    The headers' names are in lower case.
    """
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(?:\.\d*)?", said):
        seconds = float(said[:20])
    else:
        when = date(said)
        seconds = (when - now).total_seconds() if when else 0.0
    return min(max(seconds, 0.0), limits.RETRY_AFTER_MAX_S)


def date(said: str | None) -> datetime | None:
    if not said or len(said) > 100:
        return None
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
