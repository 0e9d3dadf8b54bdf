"""Which days a text tells of, seen from the day on which it was written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.text.days import days

THURSDAY = datetime(2026, 3, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The council voted on Thursday.", [date(2026, 3, 5)]),
        ("The council voted late on Wednesday night.", [date(2026, 3, 4)]),
        ("The council votes on Friday.", [date(2026, 2, 27)]),  # until Friday comes it is none that is later
        ("Last Thursday the council voted.", [date(2026, 2, 26)]),
        ("Last Wednesday the council voted.", [date(2026, 3, 4)]),
        ("The council voted today, after a day of talks yesterday.", [date(2026, 3, 5), date(2026, 3, 4)]),
        ("Two died overnight; a third was found this morning.", [date(2026, 3, 5), date(2026, 3, 5)]),
        ("She died last night.", [date(2026, 3, 4)]),
        ("The law of 12 January 2019 was repealed on 3 March.", [date(2019, 1, 12), date(2026, 3, 3)]),
        ("On Dec. 30th the sale was stopped.", [date(2025, 12, 30)]),
        ("On March 6 the court sat, in Auckland.", [date(2026, 3, 6)]),
        ("The court sits on 9 March and on 1 April.", []),
        ("The market opens every Wednesday, and on Saturdays.", []),
        ("Of June 31 nobody spoke, nor of 30 February.", []),
        ("May 12,000 visitors come? In March 5.5 million did.", []),
        ("Sundayers and mondayish people", []),
        ("", []),
    ],
)
def test_days_that_a_text_tells_of(text: str, told: list[date]) -> None:
    assert days(text, THURSDAY) == tuple(told)
