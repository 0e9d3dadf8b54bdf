"""The line by which an undated article says of which day it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.text.dates import dateline

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "The bridge at Skall was closed on Friday.\nNobody was hurt."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("May 2, 2013, 1: 12 PM", "2013-05-02"),
        ("Posted: Nov. 27th, 2005 8:20 AM ET Last Updated: Nov 27, 2005 8:10 PM ET", "2005-11-27"),
        ("26 September 2013, 10:00 (GMT+05:00)", "2013-09-26"),
        ("10:24 AM, MON 22 JUL 2013", "2013-07-22"),
        ("published: 2012-04-04 11:47:35", "2012-04-04"),
        ("It was seen on Tuesday, 16 December 2008.", None),
        ("May 2, 2013 1:35 pm.", "2013-05-02"),
        ("She was born on April 22, 1992, in Corlin.", None),
        ("April 22, 1923", None),
        ("June 31, 2013", None),
        ("May 2, 2033", None),
        ("The court set the hearing of all that are accused in the case for May 2, 2013", None),
        ("Version 12013-05-021", None),
        ("WASHINGTON, DC, April 28, 2009", "2009-04-28"),
        ("By Ida Moe, CNN, on 4 May 2013 at 6 p.m. AKDT", "2013-05-04"),
        ("Born 4 May 1995", None),
        ("Ida Moe, died 4 May 1995", None),
        ("Copyright 2020-01-01", None),
        ("(c) Ida Moe 2020-01-01", None),
        ("Founded May 4, 1995", None),
        ("Remembering 26 September 2013", None),
        ("What we learned from September 11, 2001", None),
        ("Downloaded by a reader on May 4, 2013", None),
    ],
)
def test_a_line_that_is_a_date(line: str, day: str | None) -> None:
    found = dateline("A bridge is closed", f"{line}\n{TEXT}", SEEN)
    assert (found and found.date().isoformat()) == day


@pytest.mark.parametrize(
    "title",
    ["What we learned from September 11, 2001", "Remembering 26 September 2013", "Skall Bridge, May 2, 2013"],
)
def test_a_title_that_names_a_day_is_not_of_it(title: str) -> None:
    assert dateline(title, TEXT, SEEN) is None


def test_title_and_first_lines_only() -> None:
    assert dateline("MONDAY, MAY 23, 2005", TEXT, SEEN) == datetime(2005, 5, 23, tzinfo=UTC)
    assert dateline("", f"By Ida Moe\nMay 23, 2005\n{TEXT}", SEEN) == datetime(2005, 5, 23, tzinfo=UTC)
    assert dateline("", f"{TEXT}\nMay 23, 2005", SEEN) is None
    assert dateline("", "", SEEN) is None
