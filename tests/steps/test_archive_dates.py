"""When the articles of an archive count as read, and so which of the days that they name they may be of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from models.text.dates import dateline
from steps.replaying.archive import UNDATED, Line, read_archive

FIRST = datetime(2013, 3, 12, 8, tzinfo=UTC)


def archive(path: Path, *published: str | None) -> list[Line]:
    """Each of these articles says that it is of May 2, 2013."""
    rows = [
        {"id": n, "title": "Bridge closed", "text": "Posted: May 2, 2013\nThe bridge is closed.", "published": each}
        for n, each in enumerate(published)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return list(read_archive(path, given_stories=False))


def said(lines: list[Line]) -> list[str | None]:
    found = (dateline(line.title, line.text, line.at) for line in lines)
    return [day.date().isoformat() if day else None for day in found]


def test_an_archive_without_dates_is_read_after_every_day_that_it_names(tmp_path: Path) -> None:
    lines = archive(tmp_path / "in.jsonl", None, None)
    assert [line.at for line in lines] == [UNDATED, UNDATED]
    assert said(lines) == ["2013-05-02", "2013-05-02"]


def test_an_undated_article_between_dated_ones_came_with_the_one_before(tmp_path: Path) -> None:
    lines = archive(tmp_path / "in.jsonl", FIRST.isoformat(), None, "2014-01-01T00:00:00Z", None)
    assert [line.at for line in lines] == [FIRST, FIRST, lines[2].published, lines[2].published]
    assert said(lines)[1::2] == [None, "2013-05-02"]


def test_undated_articles_before_the_first_dated_one_came_with_it(tmp_path: Path) -> None:
    archive(tmp_path / "in.jsonl", None, FIRST.isoformat())
    lines = list(read_archive(tmp_path / "in.jsonl", False, FIRST))
    assert [line.at for line in lines] == [FIRST, FIRST]
