"""Search by words on both databases: what is stored, changed or let go of is found as it is now."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.nouns import Article
from settings import words
from storage.database import Database
from storage.letters import tsvector
from storage.looking import search
from storage.looking.search import Filter
from storage.reading import articles
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
    early = store(db, 0, "Quake foretold", "It is read after the others.")
    when = START + timedelta(days=1)
    assert find(db, "quake", Filter(until=when)) == [early], "until that moment"
    assert find(db, "quake", Filter(since=when)) == [two, one], "and from it on"
    with db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET site = 'www.site.example' WHERE id = :id"), {"id": two})
    assert find(db, "quake", Filter(source="Site.example")) == [early, two, one], "with www or without"


def test_a_page_looks_through_so_many_and_says_where_to_go_on(db: Database, stored: list[int]) -> None:
    with db.read() as conn:
        first = search.find(conn, "articles", read("quake"), Filter(source="Kurier"), 10, 1)
        second = search.find(conn, "articles", read("quake"), Filter(source="Kurier"), 10, 1, first.next)
    assert (first.ids, first.next) == ((), stored[1])
    assert second.ids == (stored[0],)


def test_a_full_page_says_where_to_go_on_and_the_last_one_nothing(db: Database, stored: list[int]) -> None:
    with db.read() as conn:
        first = search.find(conn, "articles", read("quake"), Filter(), 1, 100)
        second = search.find(conn, "articles", read("quake"), Filter(), 1, 100, first.next)
        whole = search.find(conn, "articles", read("quake"), Filter(), 2, 100)
    assert (first.ids, second.ids, second.next) == ((stored[1],), (stored[0],), None)
    assert (whole.ids, whole.next) == ((stored[1], stored[0]), None)


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


@pytest.fixture
def in_many_scripts(db: Database) -> list[int]:
    return [
        store(db, 1, "石川県で地震", "気象庁によると、震度6強の地震が発生した。Shinkansen trains stopped."),
        store(db, 2, "北京发生火灾", "消防部门表示，无人受伤。"),
        store(db, 3, "แผ่นดินไหวที่เชียงใหม่", "ไม่มีรายงานผู้เสียชีวิต"),
        store(db, 4, "Quake shakes Ishikawa", "Trains stopped."),
    ]


def test_scripts_without_spaces(db: Database, in_many_scripts: list[int]) -> None:
    """Words are found inside a line, by AND, OR and NOT, beside words of other scripts."""
    quake, fire, thai, english = in_many_scripts
    assert find(db, "地震") == [quake]
    assert find(db, "震") == [quake]
    assert find(db, "火灾") == [fire]
    assert find(db, "ไหว") == [thai]
    assert find(db, "火灾 OR 地震") == [fire, quake]
    assert find(db, "地震 OR quake") == [english, quake]
    assert find(db, "trains NOT 地震") == [english]
    assert find(db, "地震 AND shinkansen") == [quake]
    assert find(db, "地震 AND 火灾") == []
    assert find(db, "trains") == [english, quake], "and other queries go by the index"
    with db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET title = '', text = 'Nothing.' WHERE id = :id"), {"id": quake})
    assert find(db, "地震") == []


@pytest.mark.parametrize("through", [4, 1])
def test_scripts_without_spaces_are_looked_through_a_page_at_a_time(
    db: Database, in_many_scripts: list[int], through: int
) -> None:
    quake, _, _, english = in_many_scripts
    later = [store(db, number, "Quake felt again", "Trains stopped.") for number in (6, 5)]
    found, before, pages = [], None, 0
    with db.read() as conn:
        while True:
            page = search.find(conn, "articles", read("地震 OR quake"), Filter(), 10, through, before)
            found += page.ids
            pages += 1
            if page.next is None:
                break
            before = page.next
    assert found == [*reversed(later), english, quake]
    assert pages > 2


def test_they_are_found_by_their_own_index(db: Database) -> None:
    """The condition is word for word that of the partial index, or else each search would read every text."""
    from storage.looking.spaceless import condition

    query = f"SELECT id FROM articles WHERE {condition('articles', db.engine.dialect.name)} ORDER BY id DESC LIMIT 5"
    with db.write() as conn:
        if db.is_sqlite:
            plan = str(conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all())
        else:
            conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
            conn.exec_driver_sql("SET LOCAL enable_sort = off")
            plan = str(conn.exec_driver_sql(f"EXPLAIN {query}").all())
    assert "fts_articles_spaceless" in plan


@pytest.mark.parametrize(
    "query",
    [
        "quake NOT (NOT drill)",
        "quake NOT NOT drill",
        "(NOT drill NOT dunmere) aftershock*",
        "quake NOT (NOT drill OR dunmere)",
        "quake (drill OR NOT harbour)",
        "NOT (NOT quake OR drill)",
        "quake NOT (NOT dunmere AND NOT harbour)",
        "(dunmere OR harbour NOT drill) OR monday",
        "NOT (NOT monday AND NOT drill)",
    ],
)
def test_not_is_read_as_a_watch_reads_it(db: Database, stored: list[int], query: str) -> None:
    """Of a part that itself says NOT, too: one index knows it between two parts alone."""
    with db.read() as conn:
        texts = conn.execute(sa.text("SELECT id, title || ' ' || text FROM articles ORDER BY id DESC")).all()
    expected = [number for number, text in texts if words.hits(words.parse(query), text) is not None]
    assert expected
    assert find(db, query) == expected


SPELLED = {
    "Łódź": "lodz", "Große Straße": "grosse strasse", "Ørsted": "orsted", "Đặng": "dang", "Côte": "cote",
    "İstanbul ışık": "istanbul isik", "Þingvellir, Æsir, Œuvre": "thingvellir aesir oeuvre", "Zu\u0308rich": "zurich",
    "Ὀδυσσεύς": "οδυσσευσ", "ΛΌΓΟΣ": "λογος", "λόγος": "ΛΟΓΟΣ", "Donau\u00addampfschiff": "donaudampfschiff",
}  # fmt: skip


@pytest.mark.parametrize("written", SPELLED)
def test_letters_are_compared_as_a_watchs_words_do(db: Database, written: str) -> None:
    """On both databases, whichever way either is spelled; found by what is written, too, and gone when that goes."""
    plain = SPELLED[written]
    held = store(db, 1, f"News of {written}", "It was said.")
    bare = store(db, 2, "News", f"It was said of {plain}.")
    for query in (plain, plain.upper(), f'"{plain}"', f'"{written}"', written.replace(",", " ")):
        assert find(db, query) == [bare, held], query
    with db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET title = 'Nothing' WHERE id = :id"), {"id": held})
    assert find(db, plain) == [bare]


def test_letters_of_other_scripts_keep_their_marks(db: Database) -> None:
    held = store(db, 1, "Андрей и Андреи", "Сказал й.")
    store(db, 2, "Андреи", "Сказал и.")
    assert find(db, "андрей") == [held]


def test_the_index_by_plain_letters_is_the_one_that_is_asked(db: Database) -> None:
    if db.is_sqlite:
        return
    with db.write() as conn:
        conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = str(conn.exec_driver_sql(f"EXPLAIN SELECT id FROM articles WHERE {tsvector('articles')} @@ 'a'").all())
    assert "fts_articles" in plan


def test_marks_heaped_on_one_letter_hold_up_no_article(db: Database) -> None:
    began = time.monotonic()
    store(db, 1, "Quake", "a" + "\u0301\u0323" * 60_000)
    assert time.monotonic() - began < 5


def test_an_index_from_before_is_made_anew(tmp_path: Path, back_to: Callable[[Database, str], None]) -> None:
    path = str(tmp_path / "newsdelta.db")
    with Database.open(path) as db:
        held = store(db, 1, "Łódź", "Große Straße.")
        with db.write() as conn:
            conn.exec_driver_sql("INSERT INTO fts_articles(fts_articles) VALUES ('rebuild')")  # letters as written
        assert find(db, "lodz strasse") == []
        back_to(db, "0011")
    with Database.open(path) as db:
        assert find(db, "lodz strasse") == [held]
        with db.write() as conn:
            conn.execute(sa.text("DELETE FROM articles WHERE id = :id"), {"id": held})
        assert find(db, "lodz") == []
