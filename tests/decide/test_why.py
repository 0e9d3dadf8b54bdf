"""What `why` says of an article and of a story."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from desk import FIRST, OF_THE_DAM, REPEAT, Desk

from steps.looking.why import of_article, of_story
from storage import retention
from storage import schema as tables
from storage.deciding import mending
from storage.retention import Policy


def test_why_says_whose_words_an_article_took_over(desk: Desk) -> None:
    wire = desk.file("aground", FIRST, "post.example")
    own = desk.file("captain", REPEAT, "wire.example", hours=1)
    added = f"{FIRST}\nDeckhand Piet Aas told the Mirror that a fire door had jammed before the ferry hit the rocks."
    mirror = desk.file("fire-door", added, "mirror.example", hours=4)
    copy = desk.file("copy", FIRST, "copier.example", hours=5)
    desk.decide()

    def why(article_id: int) -> str:
        with desk.context.db.read() as conn:
            return "\n".join(of_article(desk.context, conn, article_id)).replace("\u2060", "")

    told = f"Taken over word for word: 4 of its 5 sentences, above all from article {wire}, from post.example. "
    told += "Of what it took over it is no independent witness, and its publisher does not count for it."
    assert told in why(mirror)
    assert f"It is a copy of article {wire}, from post.example, so it is no independent witness." in why(copy)
    assert "witness" not in why(wire)
    assert "witness" not in why(own)
    with desk.context.db.write() as conn:
        conn.execute(sa.update(tables.articles).values(text=""))
    assert "witness" not in why(mirror), "what is no longer kept cannot be said"


def test_why_of_readings_that_bring_no_sentence(desk: Desk) -> None:
    """Less text, another headline, and texts that are let go of."""
    desk.file("aground", FIRST, "post.example")
    desk.decide()
    shorter = FIRST.rpartition("\n")[0]
    for text, about in ((shorter, "Ferry Sunniva"), (shorter, "Sunniva")):
        desk.file("aground", text, "post.example", about=about)
        desk.decide()
    with desk.context.db.read() as conn:
        why = [line for line in of_article(desk.context, conn, 1) if line.startswith("Its page was read again")]
    assert [line.rpartition(": ")[0].rpartition(", ")[2] for line in why] == [
        "without 1 sentence of before",
        "with another headline",
    ]
    retention.tidy(desk.context.db, Policy(text=timedelta()), desk.now + timedelta(days=1))
    with desk.context.db.read() as conn:
        why = [line for line in of_article(desk.context, conn, 1) if line.startswith("Its page was read again")]
    assert all("with another text, which is no longer kept" in line for line in why)


def test_why_before_anything_was_decided_and_after_a_merge(desk: Desk) -> None:
    first = desk.file("aground", FIRST, "post.example")
    with desk.context.db.read() as conn:
        assert of_article(desk.context, conn, first) == [f"Article {first} has not been decided yet."]
    desk.file("cracked", OF_THE_DAM[0][1], "herald.example", about="Opinion")
    desk.decide()
    with desk.context.db.read() as conn:
        assert of_story(desk.context, conn, 2)[-1] == "There was nothing to tell of it."
    with desk.context.db.write() as conn:
        mending.merge(conn, 2, 1, desk.now, by_person=True, figures={})
    with desk.context.db.read() as conn:
        lines = of_story(desk.context, conn, 2)
    assert lines[0] == "Story 2 was merged into story 1."
    assert lines[1].startswith("Story 1, ")
