"""When an article was published and updated, in the time zone that the page gives, and who said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil import parser

from models.nouns import ITS_DAY, is_day
from settings import limits_sources as limits
from sources import plain
from sources.page.document import Document

_PUBLISHED = plain.listed(
    "article:published_time og:article:published_time datepublished date dc.date dc.date.issued"
    " dcterms.created dcterms.date parsely-pub-date sailthru.date pubdate publishdate publish-date"
    " publication_date article.published cxenseparse:recs:publishtime cxenseparse:publishtime"
    " originalpublicationdate datecreated last-modified"
)
_UPDATED = plain.listed("article:modified_time og:updated_time datemodified dcterms.modified lastmod revised")
_ZONES = {"EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "PST": -28800, "PDT": -25200}
_ZONES |= {"BST": 3600, "CET": 3600, "CEST": 7200, "MEZ": 3600, "MESZ": 7200, "SAST": 7200, "JST": 32400}
_EASTMOST = timedelta(hours=14)
"""How long before its midnight in UTC a day begins in the easternmost time zone."""
_FULL = re.compile(r"\d{4}")


def moment(said: Any) -> datetime | None:
    """A machine's or a person's date as an aware datetime; UTC when it names no zone."""
    if isinstance(said, (int, float)) or (
        isinstance(said, str) and re.fullmatch(r"\d{10}|\d{13}", said.strip())
    ):
        number = float(said) if isinstance(said, str) else said  # JSON's may have hundreds of digits, and be no float
        seconds = number / 1000 if 1e11 < number < 4e12 else number
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 4e9 else None
    if not isinstance(said, str) or not _FULL.search(said) or len(said) > 80:
        return None
    text = said.strip().strip('"')
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parser.parse(text, tzinfos=_ZONES, default=datetime(1970, 1, 1))  # noqa: DTZ001
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
    try:
        found = found if found.tzinfo and found.utcoffset() is not None else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found


def within_day(at: datetime, day: datetime) -> bool:
    """Whether `at` gives an hour of what is given as `day` alone, in whatever time zone it was meant."""
    return is_day(day) and not is_day(at) and -_EASTMOST <= at - day < ITS_DAY


def published_of(page: Document, now: datetime | None = None) -> tuple[datetime | None, str]:
    """(When, where it says so). A date in the future is an event's, and not believed. Where the first claim gives but a
    day, the first that gives an hour of that day is taken."""
    day: tuple[datetime, str] | None = None
    for where, said in _published(page):
        found = moment(said)
        if not found or not _believable(found, now):
            continue
        if day is None and not is_day(found):
            return found, where
        if day is None:
            day = found, where
        elif within_day(found, day[0]):
            return found, where
    return day or _guessed(page, now)


def updated_of(page: Document, now: datetime | None = None) -> tuple[datetime | None, str]:
    """(When last changed, where it says so)."""
    for said in page.ld("dateModified"):
        if (found := moment(said)) and _believable(found, now):
            return found, "page json-ld"
    for said in page.said(*_UPDATED):
        if (found := moment(said)) and _believable(found, now):
            return found, "page meta"
    return None, ""


def _believable(found: datetime, now: datetime | None) -> bool:
    latest = now or datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
    return found.year >= 1990 and found <= latest + timedelta(seconds=limits.FUTURE_S)


def _published(page: Document) -> Iterator[tuple[str, Any]]:
    yield from (("page json-ld", v) for v in page.ld("datePublished", "dateCreated", "uploadDate"))
    yield from (("page meta", v) for v in page.said(*_PUBLISHED))
    for time in page.tree.xpath("//*[@itemprop='datePublished']|//article//time[@datetime]|//time[@pubdate]"):
        yield "page time", time.get("datetime") or time.get("content")


def _guessed(page: Document, now: datetime | None) -> tuple[datetime | None, str]:
    """A date in the running text, if it names a day: of "its 2018 ban" htmldate makes 1 January."""
    from htmldate import find_date  # in the children alone: a quiet pass reads nothing

    for searching in (False, True):
        found = find_date(
            page.tree,
            original_date=True,
            url=page.url,
            outputformat="%Y-%m-%d",
            max_date=now,
            extensive_search=searching,
        )
        if found and not (searching and found.endswith("-01")):
            break
    else:
        return None, ""
    day = moment(found)
    return (day, "page text") if day else (None, "")
