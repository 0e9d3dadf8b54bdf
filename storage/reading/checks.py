"""When an article's page is asked for again, to see whether it was edited in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Article
from settings.limits_storage import IN_CHUNK, RECHECKS
from storage.reading.articles import to_article
from storage.schema import articles
from storage.text import storable

_TIME = articles.c.next_check.type


@dataclass(frozen=True, slots=True)
class Check:
    """An article to be asked for again, with its page's validators."""

    article: Article
    etag: str | None
    last_modified: str | None
    checks: int


def due(conn: Connection, now: datetime, limit: int) -> list[Check]:
    """Articles whose page is to be asked for now, longest due first."""
    query = (
        sa.select(articles)
        .where(articles.c.next_check <= now)
        .order_by(articles.c.next_check, articles.c.id)
        .limit(limit)
    )
    return [Check(to_article(row), row.etag, row.last_modified, row.checks) for row in conn.execute(query)]


_READ = (
    articles.update()
    .where(articles.c.id == sa.bindparam("this"))
    .values(
        next_check=sa.case(
            (articles.c.checks > 0, articles.c.next_check),
            (articles.c.first_read <= sa.bindparam("old", type_=_TIME), None),
            else_=sa.bindparam("first", type_=_TIME),
        )
    )
)


def read(
    conn: Connection,
    article_id: int,
    now: datetime,
    etag: str | None,
    modified: str | None,
    not_before: datetime | None = None,
) -> None:
    """The page was read just now: keep its validators, and plan the first check if none is planned."""
    first = max(now + RECHECKS[0], not_before or now)
    planned = {"this": article_id, "old": now - RECHECKS[-1], "first": first}
    conn.execute(_READ, planned | {"etag": storable(etag), "last_modified": storable(modified)})


def done(
    conn: Connection,
    article_id: int,
    now: datetime,
    etag: str | None,
    modified: str | None,
    not_before: datetime | None = None,
) -> None:
    """A check was made, whatever came of it: plan the next one that is still to come, counted from the first reading.
    After a long sleep one look serves for all that are past; one that a person asked for serves for none to come."""
    first = conn.execute(sa.select(articles.c.first_read).where(articles.c.id == article_id)).scalar_one()
    age = now - first + ORDERED_WITHIN
    made = sum(age >= each for each in RECHECKS)
    after = max(first + RECHECKS[made], not_before or now) if made < len(RECHECKS) else None
    conn.execute(
        articles.update()
        .where(articles.c.id == article_id)
        .values(checks=made, next_check=after, etag=storable(etag), last_modified=storable(modified))
    )


def soon(conn: Connection, article_ids: Iterable[int], now: datetime) -> None:
    """Have these articles' pages asked for in the next pass, whatever their turn; whole, since a person who says that
    a page has changed knows more than its validators."""
    ids = list(article_ids)
    for start in range(0, len(ids), IN_CHUNK):
        some = articles.c.id.in_(ids[start : start + IN_CHUNK])
        conn.execute(articles.update().where(some).values(next_check=now, etag=None, last_modified=None))


ORDERED_WITHIN = timedelta(seconds=1)
"""By less than this `first_read` is later than the reading was, for the order of a feed's entries."""
