"""What keeps newsdelta from telling anything the usual way is told all the same: a broken file of settings, a database
that cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import deadman
from flows.contexts import opened
from flows.last_good import settings_now
from flows.lateness import Lateness
from models.errors import StorageError
from settings.errors import SettingsError
from settings.load import load
from steps.deliver import deliver
from steps.shift import MONITOR_PASS, working
from steps.watchdog import watchdog
from storage.database import Database
from storage.running import passes

GOOD = "database: newsdelta.db\nchannels: [{name: box, kind: folder, path: box}]\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "newsdelta.yaml"
    path.write_text(GOOD)
    return path


@pytest.fixture
def letters(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: sorted(each.read_text() for each in (tmp_path / "box").glob("*.eml"))


def a_pass(config: Path) -> None:
    with opened(str(config)) as context, working(context, MONITOR_PASS) as shift:
        assert shift is not None
        shift.run("watchdog", watchdog)
        shift.run("deliver", deliver)


def test_a_broken_file_of_settings_ends_no_watch_and_is_told_once(
    config: Path, letters: Callable[[], list[str]]
) -> None:
    a_pass(config)
    config.write_text(GOOD.replace("channels", "chanels") + "timezone: Europe/Berlin\n")
    for _ in range(2):
        a_pass(config)
    (told,) = letters()
    assert "the settings' file is wrong" in told.replace("\n ", " ")
    assert "chanels" in told
    config.unlink()
    assert settings_now(config)[0].channels, "a file that is gone is no reason either"
    config.write_text(GOOD + "timezone: Europe/Berlin\n")
    a_pass(config)
    assert len(letters()) == 2
    config.write_text("feeds: 7\n")
    assert settings_now(config)[0].timezone == "Europe/Berlin", "the last good one"


def test_who_may_not_read_the_settings_may_not_read_what_is_kept_of_them(config: Path) -> None:
    for mode in (0o600, 0o640):
        config.chmod(mode)
        config.write_text(f"{GOOD}# {mode}\n")
        settings_now(config)
        kept = config.parent / ".newsdelta" / "settings.yaml"
        assert kept.stat().st_mode & 0o777 == mode
        assert kept.read_text() == config.read_text()


def test_what_was_never_right_is_said_as_ever(config: Path) -> None:
    config.write_text("chanels: []\n")
    with pytest.raises(SettingsError, match="chanels"), opened(str(config)):
        pass


def test_a_database_that_cannot_be_used_is_told_without_it_once_and_when_it_is_over(
    config: Path, letters: Callable[[], list[str]], tmp_path: Path
) -> None:
    a_pass(config)
    database, aside = tmp_path / "newsdelta.db", tmp_path / "aside"
    database.rename(aside)
    database.write_bytes(b"damaged " * 1000)
    for _ in range(2):
        with pytest.raises(StorageError):
            deadman.look(str(config))
    (told,) = letters()
    assert "the database cannot be used" in told.replace("\n ", " ")
    assert "is damaged" in told
    aside.replace(database)
    a_pass(config)
    a_pass(config)
    (over,) = set(letters()) - {told}
    assert "over: the database cannot be used" in over.replace("\n ", " ")


def test_passes_are_late_while_the_database_cannot_be_used(config: Path, tmp_path: Path) -> None:
    now = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    is_late = Lateness(config, load(config), lambda: now[0])
    with Database.open(str(tmp_path / "newsdelta.db")) as db, db.write() as conn:
        passes.end(conn, passes.begin(conn, "monitor", now[0]), now[0], {})
    assert not is_late()
    (tmp_path / "newsdelta.db").write_bytes(b"damaged " * 1000)
    (tmp_path / "newsdelta.db-wal").unlink(missing_ok=True)
    now[0] += timedelta(minutes=40)
    with pytest.raises(StorageError):
        is_late()
    now[0] += timedelta(minutes=6)
    assert is_late()
    now[0] += timedelta(minutes=5)
    with pytest.raises(StorageError):
        is_late()
