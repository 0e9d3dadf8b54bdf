"""Search by words on both databases: what is stored, changed or let go of is found as it is now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from models.nouns import Article
from storage import articles, search
from storage.database import Database
from storage.search import Filter
from web.query import CannotSearch, read

START = datetime(2026, 5, 1, tzinfo=UTC)


def store(db: Database, number: int, title: str, text: str, publisher: str = "Kurier") -> int:
    at = START + timedelta(days=number)
    url = f"https://site.example/{number}"
    article = Article(0, url, url, title, text, at, at, "site.example", publisher)
    with db.write() as conn:
        return articles.store(conn, article)[0]


def find(db: Database, query: str, wanted: Filter = Filter(), through: int = 100) -> list[int]:  # noqa: B008
    with db.read() as conn:
        return list(search.find(conn, "articles", read(query), wanted, 10, through).ids)


@pytest.fixture
def stored(db: Database) -> list[int]:
    return [
        store(db, 1, "Quake shakes Dunmere", "The tsunami warning was lifted. Café owners went home."),
        store(db, 2, "Drill in the harbour", "A tsunami warning drill; no quake was felt.", "Other"),
        store(db, 3, "Aftershocks go on", "It's the third aftershock since Monday."),
    ]


def test_the_syntax_of_a_watch(db: Database, stored: list[int]) -> None:
    one, two, three = stored
    assert find(db, "quake") == [two, one]
    assert find(db, "QUAKE dunmere") == [one]
    assert find(db, "quake OR aftershock*") == [three, two, one]
    assert find(db, '"tsunami warning" NOT drill') == [one]
    assert find(db, "(dunmere OR harbour) AND quake") == [two, one]
    assert find(db, '"warning tsunami"') == []


def test_filters(db: Database, stored: list[int]) -> None:
    one, two, _ = stored
    assert find(db, "quake", Filter(source="other")) == [two]
    assert find(db, "quake", Filter(until=START + timedelta(days=1, hours=1))) == [one]
    assert find(db, "quake", Filter(since=START + timedelta(days=1, hours=1))) == [two]
    assert find(db, "quake", Filter(watch="Nobody")) == []


def test_a_page_looks_through_so_many_and_says_where_to_go_on(db: Database, stored: list[int]) -> None:
    with db.read() as conn:
        first = search.find(conn, "articles", read("quake"), Filter(source="Kurier"), 10, 1)
        second = search.find(conn, "articles", read("quake"), Filter(source="Kurier"), 10, 1, first.next)
    assert (first.ids, first.next) == ((), stored[1])
    assert second.ids == (stored[0],)


def test_what_changes_is_found_as_it_is_now(db: Database, stored: list[int]) -> None:
    with db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET text = '' WHERE id = :id"), {"id": stored[0]})
        conn.execute(sa.text("UPDATE articles SET title = 'Eruption' WHERE id = :id"), {"id": stored[1]})
    assert find(db, "tsunami") == [stored[1]]
    assert find(db, "eruption") == [stored[1]]
    assert find(db, "quake") == [stored[1], stored[0]]


@pytest.mark.parametrize("query", ["NOT quake", "(quake", '"open', "", "quake OR NOT drill", "x" * 500, "* ( )"])
def test_what_cannot_be_searched_is_said(query: str) -> None:
    with pytest.raises(CannotSearch):
        read(query)


@pytest.mark.parametrize(
    "query", ['a"b', "it's", "x:y", "NEAR(a b)", "a^2", "{a}", "-a", "title:a", "a & b | !c", "\\"]
)
def test_no_word_is_taken_for_the_databases_own_syntax(db: Database, stored: list[int], query: str) -> None:
    try:
        asked = read(query)
    except CannotSearch:
        return
    with db.read() as conn:
        search.find(conn, "articles", asked, Filter(), 10, 100)
