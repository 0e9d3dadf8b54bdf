"""What a newcomer mistypes is answered in one sentence that says what, where and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from filelock import FileLock

from storage.database import Database
from storage.deciding import stories
from storage.schema import feeds

Call = Callable[..., Result]
HUGE = "99999999999999999999"


@pytest.fixture
def empty(settings_file: Path, tmp_path: Path) -> Path:
    """Settings, and a database with nothing in it."""
    Database.open(str(tmp_path / "newsdelta.db")).close()
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("story", HUGE),
        ("stories", "--days", HUGE),
        ("stories", "--limit", HUGE),
        ("alerts", "--days", "99999"),
        ("alerts", "show", "0"),
        ("snooze", "1", "--days", "9999999"),
        ("merge", "1", HUGE),
        ("useful", HUGE),
        ("preview", "Quakes", "--budget", HUGE),
    ],
    ids=" ".join,
)
def test_a_number_that_is_too_large_or_too_small(words: tuple[str, ...], newsdelta: Call, empty: Path) -> None:
    result = newsdelta(*words)
    assert result.exit_code == 2
    assert "is out of range: 1 to" in result.output


@pytest.mark.parametrize("what", ["--phrase", "--source"])
def test_a_blank_silences_nothing(what: str, newsdelta: Call, empty: Path) -> None:
    result = newsdelta("mute", what, " ")
    assert result.exit_code == 2
    assert "give one of: a story's id, --source or --phrase." in result.output


def test_what_is_no_number(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("story", "abc")
    assert result.exit_code == 2
    assert "'abc' is not a whole number." in result.output


@pytest.mark.parametrize("words", [("alerts",), ("alerts", "--held")], ids=" ".join)
def test_alerts_of_a_watch_that_is_not_there(words: tuple[str, ...], newsdelta: Call, empty: Path) -> None:
    result = newsdelta(*words, "--watch", "Quake")
    assert result.exit_code == 2
    assert "There is no watch 'Quake'. There are: Quakes." in result.output
    assert newsdelta(*words, "--watch", "Quakes").exit_code == 0


def test_trying_an_alert_again_that_is_not_there(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("alerts", "retry", "99")
    assert result.exit_code == 2
    assert "There is no alert 99." in result.output
    assert "Nothing has failed for good" in newsdelta("alerts", "retry").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("story",), "Which story? Say it like: newsdelta why story 17."),
        (("story", "abc"), "'abc' is not the number of a story"),
        (("article", "Quakes"), "'Quakes' is neither the number nor the address of an article."),
        (("Quake",), "'Quake' is neither a number, nor an address, nor the name of a watch."),
    ],
)
def test_why_of_nothing(words: tuple[str, ...], said: str, newsdelta: Call, empty: Path) -> None:
    result = newsdelta("why", *words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_backup_that_cannot_be_written(newsdelta: Call, empty: Path) -> None:
    (empty / "file").write_text("x")
    result = newsdelta("backup", "--to", "file/folder")
    assert result.exit_code == 1
    assert "No backup could be written to file/folder" in result.output
    assert "name another folder with --to" in result.output


def test_a_private_feed_is_told_how_it_may_be_read(newsdelta: Call, empty: Path) -> None:
    (empty / "newsdelta.yaml").write_text("feeds: ['http://127.0.0.1:9/rss']\n")
    result = newsdelta("check")
    assert result.exit_code == 1
    assert "add its host to network.allow_private" in result.output


def test_a_source_that_the_settings_do_not_name_is_said_to_be_so(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("mute", "--source", "Alhpa")
    assert result.exit_code == 0
    assert "names no feed or publisher 'Alhpa': is it spelt so?" in result.output
    assert "spelt" not in newsdelta("mute", "--source", "alpha").output
    assert "spelt" not in newsdelta("mute", "--source", "example.org").output


def test_where_a_database_went_is_named_whole(newsdelta: Call, tmp_path: Path) -> None:
    """A path in the settings starts from their folder, one on the command line from where a person is."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "newsdelta.yaml").write_text("database: old.db\n")
    Database.open(str(tmp_path / "news" / "old.db")).close()
    result = newsdelta("migrate", "--to", "new.db", "--config", "news/newsdelta.yaml")
    assert result.exit_code == 0
    assert f"'database: {(tmp_path / 'new.db').resolve()}' into news/newsdelta.yaml" in result.output


def test_a_database_that_names_the_settings_is_no_case_for_a_backup(newsdelta: Call, empty: Path) -> None:
    settings = empty / "newsdelta.yaml"
    settings.write_text("database: newsdelta.yaml\n# " + "mine " * 200)
    before = settings.read_bytes()
    said = newsdelta("stories").output
    assert "look whether its path is right ('database' in the settings)" in said
    assert newsdelta("restore", "newsdelta.db").exit_code == 2
    assert settings.read_bytes() == before


def test_a_database_in_a_folder_that_cannot_be_made(newsdelta: Call, empty: Path) -> None:
    (empty / "newsdelta.yaml").write_text("database: /proc/nope/x.db\n")
    result = newsdelta("run")
    assert result.exit_code == 1
    assert "'database' in the settings" in result.output
    assert "Errno" not in result.output


def test_a_word_is_no_address_to_move_to(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("migrate", "--to", "nope")
    assert result.exit_code == 2
    assert "nope.db" in result.output
    assert not (empty / "nope").exists()
    assert newsdelta("migrate", "--to", "./nope").exit_code == 0
    assert (empty / "nope").exists()


def test_a_pass_without_feeds_or_watches_says_so(newsdelta: Call, empty: Path) -> None:
    (empty / "newsdelta.yaml").write_text("contact: me@example.org\n")
    said = newsdelta("run").output
    assert "There are no feeds in newsdelta.yaml: 'newsdelta feeds add ADDRESS' adds one." in said
    assert "There are no watches in newsdelta.yaml" in said


def test_a_pass_in_which_no_feed_is_due_says_when_the_next_is(newsdelta: Call, empty: Path) -> None:
    assert newsdelta("feeds").exit_code == 0  # the feeds are in the database now
    soon = datetime.now(UTC) + timedelta(hours=3, minutes=1)
    with Database.open(str(empty / "newsdelta.db")) as database, database.write() as conn:
        conn.execute(feeds.update().values(next_poll=soon + timedelta(days=1)))
        conn.execute(feeds.update().where(feeds.c.name == "Beta").values(next_poll=soon))
    said = newsdelta("run").output
    assert "No feed was due. The next is Beta, in 3 h" in said
    assert "There are no" not in said
    assert "No feed was due" not in newsdelta("run", "--json").stdout
    assert newsdelta("feeds", "pause", "Alpha").exit_code == 0
    assert newsdelta("feeds", "pause", "Beta").exit_code == 0
    assert "all are paused or retired" in newsdelta("run").output


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("why", "article", "999"), "'newsdelta story ID' lists"),
        (("why", "https://nowhere.example/1"), "'newsdelta read ADDRESS' shows"),
    ],
)
def test_why_of_what_was_not_read_says_where_to_look(
    words: tuple[str, ...], what: str, newsdelta: Call, empty: Path
) -> None:
    result = newsdelta(*words)
    assert result.exit_code == 2
    assert what in result.output


def test_a_story_is_not_merged_into_itself(newsdelta: Call, empty: Path) -> None:
    with Database.open(str(empty / "newsdelta.db")) as database, database.write() as conn:
        number = stories.open_story(conn, "Dam holds", datetime.now(UTC), "en")
    result = newsdelta("merge", str(number), str(number))
    assert result.exit_code == 2
    assert "merged into itself: name two stories" in result.output


def test_backups_of_which_there_are_none_or_can_be_none(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("backup", "--list")
    assert (result.exit_code, result.output) == (0, f"There are no backups in {empty / 'newsdelta-backups'}.\n")
    (empty / "newsdelta.yaml").write_text("database: postgresql://desk@db.example/news\n")
    result = newsdelta("backup", "--list")
    assert result.exit_code == 2
    assert "PostgreSQL has pg_dump and pg_restore" in result.output


def test_a_backup_is_not_put_back_beneath_newsdelta_at_work(newsdelta: Call, empty: Path) -> None:
    assert newsdelta("backup").exit_code == 0
    [made] = (empty / "newsdelta-backups").glob("*.db")
    (empty / ".newsdelta").mkdir()
    with FileLock(str(empty / ".newsdelta" / "up.lock")):
        result = newsdelta("restore", str(made))
    assert result.exit_code == 1
    assert "newsdelta is up with newsdelta.yaml: stop it first." in result.output
    assert newsdelta("restore", str(made)).exit_code == 0


def test_a_file_that_cannot_be_written(newsdelta: Call, empty: Path) -> None:
    result = newsdelta("opml", "export", "--out", "nowhere/feeds.opml")
    assert result.exit_code == 2
    assert "nowhere/feeds.opml cannot be written: No such file or directory." in result.output
