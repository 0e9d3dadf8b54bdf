"""A database that was there and is not now (a disk that is not mounted) is not begun anew in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from flows.contexts import opened
from models.errors import StorageError

Call = Callable[..., Result]


@pytest.fixture
def house(settings_file: Path) -> Path:
    """Settings whose database lies on a disk of its own; one pass over no feeds has made it."""
    text = settings_file.read_text()
    settings_file.write_text(f"database: disk/newsdelta.db\n{text[text.index('watches:') :]}")
    return settings_file


def test_what_was_there_is_not_begun_anew(newsdelta: Call, house: Path, tmp_path: Path) -> None:
    assert newsdelta("run").exit_code == 0
    disk, elsewhere = tmp_path / "disk", tmp_path / "unmounted"
    disk.rename(elsewhere)
    disk.mkdir()
    for words in ("run", "up", "web", "check --offline"):
        result = newsdelta(*words.split())
        assert result.exit_code == 1, words
        assert "Is its disk mounted?" in result.output, words
    with pytest.raises(StorageError, match="mounted"), opened(str(house)):
        pass
    assert list(disk.iterdir()) == [], "nothing is made below the mount point"

    shutil.rmtree(disk)
    elsewhere.rename(disk)
    assert newsdelta("run").exit_code == 0


def test_a_person_may_begin_anew_or_name_another(newsdelta: Call, house: Path, tmp_path: Path) -> None:
    with opened(str(house)):
        pass
    shutil.rmtree(tmp_path / "disk")
    assert newsdelta("run").exit_code == 1
    house.write_text(house.read_text().replace("disk/", "other/"))
    assert newsdelta("run").exit_code == 0, "another one is no loss"
    shutil.rmtree(tmp_path / "other")
    (tmp_path / ".newsdelta" / "database").unlink()
    assert newsdelta("run").exit_code == 0


def test_a_backup_takes_the_place_of_what_is_lost(newsdelta: Call, house: Path, tmp_path: Path) -> None:
    assert newsdelta("run").exit_code == 0
    assert newsdelta("backup", "--to", str(tmp_path / "safe")).exit_code == 0
    shutil.rmtree(tmp_path / "disk")
    (backup,) = (tmp_path / "safe").iterdir()
    assert newsdelta("restore", str(backup)).exit_code == 0
    assert newsdelta("run").exit_code == 0
