"""rename-watch: in the settings and in the database, or in neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from storage.database import Database
from storage.telling import feedback

Call = Callable[..., Result]


@pytest.fixture
def said(settings_file: Path) -> Path:
    """A watch that somebody has muted something for."""
    path = settings_file.parent / "newsdelta.db"
    with Database.open(f"sqlite:///{path}", create=True) as db, db.write() as conn:
        feedback.add(conn, "mute", datetime(2026, 3, 1, tzinfo=UTC), watch="Quakes", phrase="drill")
    return settings_file


def whose(settings: Path) -> set[str | None]:
    with Database.open(f"sqlite:///{settings.parent / 'newsdelta.db'}") as db, db.read() as conn:
        return {row.watch for row in feedback.of(conn)}


def test_the_name_and_all_that_goes_with_it(newsdelta: Call, said: Path) -> None:
    text = said.read_text()
    result = newsdelta("rename-watch", "Quakes", "Earthquakes")
    assert result.exit_code == 0
    assert "'Quakes' is 'Earthquakes' now" in result.output
    assert said.read_text() == text.replace("name: Quakes", "name: Earthquakes")
    assert whose(said) == {"Earthquakes"}
    assert newsdelta("rename-watch", "Earthquakes", "Quakes").exit_code == 0, "and back"
    assert (said.read_text(), whose(said)) == (text, {"Quakes"})


def test_a_watch_that_no_pass_has_seen_yet(newsdelta: Call, settings_file: Path) -> None:
    assert newsdelta("rename-watch", "Quakes", "Earthquakes").exit_code == 0
    assert "name: Earthquakes" in settings_file.read_text()


def test_a_name_that_was_changed_by_hand_is_noticed_and_mended(newsdelta: Call, said: Path) -> None:
    said.write_text(said.read_text().replace("name: Quakes", "name: Earthquakes"))
    checked = newsdelta("check", "--offline").output
    assert "'Quakes' was told things and is in the settings no more; 'Earthquakes' was told nothing yet" in checked
    assert 'newsdelta rename-watch "Quakes" "Earthquakes"' in checked
    assert newsdelta("rename-watch", "Quakes", "Earthquakes").exit_code == 0
    assert whose(said) == {"Earthquakes"}
    assert "rename-watch" not in newsdelta("check", "--offline").output


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Floods", "Rivers", "has no watch 'Floods'. There are: Quakes."),
        ("Quakes", "Quakes", "has a watch 'Quakes' already."),
        ("Floods", "Quakes", "Nothing was told to a watch 'Floods'"),
        ("Quakes", "", "name"),
        ("Quakes", "x" * 999, "name"),
    ],
)
def test_what_cannot_be_renamed_is_said_and_nothing_changes(
    newsdelta: Call, said: Path, old: str, new: str, why: str
) -> None:
    before = said.read_bytes()
    result = newsdelta("rename-watch", old, new)
    assert result.exit_code != 0
    assert why in result.output
    assert (said.read_bytes(), whose(said)) == (before, {"Quakes"})
