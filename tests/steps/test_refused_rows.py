"""fetch, read, embed: what a database refuses."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import DatabaseFull
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from storage.reading import feeds
from storage.schema import entries as entries_rows


def item(link: str, title: str) -> str:
    return f"<link>{link}</link><title>{title}</title>"


def test_a_feed_or_a_page_that_cannot_be_kept_stops_no_other(site: Any, opened: Any, prose: Any) -> None:
    """For a reason that nobody foresaw: the database refuses one feed's entry, and one page's text."""
    good = site.article("/good.html", "Good", *prose("Brenn", 1))
    bad = site.article("/bad.html", "Refused by the database", *prose("Lom", 2))
    context = opened(
        site.feed("/one", [item(good, "Good")]),
        site.feed("/two", [item(f"{site.url}/x.html", "Refused as an entry")]),
        site.feed("/three", [item(bad, "Bad")]),
    )
    with context.db.write() as conn:
        for table in ("entries", "articles"):
            conn.exec_driver_sql(
                f"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table} WHEN new.title LIKE 'Refused%' "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
    fetched, done, embedded = fetch(context), read(context), embed(context)
    assert (fetched.feeds, fetched.entries, fetched.failed) == (3, 2, 1)
    assert (done.read, done.new, done.failed) == (1, 1, 1)
    assert embedded.embedded == 1
    with context.db.read() as conn:
        said = {feed.url.rpartition("/")[2]: feed.problem for feed in feeds.listing(conn)}
        assert said["two"] is not None
        assert "own fault" in said["two"].text
        assert (said["one"], said["three"]) == (None, None)
        assert Counter(conn.scalars(sa.select(entries_rows.c.state))) == {"read": 1, "failed": 1}


def test_a_database_that_is_full_is_no_pages_fault(site: Any, opened: Any, prose: Any) -> None:
    context = opened(site.feed("/one", [item(site.article("/1.html", "One", *prose("Brenn", 1, 200)), "One")]))
    fetch(context)
    with context.db.engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    context.db.engine.dispose()

    @sa.event.listens_for(context.db.engine, "connect")
    def small(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(DatabaseFull):
        read(context)
    with context.db.read() as conn:
        assert Counter(conn.scalars(sa.select(entries_rows.c.state))) == {"waiting": 1}
    sa.event.remove(context.db.engine, "connect", small)
    context.db.engine.dispose()
    assert read(context).new == 1, "nothing of it is held against the page"
