"""again: what is looked at in the next pass, and what was wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from models.nouns import Article
from storage.database import Database
from storage.reading import articles, checks

Call = Callable[..., Result]
SEEN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def stored(settings_file: Path) -> Path:
    """Two articles."""
    path = settings_file.parent / "newsdelta.db"
    with Database.open(f"sqlite:///{path}", create=True) as db, db.write() as conn:
        for number in (1, 2):
            url = f"https://lom.example/{number}"
            articles.store(conn, Article(0, url, url, f"Ferry {number}", "It rains.", None, SEEN, "lom.example", "L"))
    return path


def due(path: Path) -> list[int]:
    with Database.open(f"sqlite:///{path}") as db, db.read() as conn:
        return [each.article.id for each in checks.due(conn, datetime.now(UTC), 9)]


def test_by_number_and_by_address(newsdelta: Call, stored: Path) -> None:
    result = newsdelta("again", "2", "https://lom.example/1?utm_source=mail")
    assert result.exit_code == 0
    assert "Article 2 (Ferry 2) is looked at again in the next pass." in result.output
    assert "Article 1 (Ferry 1)" in result.output
    assert "newsdelta run" in result.output
    assert sorted(due(stored)) == [1, 2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give an article's number or address"),
        (("ferry",), "'ferry' is neither the number nor the address of an article"),
        (("0",), "'0' is neither"),
        (("99999999999999999999999",), "is neither"),
        (("²",), "is neither"),
        (("3",), "There is no article 3"),
        (("https://lom.example/3",), "No feed has led to https://lom.example/3"),
        (("--story", "1"), "There is no story 1"),
        (("--story", "x"), "'x' is not a whole number"),
    ],
)
def test_what_is_wrong_is_said(newsdelta: Call, stored: Path, words: tuple[str, ...], said: str) -> None:
    result = newsdelta("again", *words)
    assert result.exit_code != 0
    assert said in result.output
    assert due(stored) == []


def test_one_that_is_wrong_holds_up_no_other(newsdelta: Call, stored: Path) -> None:
    result = newsdelta("again", "9", "1")
    assert result.exit_code != 0
    assert "There is no article 9" in result.output
    assert due(stored) == [1]
