"""The step that decides, on a real database: copies, witnesses, edits, bugs, and order."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from desk import FIRST, NEWS, REPEAT, START, Desk

from models.nouns import Article, EventKind, Role
from steps.deciding import decide_article
from storage import schema as tables
from storage.deciding import stories
from storage.schema import witnesses


def test_a_story_opens_develops_and_is_confirmed(desk: Desk) -> None:
    first = desk.file("aground", FIRST, "post.example")
    news = desk.file("arrest", NEWS, "herald.example", hours=30)
    again = desk.file("captain", REPEAT, "wire.example", hours=32)
    counts = desk.decide()
    assert (counts.decided, counts.stories, counts.copies, counts.failed) == (3, 1, 0, ())
    assert desk.events() == [
        (EventKind.FIRST, first, ("post.example", "herald.example", "wire.example")),
        (EventKind.DEVELOPMENT, news, ("herald.example", "wire.example")),
        (EventKind.CONFIRMED, news, ("post.example", "herald.example")),  # of the first: told again as background
        (EventKind.CONFIRMED, again, ("herald.example", "wire.example")),  # of the arrest
    ]


def test_a_copy_joins_its_original_and_is_no_witness(desk: Desk) -> None:
    original = desk.file("aground", FIRST, "post.example")
    copy = desk.file("wire-copy", FIRST, "mirror.example", hours=1)
    counts = desk.decide()
    assert counts.copies == 1
    with desk.context.db.read() as conn:
        member = stories.member(conn, copy)
        assert member is not None
        assert (member.role, member.copy_of) == (Role.COPY, original)
        story = stories.get(conn, member.story_id)
        assert story is not None
        assert (story.articles, story.copies, story.publishers) == (2, 1, 1)
        assert conn.scalars(sa.select(witnesses.c.publisher)).all() == []
    assert [kind for kind, _, _ in desk.events()] == [EventKind.FIRST]


def test_wire_text_with_an_addition_is_told_for_its_addition_and_witnesses_nothing(desk: Desk) -> None:
    wire = desk.file("aground", FIRST, "post.example")
    added = FIRST + (
        "\nDeckhand Piet Aas told the Mirror on Monday that a fire door had jammed before the ferry hit the rocks.\n"
        "Union secretary Rut Falk demanded on Monday that all four sister ships stay in port until they are checked."
    )
    mirror = desk.file("fire-door", added, "mirror.example", hours=4)
    assert desk.decide().copies == 0
    assert desk.events() == [
        (EventKind.FIRST, wire, ("post.example",)),
        (EventKind.DEVELOPMENT, mirror, ("mirror.example",)),
    ]
    with desk.context.db.read() as conn:
        assert conn.scalars(sa.select(witnesses.c.publisher)).all() == []
    told = (
        "With 210 people on board the ferry Sunniva on Monday morning ran aground off Harrow Point.\n"
        "The coastguard spokeswoman Ida Marsh said four passengers were taken to hospital in Dunmere."
    )
    rewrite = desk.file("ferry", told, "wire.example", hours=6)
    desk.decide()
    assert desk.events()[-1] == (EventKind.CONFIRMED, rewrite, ("post.example", "wire.example"))


def own_words(place: str, text: str) -> str:
    """The text as a desk of its own would put it, for who looks at runs of words: no five of them stand elsewhere."""
    words = [f"{word} {place}" if number % 3 == 1 else word for number, word in enumerate(text.split(" "))]
    return " ".join(words)


def test_outlets_of_one_agencys_text_are_one_witness_and_no_burst(desk: Desk) -> None:
    """Each with an addition of its own, so that none is a copy, a week after the story began."""
    outlets = ["Alden", "Brekke", "Corran", "Dolmen", "Esker", "Fallow", "Glenby"]
    desk.file("aground", FIRST, "post.example")
    desk.file("captain", NEWS, "wire.example", hours=200)
    for hour, place in enumerate(outlets):
        added = f"A {place} ferry passenger whom the {place} Courier reached had seen {place} sailors running on deck."
        desk.file(place, f"{NEWS}\n{added}", f"{place}.example", hours=201 + hour / 4)
    assert desk.decide().copies == 0

    def counted() -> tuple[int, int, set[str]]:
        with desk.context.db.read() as conn:
            story = stories.get(conn, 1)
            assert story is not None
            lately = stories.publishers_between(conn, 1, START + timedelta(hours=100), START + timedelta(hours=300))
            return story.articles, story.publishers, {publisher for _, publisher in lately}

    assert counted() == (9, 2, {"wire.example"})
    assert EventKind.BURST not in [kind for kind, _, _ in desk.events()]
    for hour, place in enumerate(outlets):
        desk.file(f"own-{place}", own_words(place, NEWS), f"{place}.example", hours=206 + hour / 4)
    desk.decide()
    assert counted() == (16, 9, {"wire.example", *(f"{place}.example" for place in outlets)})
    assert EventKind.BURST in [kind for kind, _, _ in desk.events()]
    with desk.context.db.write() as conn:
        stories.renew(conn, 1)
    assert counted()[1] == 9, "counted anew as counted one by one"


def test_what_was_decided_before_counts_as_it_did(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    added = f"{FIRST}\nA Mirror reader on the quay said that a fire door had jammed."
    desk.file("mirror", added, "mirror.example", hours=4)
    desk.decide()

    def publishers() -> int:
        with desk.context.db.write() as conn:
            stories.renew(conn, 1)
            story = stories.get(conn, 1)
        assert story is not None
        return story.publishers

    assert publishers() == 1
    with desk.context.db.write() as conn:
        conn.execute(sa.update(tables.members).values(taken=None))
    assert publishers() == 2


def test_what_postgresql_cannot_index_stops_nobody(new_postgres: str) -> None:
    """A key that a page writes out is a word of 6,000 letters; what no rule foresaw is set aside alone."""
    desk = Desk(new_postgres)
    chance = random.Random(1)
    key = "".join(chance.choice("0123456789abcdef") for _ in range(6000))
    first = desk.file("aground", f"{FIRST}\nThe ship's transponder said {key} before it fell silent.", "post.example")
    outlet = f"x{''.join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(2000))}"
    desk.file("arrest", NEWS, "herald.example", hours=30)
    with desk.context.db.write() as conn:
        conn.execute(sa.update(tables.articles).where(tables.articles.c.id != first).values(publisher=outlet))
    desk.file("captain", REPEAT, "wire.example", hours=31)
    counts = desk.decide()
    desk.context.close()
    assert (counts.decided, len(counts.failed)) == (2, 1)
    assert "ProgramLimitExceeded" in counts.failed[0]


def test_a_flash_that_two_outlets_print_is_not_confirmed(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    flash = "Ferry captain Jonas Brandt arrested, prosecutors say."
    news = desk.file("flash", flash, "herald.example", hours=30)
    desk.file("captain", flash.replace(",", ""), "mirror.example", hours=31)
    desk.decide()
    assert [(kind, article) for kind, article, _ in desk.events()][1:] == [(EventKind.DEVELOPMENT, news)]
    own = "Prosecutors say: ferry captain Jonas Brandt arrested."
    said = desk.file("arrest", own, "wire.example", hours=32)
    desk.decide()
    assert [(kind, article) for kind, article, _ in desk.events()][2:] == [(EventKind.CONFIRMED, said)]


def test_articles_are_decided_by_when_they_were_published_not_by_when_they_were_read(desk: Desk) -> None:
    late = desk.file("arrest", NEWS, "herald.example", hours=30)
    early = desk.file("aground", FIRST, "post.example")
    desk.decide()
    assert [(kind, article) for kind, article, _ in desk.events()][:2] == [
        (EventKind.FIRST, early),
        (EventKind.DEVELOPMENT, late),
    ]


def test_one_run_or_many_decide_the_same(tmp_path: Path) -> None:
    def events(decide_each: bool) -> list[tuple[EventKind, int, tuple[str, ...]]]:
        folder = tmp_path / str(decide_each)
        folder.mkdir()
        desk = Desk(str(folder / "n.db"))
        for number, (name, text) in enumerate((("aground", FIRST), ("arrest", NEWS), ("captain", REPEAT))):
            desk.file(name, text, f"{name}.example", hours=number * 20)
            if decide_each:
                desk.decide()
        desk.decide()
        found = desk.events()
        desk.context.close()
        return found

    assert events(True) == events(False)


def test_an_article_that_meets_a_bug_is_set_aside_and_the_others_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = desk.file("aground", FIRST, "post.example")
    good = desk.file("arrest", NEWS, "herald.example", hours=30)
    real: Callable[..., object] = decide_article.compare

    def compare(article: Article, *rest: object, **more: object) -> object:
        if article.id == bad:
            raise KeyError("a bug")
        return real(article, *rest, **more)

    monkeypatch.setattr(decide_article, "compare", compare)
    counts = desk.decide()
    assert counts.decided == 1
    assert counts.failed == (f"article {bad}: KeyError: 'a bug'",)
    assert [article for _, article, _ in desk.events()] == [good]
    assert desk.decide().decided == 0


def test_a_story_is_named_after_its_central_article_and_keeps_its_key_names(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.file("captain", REPEAT, "wire.example", hours=32)
    desk.decide()
    with desk.context.db.read() as conn:
        story = stories.get(conn, 1)
    assert story is not None
    assert story.headline in ("Ferry Sunniva: arrest", "Ferry Sunniva: captain")
    assert "Jonas Brandt" in story.names
