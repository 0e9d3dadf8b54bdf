"""A person who knows that a page has changed has it looked at in the next pass, as politely as always."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import InputError
from steps import again
from steps.fetch import fetch
from steps.read import read
from storage.reading import articles
from storage.schema import entries as entries_rows


def item(link: str, title: str) -> str:
    return f"<link>{link}</link><title>{title}</title>"


def asked(context: Any, way: Any, *which: Any) -> str:
    with context.db.write() as conn:
        said: str = way(conn, *which, context.clock())
    return said


def test_a_changed_page_is_a_revision_at_once(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    link = site.article("/1.html", "Ferry aground", *prose("Lom", 1))
    context = opened(site.feed("/feed", [item(link, "Ferry aground")]))
    fetch(context), read(context)
    site.article("/1.html", "Ferry aground", *prose("Lom", 2))
    site.pages["/1.html"].headers["ETag"] = '"the same, whatever the page says"'
    clock.on(minutes=5)
    assert read(context).checked == 0, "its turn comes an hour after the first reading"
    assert asked(context, again.address, f"{link}?utm_source=mail") == asked(context, again.article, 1)
    done = read(context)
    assert (done.checked, done.revised) == (1, 1)
    assert read(context).checked == 0, "once"
    clock.on(hours=1)
    assert read(context).checked == 1, "the planned looks stay as planned"
    assert site.asked.count("/robots.txt") >= 1


def test_robots_are_obeyed_when_a_person_asks_too(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    link = site.article("/1.html", "Ferry aground", *prose("Lom", 1))
    context = opened(site.feed("/feed", [item(link, "Ferry aground")]))
    fetch(context), read(context)
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    clock.on(days=2)
    asked(context, again.article, 1)
    before = list(site.asked)
    with opened(site.url + "/feed").fetcher as fetcher:  # as in the next pass: robots.txt is kept for a day
        assert fetcher.get(link, robots=True).problem.code == "robots"
    assert "/1.html" not in site.asked[len(before) :]


def test_a_page_that_gave_nothing_is_asked_for_again(site: Any, opened: Any, prose: Any) -> None:
    link = site.page("/late.html", "Not yet", 503)
    context = opened(site.feed("/feed", [f"<link>{link}</link>"]))
    fetch(context)
    assert read(context).waiting == 1
    site.article("/late.html", "Here at last", *prose("Lom", 1))
    assert read(context).read == 0, "its turn is minutes away"
    assert "is asked for again" in asked(context, again.address, link)
    assert read(context).new == 1


def test_the_pages_of_a_story_the_newest_first_and_each_once(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    links = [site.article(f"/{n}.html", f"Ferry {n}", *prose("Lom", n)) for n in range(3)]
    context = opened(site.feed("/feed", [item(link, "Ferry") for link in links]))
    fetch(context), read(context)
    with context.db.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO stories (id, headline, first_seen, last_seen, articles, copies, publishers, names) "
            "VALUES (7, 'The ferry', '2026-03-01', '2026-03-01', 3, 0, 1, '[]')"
        )
        for number, hour in ((1, 9), (2, 11), (3, 10)):
            conn.exec_driver_sql(
                "INSERT INTO members (article_id, story_id, at, publisher, role, similarity, margin, reason, decided) "
                f"VALUES ({number}, 7, '2026-03-01 {hour:02}:00:00', 'p', 'repeat', 1, 1, '{{}}', '2026-03-01')"
            )
        assert articles.with_pages(conn, 7, 2) == [2, 3]
        same = articles.get(conn, 2).url
        conn.exec_driver_sql(f"UPDATE articles SET url = '{same}' WHERE id = 3")
        assert articles.with_pages(conn, 7, 9) == [3, 1], "two entries of one page need one look"
        conn.exec_driver_sql("UPDATE articles SET canonical_url = 'urn:newsdelta:feed:1:x' WHERE id = 1")
        assert articles.with_pages(conn, 7, 9) == [3]
    assert asked(context, again.story, 7) == "1 page of story 7 (The ferry) is looked at again"
    assert read(context).checked == 1


def test_what_cannot_be_looked_at_is_said(site: Any, opened: Any) -> None:
    context = opened(site.feed("/feed", ["<title>Only in the feed</title><description>It rains.</description>"]))
    fetch(context), read(context)
    for way, which, said in (
        (again.article, 1, "there is no page"),
        (again.article, 2, "There is no article 2"),
        (again.address, "https://elsewhere.example/1", "No feed has led to"),
        (again.address, "http://[", "No feed has led to"),
        (again.story, 1, "There is no story 1"),
    ):
        with pytest.raises(InputError, match=said):
            asked(context, way, which)
    with context.db.read() as conn:
        assert Counter(conn.scalars(sa.select(entries_rows.c.state))) == {"read": 1}
