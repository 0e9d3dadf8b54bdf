"""When an article's page is asked for again, to see whether it was edited in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Article
from settings.limits_storage import RECHECKS
from storage.articles import to_article
from storage.schema import articles


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


def read(conn: Connection, article_id: int, now: datetime, etag: str | None, modified: str | None) -> None:
    """The page was read just now: keep its validators, and plan the first check if none is planned."""
    planned = sa.case(
        (articles.c.checks > 0, articles.c.next_check),
        (articles.c.first_read <= now - RECHECKS[-1], None),
        else_=sa.literal(now + RECHECKS[0], _TIME),
    )
    values = {"etag": etag, "last_modified": modified, "next_check": planned}
    conn.execute(articles.update().where(articles.c.id == article_id).values(values))


def done(conn: Connection, article_id: int, now: datetime, etag: str | None, modified: str | None) -> None:
    """A check was made, whatever came of it: plan the next, counted from the first reading."""
    row = conn.execute(
        sa.select(articles.c.first_read, articles.c.checks).where(articles.c.id == article_id)
    ).one()
    made = row.checks + 1
    # After a long sleep several may be past: one look at the page serves for all of them.
    while made < len(RECHECKS) and row.first_read + RECHECKS[made] <= now:
        made += 1
    after = row.first_read + RECHECKS[made] if made < len(RECHECKS) else None
    conn.execute(
        articles.update()
        .where(articles.c.id == article_id)
        .values(checks=made, next_check=after, etag=etag, last_modified=modified)
    )


_TIME = articles.c.next_check.type
