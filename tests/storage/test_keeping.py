"""Retention, backups, and the move to another database."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from models.copies import fingerprint
from models.errors import DatabaseCorrupt, InputError, StorageError
from models.nouns import Article, Assignment, Entry, Passages, Reason, RobotsTxt, Role
from models.story.vocabulary import Learned
from models.text.parts import parts
from storage import backup, retention, transfer
from storage.database import Database
from storage.deciding import mending, stories, words
from storage.reading import articles, entries, feeds, fingerprints, passages, robots
from storage.reading.feeds import Listed
from storage.retention import Policy
from storage.schema import metadata

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TEXT = "The dam of Lower Brenn held on Monday. Eleven people were moved. " * 20


def fill(db: Database, days: int = 10, *, decided: bool = True, text: str = TEXT) -> list[int]:
    """One article a day with everything that belongs to it, the last one today."""
    made = []
    with db.write() as conn:
        feeds.sync(conn, [Listed("https://one.example/feed", "One")], 3600)
        feed = feeds.listing(conn)[0]
        story = stories.open_story(conn, "Dam holds", NOW, "en")
        for n in range(days):
            at = NOW - (days - 1 - n) * DAY
            entries.add(conn, feed.id, [Entry(key=str(n), url=f"https://one.example/{n}", title="t",
                                              published=at, text="own words")], at)  # fmt: skip
            given = Article(id=0, url=f"https://one.example/{n}", canonical_url=f"https://one.example/{n}",
                            title=f"Day {n}", text=text + str(n), published=at, seen=at, site="One",
                            publisher="one.example", feed_id=feed.id)  # fmt: skip
            article_id, _ = articles.store(conn, given)
            article = articles.get(conn, article_id)
            title, sentences = parts(article)
            rows = np.eye(len(sentences) + 1, 96, dtype=np.float32)
            passages.save(conn, 1, Passages(article_id, "m@1", title, sentences, rows[0], rows[1:]))
            fingerprints.save(conn, article_id, at, fingerprint(article.text))
            entries.is_read(conn, entries.waiting(conn, at, 9)[0].entry.id, article_id)
            words.add(conn, {"dam", f"word{n}"}, Learned(frozenset({"dam", f"word{n}"}), True))
            why = Assignment(story, 0.9, 0.1, Reason("same", (("cosine", 0.1 + 0.2),)))
            stories.add_member(conn, article_id, story, at, "one.example", why, Role.REPEAT, b"\0\xff", at)
            if decided:
                articles.decided(conn, article_id)
            else:
                articles.embedded(conn, article_id)
            made.append(article_id)
    return made


def count(db: Database, table: str, where: str = "true") -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {where}").scalar_one())


def test_age_takes_texts_and_vectors_and_leaves_the_stories(db: Database) -> None:
    fill(db)
    policy = Policy(text=4 * DAY, vectors=2 * DAY)
    done = retention.tidy(db, policy, NOW + DAY / 2)
    assert (done.texts, done.vectors, done.entries, done.oldest_text) == (6, 8, 0, None)
    assert count(db, "articles", "text = ''") == 6
    assert count(db, "passages") == 2
    assert count(db, "members") == count(db, "articles") == 10
    assert count(db, "entries", "text = ''") == 3
    assert retention.tidy(db, policy, NOW + DAY / 2) == retention.Tidied()


def test_what_waits_is_never_taken(db: Database) -> None:
    fill(db, decided=False)
    with db.write() as conn:
        unread = Entry(key="unread", url="https://one.example/u", title="t", published=NOW, text="own words")
        entries.add(conn, feeds.listing(conn)[0].id, [unread], NOW)
    done = retention.tidy(db, Policy(text=DAY, vectors=DAY, most_bytes=1), NOW + 999 * DAY)
    assert (done.texts, done.vectors) == (0, 0)
    with db.read() as conn:
        waiting = [each.entry.id for each in entries.waiting(conn, NOW + 999 * DAY, 9)]
        assert [entries.text_of(conn, each) for each in waiting] == ["own words"]


class Interrupted:
    """A database in which something else happens right before the nth write."""

    def __init__(self, db: Database, nth: int, meanwhile: Callable[[], object]) -> None:
        self._db, self._left, self._meanwhile = db, nth, meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def write(self) -> Any:
        self._left -= 1
        if self._left == 0:
            self._meanwhile()
        return self._db.write()


@pytest.mark.parametrize("nth", [1, 2], ids=["texts", "vectors"])
def test_what_becomes_a_new_revision_meanwhile_is_kept(db: Database, nth: int) -> None:
    first, *_ = fill(db)

    def revise() -> None:
        with db.write() as conn:
            known = articles.get(conn, first)
            articles.store(conn, replace(known, text="It broke after all.", seen=NOW))

    policy = Policy(text=4 * DAY, vectors=4 * DAY)
    done = retention.tidy(Interrupted(db, nth, revise), policy, NOW + DAY / 2)  # type: ignore[arg-type]
    with db.read() as conn:
        assert articles.get(conn, first).text == "It broke after all."
    assert count(db, "passages", f"article_id = {first}") == 1
    assert done.vectors == 5


def test_an_earlier_revisions_text_goes_by_when_it_was_seen(db: Database) -> None:
    *_, young = made = fill(db)
    with db.write() as conn:
        for each in (made[0], young):
            known = articles.get(conn, each)
            articles.store(conn, replace(known, text="It broke after all.", seen=NOW))
            articles.decided(conn, each)
    retention.tidy(db, Policy(text=4 * DAY), NOW + DAY / 2)
    with db.read() as conn:
        assert [each.text for each in articles.revisions_of(conn, made[0])] == [""]
        assert [each.text for each in articles.revisions_of(conn, young)] == [TEXT + "9"]
        assert articles.get(conn, made[0]).text == "It broke after all.", "it counts from when it was seen"


def test_old_fingerprints_and_entries_go_and_their_articles_are_not_read_again(db: Database) -> None:
    fill(db)
    done = retention.tidy(db, Policy(), NOW + 175 * DAY)
    assert (done.entries, done.fingerprints, done.texts) == (4, 10, 0)
    with db.write() as conn:
        feed = feeds.listing(conn)[0]
        again = Entry(key="0", url="https://one.example/0", title="t", published=NOW)
        assert entries.add(conn, feed.id, [again], NOW) == 1
        assert articles.ids_of_urls(conn, ["https://one.example/0"]), "its address is still known"


def test_size_takes_the_oldest_first(db: Database) -> None:
    noise = random.Random(1).choices("abcdefghij .", k=6_000)
    made = fill(db, 60, text="".join(noise))
    with db.write() as conn:  # those that were read first were published last
        table = metadata.tables["articles"]
        for days, each in enumerate(made):
            conn.execute(table.update().where(table.c.id == each).values(at=NOW - days * DAY))
        whole = retention.size(conn)
    done = retention.tidy(db, Policy(most_bytes=whole - 50_000), NOW)
    assert done.oldest_text is not None
    assert 0 < done.texts < 30, "and no more than has to go"
    assert done.texts == done.vectors
    with db.read() as conn:
        kept = list(conn.execute(sa.text("SELECT id FROM articles WHERE text != '' ORDER BY id")).scalars())
        assert kept == made[: -done.texts]
        assert retention.size(conn) <= whole - 50_000
    assert retention.tidy(db, Policy(most_bytes=whole - 80_000), NOW).texts == 0, "the next night it is not cut again"
    assert retention.tidy(db, Policy(most_bytes=1), NOW).texts == len(kept), "beyond reach: takes all, and ends"


def test_each_row_is_looked_at_once_however_many_are_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By SQLite's own count of steps: twice the rows cost twice the work, in batches of however few."""
    monkeypatch.setattr(retention, "RETENTION_BATCH", 2)
    steps: list[int] = []
    for days in (20, 40, 80):
        steps.append(0)
        with Database.open(str(tmp_path / f"{days}.db"), durable=False) as db:
            fill(db, days, text="One sentence that is long enough to be read. ")
            db.close()  # connections made from here on are counted

            @sa.event.listens_for(db.engine, "connect")
            def count_steps(connection: Any, _record: Any) -> None:
                def step() -> int:
                    steps[-1] += 1
                    return 0

                connection.set_progress_handler(step, 10)

            assert retention.tidy(db, Policy(text=-DAY, vectors=-DAY), NOW).texts == days
    # every row has its cost, and each transaction: what grows beyond that would be rows looked at again
    assert steps[2] - steps[1] < 2.5 * (steps[1] - steps[0])


def test_what_was_let_go_of_is_given_back_to_the_disk(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db")) as db:
        fill(db, 120)
        with db.read() as conn:
            before = int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())
        retention.tidy(db, Policy(text=DAY, vectors=DAY), NOW + 200 * DAY)
        with db.read() as conn:
            assert int(conn.exec_driver_sql("PRAGMA page_count").scalar_one()) < before * 0.6
            assert conn.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0


# -- backups ---------------------------------------------------------------------------------------


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "lite" / "newsdelta.db"), wait_s=0.2) as db:
        yield db


def rows(db: Database) -> dict[str, list[tuple[object, ...]]]:
    with db.read() as conn:
        tables = (t for t in metadata.sorted_tables if t.name != "notes")
        return {
            t.name: [tuple(row) for row in conn.execute(sa.select(t).order_by(*t.primary_key))]
            for t in tables
        }


def test_a_backup_is_restored_as_it_was(lite: Database, tmp_path: Path) -> None:
    fill(lite)
    then = rows(lite)
    made = backup.make(lite, tmp_path / "backups", NOW)
    assert (made.articles, made.stories, made.alerts) == (10, 1, 0)
    assert backup.last(lite) == (NOW, str(made.path))
    with lite.write() as conn:
        conn.execute(metadata.tables["members"].delete())
    lite.close()
    assert lite.path is not None
    aside = backup.restore(made.path, lite.path, NOW)
    with Database.open(str(lite.path)) as again:
        assert rows(again) == then
    assert aside is not None
    with Database.open(str(aside)) as old:
        assert rows(old)["members"] == []
    assert made.path.exists()


def test_a_backup_counts_the_stories_that_stand(lite: Database, tmp_path: Path) -> None:
    fill(lite)
    with lite.write() as conn:
        gone, kept = (stories.open_story(conn, headline, NOW, "en") for headline in ("Smoke seen", "Fire in the port"))
        mending.merge(conn, gone, kept, NOW, by_person=True, figures={})
    assert backup.make(lite, tmp_path / "backups", NOW).stories == 2


def test_a_backup_is_made_while_others_read_and_write(lite: Database, tmp_path: Path) -> None:
    fill(lite, 3)
    with lite.read() as conn, lite.write() as writer:
        conn.execute(sa.text("SELECT count(*) FROM articles"))
        writer.execute(sa.text("DELETE FROM words"))
        with pytest.raises(RuntimeError, match="inside a write"):
            backup.make(lite, tmp_path / "b", NOW)
    made = backup.make(lite, tmp_path / "b", NOW)
    assert made.articles == 3


def test_only_the_newest_are_kept(lite: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    (folder / "newsdelta-mine.db").parent.mkdir()
    (folder / "newsdelta-mine.db").write_text("not newsdelta's")
    for n in range(5):
        backup.make(lite, folder, NOW + n * DAY, keep=3)
    assert [p.name for p in backup.listing(folder)] == [f"newsdelta-2026030{n}T120000Z.db" for n in (5, 4, 3)]
    assert (folder / "newsdelta-mine.db").exists()


def test_a_damaged_backup_is_not_put_in_place(lite: Database, tmp_path: Path) -> None:
    fill(lite, 5)
    made = backup.make(lite, tmp_path / "b", NOW)
    raw = bytearray(made.path.read_bytes())
    raw[8192:20480] = b"\xff" * 12288
    made.path.write_bytes(raw)
    then = rows(lite)
    assert lite.path is not None
    with pytest.raises(DatabaseCorrupt, match="take an older one"):
        backup.restore(made.path, lite.path, NOW)
    assert rows(lite) == then
    with pytest.raises(InputError, match="no backup at"):
        backup.restore(tmp_path / "none", lite.path, NOW)


def test_nothing_is_restored_under_a_newsdelta_at_work(lite: Database, tmp_path: Path) -> None:
    made = backup.make(lite, tmp_path / "b", NOW)
    assert lite.path is not None
    with lite.write(), pytest.raises(StorageError, match="stop it"):
        backup.restore(made.path, lite.path, NOW, wait_s=0.05)


def test_postgresql_has_backups_of_its_own(postgres: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        backup.make(postgres, tmp_path, NOW)


# -- moving ----------------------------------------------------------------------------------------


def test_every_row_moves_and_work_goes_on_there(lite: Database, db: Database) -> None:
    ids = fill(lite, 30)
    with lite.write() as conn:
        articles.is_copy(conn, ids[0], ids[5])  # points forward within its table
        conn.execute(
            metadata.tables["words"].insert(),
            [{"word": word, "articles": 1, "stories": 1} for word in ("Zebra", "ärger", "_")],
        )
    told: list[tuple[str, int, int]] = []
    moved = transfer.move(lite, db, lambda *step: told.append(step))
    assert moved["articles"] == 30
    assert moved["words"] == 35
    assert rows(db) == rows(lite)
    assert told[-1][1] == told[-1][2]
    with db.write() as conn:
        new = articles.get(conn, ids[0])
        assert articles.store(conn, Article(**{**_fields(new), "canonical_url": "https://new.example/"}))[
            0
        ] > max(ids)
    with pytest.raises(StorageError, match="in use already"):
        transfer.move(lite, db)


def test_a_row_that_changes_on_the_way_stops_the_move(lite: Database, tmp_path: Path) -> None:
    fill(lite)
    with Database.open(str(tmp_path / "other.db")) as other:
        with other.write() as conn:
            conn.exec_driver_sql(
                "CREATE TRIGGER t AFTER INSERT ON words BEGIN UPDATE words SET articles = 7; END"
            )
        with pytest.raises(StorageError, match=r"A row of words \(.*\) did not arrive .*articles"):
            transfer.move(lite, other)
        assert count(other, "articles") == 0


def _fields(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in Article.__slots__}


def test_robots_are_kept_for_a_day_the_newest_of_each_site(db: Database) -> None:
    old = RobotsTxt("https://old.example", NOW - DAY, 404)
    first = RobotsTxt("https://one.example", NOW - DAY / 2, 200, "User-agent: *")
    now = RobotsTxt("https://one.example", NOW, 503)
    with db.write() as conn:
        robots.keep(conn, [old, first, now])
    with db.read() as conn:
        assert robots.recent(conn, NOW) == [now]
    retention.tidy(db, Policy(), NOW)
    with db.read() as conn:
        assert robots.recent(conn, NOW - DAY) == [now], "what is older is gone"
    with db.write() as conn:
        robots.forget(conn, ["https://one.example"])
        assert robots.recent(conn, NOW) == []
