"""The step that decides, on a real database: copies, witnesses, edits, bugs, and order."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from models.nouns import Article, EventKind, Matrix, Role
from settings.schema import Settings
from steps.context import Context, open_context
from steps.counts import DecideCounts
from steps.decide import decide
from steps.deciding import decide_article
from steps.deciding.second_thoughts import think_again
from steps.embed import embed
from steps.looking.why import of_article
from storage import schema as tables
from storage.deciding import developments, mending, stories
from storage.reading import articles
from storage.schema import story_events, witnesses

START = datetime(2026, 3, 9, 8, tzinfo=UTC)

FIRST = (
    "The ferry Sunniva ran aground off Harrow Point on Monday morning with 210 people on board.\n"
    "Four passengers were taken to hospital in Dunmere, the coastguard spokeswoman Ida Marsh said.\n"
    "Tugs from the port of Kell were on their way to pull the vessel off the rocks before nightfall.\n"
    "The operator, Northline Ferries, said the cause was not known and that an inquiry had been opened."
)
NEWS = (
    "The captain of the ferry Sunniva, Jonas Brandt, was arrested on Tuesday evening in Kell.\n"
    "Prosecutor Helga Voss said he had failed a breath test taken nine hours after the ferry ran aground.\n"
    "The ferry Sunniva of Northline Ferries ran aground off Harrow Point on Monday morning with 210 people.\n"
    "Four passengers were taken to hospital in Dunmere, according to the coastguard spokeswoman Ida Marsh."
)
OF_THE_DAM = (
    (
        "cracked",
        "A crack forty metres long opened in the dam of Lower Brenn overnight, the water board of Estmark said.\n"
        "Engineers led by Pavel Oriz drained a third of the reservoir and closed the road to Upper Brenn.\n"
        "The dam of Lower Brenn was built in 1931 and holds 40 million cubic metres, the water board said.",
        "herald.example",
    ),
    (
        "crack",
        "The water board of Estmark said a crack forty metres long had opened in the dam of Lower Brenn.\n"
        "The road to Upper Brenn was closed while engineers led by Pavel Oriz drained a third of the reservoir.\n"
        "Built in 1931, the dam of Lower Brenn holds 40 million cubic metres.",
        "meridian.example",
    ),
)
REPEAT = (
    "On Tuesday evening the captain of the ferry Sunniva, Jonas Brandt, was arrested in Kell.\n"
    "Four passengers had been taken to hospital in Dunmere, the coastguard spokeswoman Ida Marsh said.\n"
    "With 210 people on board the ferry Sunniva ran aground off Harrow Point on Monday morning.\n"
    "He had failed a breath test nine hours after the ferry ran aground, prosecutor Helga Voss said."
)


class WordEncoder:
    """Bags of words: texts that share words are near each other, others are not."""

    name = "words@1"
    dim = 256
    languages = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(",", " ").replace(".", " ").split():
                if len(word) > 3:
                    row[zlib.crc32(word.encode()) % self.dim] += 1
            row[0] += 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Desk:
    """Articles arrive, and are decided."""

    def __init__(self, database: str) -> None:
        self.now = START
        self.context: Context = open_context(
            Settings(database=database), lambda: self.now, random.Random(1), encoder=WordEncoder()
        )

    def file(self, name: str, text: str, publisher: str, hours: float = 0, about: str = "Ferry Sunniva") -> int:
        at = START + timedelta(hours=hours)
        article = Article(
            id=0,
            url=f"https://{publisher}/{name}",
            canonical_url=f"https://{publisher}/{name}",
            title=f"{about}: {name}",
            text=text,
            published=at,
            seen=at,
            site=publisher,
            publisher=publisher,
            language="en",
        )
        with self.context.db.write() as conn:
            article_id, _ = articles.store(conn, article)
        return article_id

    def decide(self) -> DecideCounts:
        embed(self.context)
        return decide(self.context)

    def events(self) -> list[tuple[EventKind, int, tuple[str, ...]]]:
        with self.context.db.read() as conn:
            found = developments.between(conn, START - timedelta(days=1), START + timedelta(days=30))
        return [(event.kind, event.article_id, event.witnesses) for event in found]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(str(tmp_path / "n.db"))
    yield made
    made.context.close()


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


def test_an_edited_page_tells_only_its_difference(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    desk.decide()
    desk.file(
        "aground",
        FIRST + "\nThe mate Olaf Wiik told reporters on Tuesday that the radar had failed.",
        "post.example",
    )
    desk.decide()
    kinds = [kind for kind, _, _ in desk.events()]
    assert kinds == [EventKind.FIRST, EventKind.DEVELOPMENT]
    with desk.context.db.read() as conn:
        edited = developments.of_story(conn, 1)[-1]
    assert [finding.sentence for finding in edited.findings] == [
        "The mate Olaf Wiik told reporters on Tuesday that the radar had failed."
    ]
    assert dict(edited.details) == {"revision": 2}
    with desk.context.db.read() as conn:
        why = of_article(desk.context, conn, 1)
    (again,) = [line for line in why if line.startswith("Its page was read again")]
    assert again.endswith("with 1 sentence that was not there before: a development rests on it.")


def test_a_day_and_a_name_edited_without_a_note_are_a_correction_and_why_tells_of_each_reading(desk: Desk) -> None:
    """Of the same page: a year that changed, then a name that is spelled otherwise, then another name."""
    text = FIRST + "\nThe radar was last inspected in April 2025 by Nils Torvald, a surveyor of the port of Kell."
    other = text.replace("April 2025", "October 2023")
    spelled = other.replace("Torvald", "Torwald")
    named = spelled.replace("Nils Torwald", "Greta Holm")
    for reading in (text, other, spelled, named):
        desk.file("aground", reading, "post.example")
        desk.decide()
    assert [kind for kind, _, _ in desk.events()] == [EventKind.FIRST, EventKind.CORRECTION, EventKind.CORRECTION]
    with desk.context.db.read() as conn:
        _, year, name = developments.of_story(conn, 1)
        why = [line for line in of_article(desk.context, conn, 1) if line.startswith("Its page was read again")]
    assert [(each.old, each.new) for each in year.findings] == [("April 2025", "October 2023")]
    assert [(each.old, each.new) for each in name.findings] == [("Nils Torwald", "Greta Holm")]
    assert [dict(each.details) for each in (year, name)] == [{"revision": 2}, {"revision": 4}]
    assert [line.partition(": ")[2] for line in why] == [
        "a correction rests on it.",
        "nothing in that was news.",
        "a correction rests on it.",
    ]


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


@pytest.mark.parametrize("by_person", [False, True])
def test_second_thoughts_merge_what_is_one_but_never_against_a_person(desk: Desk, by_person: bool) -> None:
    desk.file("aground", FIRST, "post.example")
    leaving = desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.decide()
    with desk.context.db.write() as conn:
        new = mending.split(conn, 1, [leaving], desk.now, by_person=by_person, figures={})
    desk.now += timedelta(hours=40)
    counts = think_again(desk.context)
    with desk.context.db.read() as conn:
        home = stories.resolve(conn, new)
        assert stories.story_of(conn, leaving) == home
        history = conn.scalars(sa.select(story_events.c.kind).order_by(story_events.c.id)).all()
    assert (counts.merged, home, history) == (
        (0, new, ["split"]) if by_person else (1, 1, ["split", "merge"])
    )


def test_second_thoughts_split_what_has_come_apart(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    desk.file("captain", REPEAT, "wire.example", hours=32)
    told = [desk.file(*each, hours=hours, about="Dam of Brenn") for each, hours in zip(OF_THE_DAM, (1, 4), strict=True)]
    desk.decide()
    with desk.context.db.write() as conn:
        assert stories.story_of(conn, told[0]) == stories.story_of(conn, told[1]) == 2
        mending.merge(conn, 2, 1, desk.now, by_person=False, figures={})
    desk.now += timedelta(hours=40)
    shown: list[tuple[str, int, int]] = []
    counts = think_again(desk.context, lambda *each: shown.append(each))
    with desk.context.db.read() as conn:
        [new] = {stories.story_of(conn, article_id) for article_id in told}
        assert new not in (1, 2, None)
        headlines = [found.headline for each in (1, new) if each and (found := stories.get(conn, each))]
    assert (counts.merged, counts.split, shown) == (0, 1, [("second thoughts", 1, 1)])
    assert [line.split(":")[0] for line in headlines] == ["Ferry Sunniva", "Dam of Brenn"]
    assert think_again(desk.context).split == 0, "once"


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
