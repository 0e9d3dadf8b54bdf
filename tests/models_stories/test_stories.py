# ruff: noqa: E501
"""Assignment, second thoughts and what the index keeps, with a small encoder that hashes words."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np
import pytest

from models.embeddings import passages_of
from models.nouns import Article, Matrix, Passages
from models.stories import StoryIndex, Trace, explain, trace
from models.story_features import FEATURES
from models.story_score import most_near, nearness, running
from models.story_weights import CROWDED, JOIN_AT
from models.upkeep import Limits, Merge, central, key_names, second_thoughts
from models.vocabulary import Vocabulary
from models.words import words

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


class HashingEncoder:
    """Words to fixed random directions: the more words two texts share, the nearer they are."""

    name = "hashing"
    dim = 64

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row += np.random.default_rng(crc32(word.encode())).normal(size=self.dim)
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows


FERRY = (
    "Ferry Aurelia runs aground off Tarn",
    "The ferry Aurelia ran aground off the island of Tarn on Monday evening, the coast guard said. Lifeboats brought 214 passengers ashore. Captain Ola Brandvik, 51, reported a failure of the steering gear.",
)
FERRY_AGAIN = (
    "Passengers rescued as Aurelia hits rocks at Tarn",
    "Lifeboats took 214 passengers off the ferry Aurelia after it ran aground near Tarn. The captain, Ola Brandvik, 51, had told the coast guard that the steering had failed.",
)
FIRE = (
    "Fire destroys sawmill in Ulmby",
    "A fire destroyed the Ekdal sawmill in Ulmby on Monday night. Forty firefighters fought the flames until morning. Nobody was hurt, said chief officer Petra Lund, and the cause is not known.",
)
OTHERS = [
    ("Brenna votes for a bridge", "Mayor Ida Moe won the vote for a second bridge across the Skall. Work begins in spring."),
    ("Wolves seen near Corlin", "Shepherds above Corlin counted four wolves this week. Ranger Tom Aske set up cameras."),
    ("Dovrey bank cuts rates", "The central bank lowered its key rate to 2.5 percent. Economist Eva Lie had expected it."),
    ("Elmstad wins the cup", "Two late goals by Jon Rud gave Elmstad the cup before 9,000 spectators."),
    ("Pianist returns to stage", "Kari Vik played Chopin in public for the first time since her illness."),
    ("Strike shuts the mines of Gransk", "Miners walked out over pensions. Union leader Nils Dahl spoke of 3,000 on strike."),
    ("New comet found", "Astronomer Siri Foss discovered a comet that will be visible in June."),
    ("Court frees editor", "A judge dropped the libel case against Per Haug, editor of a weekly."),
]


class Room:
    """A stream: what a step does with the index, without a database."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.index = StoryIndex(self.vocabulary)
        self.rows: list[tuple[int, Trace]] = []
        self.stories = 0

    def article(self, news: tuple[str, str], published: datetime | None, language: str | None = "en") -> tuple[Article, Passages]:
        number = len(self.rows) + 1
        seen = START + timedelta(days=900)
        article = Article(number, f"u{number}", f"u{number}", *news, published, seen, "site", "site", language=language)
        return article, passages_of(article, HashingEncoder())

    def read(self, news: tuple[str, str], published: datetime | None = START, language: str | None = "en") -> int:
        article, its = self.article(news, published, language)
        found = self.index.assign(article, its)
        if found.story_id is None:
            self.stories += 1
        story = found.story_id or self.stories
        mark = trace(article, its, self.vocabulary)
        self.index.add(mark, story)
        self.rows.append((story, mark))
        self.vocabulary.add(w for each in (its.title, *its.sentences) for w in each.words)
        return story


@pytest.fixture
def room() -> Room:
    """A stream with eight stories that have nothing to do with the ferry."""
    found = Room()
    for news in OTHERS:
        found.read(news)
    return found


def test_each_of_the_unrelated_opens_its_own(room: Room) -> None:
    assert room.stories == len(OTHERS)


def test_the_same_event_in_other_words_joins(room: Room) -> None:
    first = room.read(FERRY)
    assert room.read(FIRE) != first
    assert room.read(FERRY_AGAIN, START + timedelta(hours=6)) == first


def test_undated_articles_join_too(room: Room) -> None:
    assert room.read(FERRY, None) == room.read(FERRY_AGAIN, None)


def test_a_sleeping_story_wakes(room: Room) -> None:
    first = room.read(FERRY)
    article, its = room.article(FERRY, START + timedelta(days=120))
    found = room.index.assign(article, its)
    assert found.story_id == first
    assert found.asleep is not None
    assert found.asleep.days == 120
    assert found.reason.code == "woke"
    assert explain(found).startswith(f"Woke story {first}: probability ")


def test_assign_changes_nothing(room: Room) -> None:
    room.read(FERRY)
    article, its = room.article(FERRY_AGAIN, START)
    assert room.index.assign(article, its) == room.index.assign(article, its)


def test_languages_are_not_joined_by_an_english_model(room: Room) -> None:
    first = room.read(FERRY)
    assert room.read(FERRY_AGAIN, language="de") != first


def test_a_model_of_many_languages_joins_across_them(room: Room) -> None:
    translated = (
        "Fähre Aurelia vor Tarn auf Grund",
        "Die Fähre Aurelia lief am Montagabend vor der Insel Tarn auf Grund. Rettungsboote brachten 214 Menschen an Land. Kapitän Ola Brandvik, 51, meldete einen Ausfall der Steuerung.",
    )
    for model, joined in (("hashing", False), ("multilingual-hashing", True)):
        index = StoryIndex(Vocabulary())
        marks = []
        for number, (news, spoken) in enumerate(((FERRY, "en"), (FIRE, "en"), (OTHERS[0], "en"), (translated, "de")), start=1):
            article, its = room.article(news, START + timedelta(hours=number), spoken)
            article = replace(article, id=number)
            meaning = its if news != translated else room.article(FERRY, START)[1]  # what such a model would read
            rows = meaning.vectors[np.arange(len(its.sentences)) % len(meaning.vectors)]
            its = replace(its, article_id=number, model=model, title_vector=meaning.title_vector, vectors=rows)
            found = index.assign(article, its)
            marks.append(found.story_id)
            index.add(index.look(article, its).trace, found.story_id or number)
        assert marks == [None, None, None, 1 if joined else None]


def test_a_whole_archive_at_once_and_dates_that_cannot_be(room: Room) -> None:
    """Months of a feed in one go, an article from the future and one of thirty years ago: each where it belongs."""
    first = room.read(FERRY, START)
    fires = [room.read(FIRE, START - timedelta(days=400)), room.read(FIRE, START - timedelta(days=400))]
    assert fires[0] == fires[1] != first
    assert room.read(FERRY_AGAIN, START + timedelta(hours=3)) == first
    assert room.read(OTHERS[1], START + timedelta(days=4000)) == 2
    assert room.read(("Storm over Vell", "A storm tore roofs off in Vell; 12 people were hurt."), START - timedelta(days=11_000)) > first


def test_an_archive_that_comes_newest_first_gives_the_same_stories() -> None:
    """A feed lists its newest entry on top; undated ones are of when they were read."""
    stream: list[tuple[tuple[str, str], datetime | None]] = [(news, START + timedelta(days=40 * n)) for n, news in enumerate(OTHERS)]
    stream += [(FERRY, START + timedelta(days=95)), (FERRY_AGAIN, START + timedelta(days=96)), (FIRE, START + timedelta(days=96))]
    stream += [(FERRY_AGAIN, START + timedelta(days=9000)), (FIRE, None)]
    for order in (stream, stream[::-1]):
        room = Room()
        story = [room.read(*each) for each in order]
        told: dict[int, set[str]] = {}
        for (news, _), which in zip(order, story, strict=True):
            told.setdefault(which, set()).add(news[0])
        assert sorted(map(sorted, told.values())) == sorted([*([n[0]] for n in OTHERS), sorted({FERRY[0], FERRY_AGAIN[0]}), [FIRE[0]]])


def test_explanations_hold_their_figures(room: Room) -> None:
    first = room.read(FERRY)
    article, its = room.article(FERRY_AGAIN, START)
    found = room.index.assign(article, its)
    said = explain(found)
    assert f"Joined story {first}" in said
    assert "in a story of 1, 8 others running beside." in said
    assert 0.5 <= found.similarity <= 1.0
    assert found.margin <= 0.5
    article, its = room.article(FIRE, START)
    assert explain(room.index.assign(article, its)).startswith("Opened a new story")
    assert explain(Room().index.assign(article, its)) == "Opened a new story: nothing known is like it."


def test_traces_are_stored_and_restored(room: Room) -> None:
    mark = room.rows[3][1]
    again = Trace.from_bytes(mark.to_bytes())
    assert again.to_bytes() == mark.to_bytes()
    assert (again.article_id, again.at, again.dated, again.language, again.model) == (4, mark.at, True, "en", "hashing")
    assert np.array_equal(again.lead, mark.lead)
    assert again.titled


def test_traces_of_the_first_version_are_read(room: Room) -> None:
    mark = room.rows[3][1]
    rows = np.zeros((4, 64), np.float16)
    rows[0], rows[1] = mark.lead, mark.lead
    head = struct.pack("<B?BHHHHBHqd", 1, True, 2, 7, len(mark.terms), len(mark.numbers), len(mark.ages), 4, 64, 4, mark.at)
    arrays = (mark.terms, mark.numbers, mark.ages, rows, mark.weights, mark.order, mark.flags)
    blob = b"".join((head, b"en", b"hashing", *(each.tobytes() for each in arrays)))
    again = Trace.from_bytes(blob)
    assert np.allclose(again.lead, mark.lead, atol=1e-3)
    assert (again.titled, again.language, again.model, again.at) == (True, "en", "hashing", mark.at)
    assert np.array_equal(again.terms, mark.terms)
    known = StoryIndex.restore([(7, blob), (8, mark.to_bytes())], room.vocabulary).members(7)
    assert [each.to_bytes() for each in known] == [again.to_bytes()]
    with pytest.raises(ValueError, match="not a stored trace"):
        Trace.from_bytes(b"\x09" + blob[1:])


def test_the_index_keeps_traces_as_they_were(room: Room) -> None:
    room.read(FERRY)
    stored = [(story, mark.to_bytes()) for story, mark in room.rows]
    for index in (room.index, StoryIndex.restore(stored, room.vocabulary)):
        kept = [mark.to_bytes() for story in sorted(index.stories()) for mark in index.members(story)]
        assert kept == [blob for _, blob in stored]


def test_a_restored_index_decides_as_the_lost_one(room: Room) -> None:
    room.read(FERRY)
    stored = [(story, mark.to_bytes()) for story, mark in room.rows]
    again = StoryIndex.restore(stored, room.vocabulary)
    for news in (FERRY_AGAIN, FIRE, OTHERS[0]):
        article, its = room.article(news, START + timedelta(days=1))
        assert again.assign(article, its) == room.index.assign(article, its)


def test_what_a_person_decided_stands(room: Room) -> None:
    first = room.read(FERRY)
    article, its = room.article(FERRY_AGAIN, START)
    known = room.rows[-1][0], len(room.rows)
    room.index.link(article.id, known[1], together=False)
    assert room.index.assign(article, its).story_id != first
    fire, burning = room.article(FIRE, START)
    room.index.link(fire.id, known[1], together=True)
    found = room.index.assign(fire, burning)
    assert (found.story_id, found.reason.code) == (first, "linked")


def test_merge_move_and_split(room: Room) -> None:
    first, second = room.read(FERRY), room.read(FIRE)
    room.index.merge(second, into=first)
    assert [each.article_id for each in room.index.members(first)] == [9, 10]
    assert second not in room.index.stories()
    room.index.split([10], into=99)
    assert room.index.story_of(10) == 99
    room.index.move(10, first)
    assert room.index.story_of(10) == first
    room.index.move(4711, first)  # a copy, which the index does not know


def test_second_thoughts_merge_into_the_older_story(room: Room) -> None:
    first = room.read(FERRY)
    article, its = room.article(FERRY, START + timedelta(hours=1))
    room.index.add(trace(article, its, room.vocabulary), 50)
    found = second_thoughts(room.index, START + timedelta(days=1))
    assert [(each.story_id, each.into) for each in found if isinstance(each, Merge)] == [(50, first)]
    assert found[0].reason.code == "merged"
    room.index.link(article.id, len(room.rows), together=False)
    assert second_thoughts(room.index, START + timedelta(days=1)) == []


def test_second_thoughts_leave_history_alone(room: Room) -> None:
    room.read(FERRY)
    article, its = room.article(FERRY, START)
    room.index.add(trace(article, its, room.vocabulary), 50)
    assert second_thoughts(room.index, START + timedelta(days=30), Limits()) == []


def test_second_thoughts_split_what_has_come_apart(room: Room) -> None:
    first = room.read(FERRY)
    again, its = room.article(FERRY_AGAIN, START)
    room.index.add(trace(again, its, room.vocabulary), first)
    for number in (70, 71):
        _, its = room.article(FIRE, START)
        mark = trace(Article(number, "u", "u", *FIRE, START, START, "s", "s"), its, room.vocabulary)
        room.index.add(mark, first)
    found = second_thoughts(room.index, START + timedelta(days=1))
    assert [each.article_ids for each in found if not isinstance(each, Merge)] == [(70, 71)]
    storm = ("Storm over Vell", "A storm tore roofs off in Vell; 12 people were hurt.")
    room.rows.append((first, mark))
    assert room.read(storm, START - timedelta(days=400)) != first  # now it is known that few run beside
    for story in list(room.index.stories()):
        if story != first and room.index.members(story)[0].at == START.timestamp():
            room.index.move(room.index.members(story)[0].article_id, 1)
    assert room.index.beside(mark).others(first) == 1
    ease = most_near(1)
    slots = room.index.slots(first)
    odds = np.stack([room.index.weigh(room.index.known(slot), np.array(slots)).odds for slot in slots])
    far = room.index.bar(mark) - float(max(odds[:2, 2:].max(), odds[2:, :2].max()))
    for limit, parted in ((far - ease - 0.5, True), (far - 0.5 * ease, False)):
        found = second_thoughts(room.index, START + timedelta(days=1), Limits(split_odds=limit))
        assert any(each.story_id == first for each in found if not isinstance(each, Merge)) == parted


def test_the_central_article_and_key_names(room: Room) -> None:
    room.read(FERRY)
    marks = [mark for _, mark in room.rows]
    assert central([marks[-1]]) == 9
    with pytest.raises(ValueError, match="without articles"):
        central([])
    assert key_names([["Ola Brandvik", "Tarn"], ["Brandvik", "Ola Brandvik"], ["Tarn"]]) == ("Ola Brandvik", "Tarn")


def test_the_bar_rises_with_the_stories_that_run_beside(room: Room) -> None:
    """Those of the last days in the article's own language; undated, it counts as beside the usual few."""

    def mark(published: datetime | None, language: str | None = "en") -> Trace:
        article, its = room.article(FERRY, published, language)
        return trace(article, its, room.vocabulary)

    now, later = room.index.bar(mark(START)), room.index.bar(mark(START + timedelta(days=40)))
    assert now == pytest.approx(JOIN_AT + CROWDED * np.log1p(len(OTHERS)))
    assert later == JOIN_AT < room.index.bar(mark(None)) < now
    room.read(FERRY_AGAIN, language="de")
    assert room.index.bar(mark(START)) == now
    assert room.index.bar(mark(START, "de")) == pytest.approx(JOIN_AT + CROWDED * np.log1p(1))
    room.read(FIRE)
    again = StoryIndex.restore([(story, each.to_bytes()) for story, each in room.rows], room.vocabulary)
    assert again.bar(mark(START)) == room.index.bar(mark(START)) > now


def test_other_names_tell_an_event_from_its_like(room: Room) -> None:
    """Two fires in one sort of words, each with its own village and firm, are two; a lead without names says nothing."""
    room.read(FIRE)
    other = (
        "Fire destroys tannery in Ostvik",
        "A fire destroyed the Halvorsen tannery in Ostvik on Monday night. Forty firefighters fought the flames until morning. Nobody was hurt and the cause is not known.",
    )
    nameless = ("Fire destroys factory", "a fire destroyed a factory on monday night. forty firefighters fought the flames until morning.")
    column = FEATURES.index("other names")
    for news, differs in ((FIRE, 0.0), (other, 1.0), (nameless, 0.0)):
        article, its = room.article(news, START + timedelta(hours=2))
        weighed = room.index.candidates(room.index.look(article, its))
        assert weighed.figures[weighed.slots.tolist().index(len(OTHERS)), column] == differs


def test_one_run_or_one_an_article_give_the_same_stories(room: Room) -> None:
    """An index restored from its rows before each article, as by fifty runs, decides as one that lived on."""
    stream = [FERRY, FIRE, OTHERS[2], FERRY_AGAIN, OTHERS[5], FIRE]
    lasting = [room.read(news, START + timedelta(hours=number)) for number, news in enumerate(stream)]
    fresh = Room()
    for news in OTHERS:
        fresh.read(news)
    found = []
    for number, news in enumerate(stream):
        fresh.index = StoryIndex.restore([(story, mark.to_bytes()) for story, mark in fresh.rows], fresh.vocabulary)
        found.append(fresh.read(news, START + timedelta(hours=number)))
    assert found == lasting
    assert [mark.to_bytes() for _, mark in fresh.rows] == [mark.to_bytes() for _, mark in room.rows]


def test_in_a_thin_stream_nearness_in_time_says_more(room: Room) -> None:
    """What is hardly alike joins the only story of its days, not one of months ago, nor one of many, nor as long as
    nothing is known of how much runs beside."""
    other_words = ("Inquiry into ship's steering", "Investigators questioned the captain of the Aurelia. The shipping line said it would pay for hotels.")

    def odds(story: int, after: timedelta) -> float:
        article, its = room.article(other_words, quiet + after)
        found = room.index.assign(article, its)
        assert found.nearest_article == room.index.members(story)[0].article_id
        return found.similarity

    quiet = START + timedelta(days=400)
    story = room.read(FERRY, quiet)
    soon, late = odds(story, timedelta(hours=3)), odds(story, timedelta(days=40))
    assert late < 0.5 < soon
    for news in OTHERS:
        room.read((f"{news[0]} again", news[1].replace("the", "a")), quiet)
    assert odds(story, timedelta(hours=3)) < soon


def test_nearness_fades_with_days_and_company_and_pauses_are_forgiven_to_large_stories() -> None:
    assert nearness(0, 0, 1) > nearness(3, 0, 1) > 0 > nearness(30, 0, 1) > nearness(400, 0, 1)
    assert nearness(0, 0, 1) > nearness(0, 8, 1) > 0 > nearness(30, 8, 1) > nearness(30, 0, 1)
    assert nearness(30, 0, 1) == nearness(30, 0, 3) < nearness(30, 0, 30) < 0


def test_nearness_is_to_the_nearest_member_and_said(room: Room) -> None:
    """Not to the member whose words are nearest; what it moved stands among the figures."""
    late = START + timedelta(days=400)
    story = room.read(FERRY, START + timedelta(days=300))
    article, its = room.article(OTHERS[3], late)
    room.index.add(trace(article, its, room.vocabulary), story)
    room.rows.append((story, trace(article, its, room.vocabulary)))
    article, its = room.article(FERRY_AGAIN, late + timedelta(hours=2))
    mark = trace(article, its, room.vocabulary)
    near = room.index.nearness(mark, story, room.index.beside(mark))
    assert near == pytest.approx(nearness(2 / 24, 0, 2))
    assert near > 0
    found = room.index.assign(article, its)
    assert dict(found.reason.figures)["nearness"] == round(near, 2)
    assert explain(found).endswith(f"in a story of 2, 0 others running beside, nearness in time {near:+.2f}.")
    article, its = room.article(FERRY_AGAIN, None)
    figures = dict(room.index.assign(article, its).reason.figures)
    assert not {"beside", "nearness"} & figures.keys()


def test_what_is_known_in_another_language_does_not_make_a_stream_thin(room: Room) -> None:
    for days in (100, 200):
        room.read(FIRE, START + timedelta(days=days), language="de")
    article, its = room.article(FERRY, START)
    assert not room.index.beside(trace(article, its, room.vocabulary)).beyond
    article, its = room.article(FERRY, START, "de")
    assert room.index.beside(trace(article, its, room.vocabulary)).beyond


def test_an_article_older_than_what_was_read_last_is_not_alone() -> None:
    """1,000 arrivals of three days say nothing of how little ran beside an article of three weeks ago."""
    day, stories = 86400.0, np.arange(1000)
    at = np.linspace(100 * day, 103 * day, 1000, dtype=np.float64)
    late = running(at, stories, 79 * day, everything=False)
    assert (len(late.stories), late.beyond) == (950, False)  # but for the first in twenty
    now = running(at, stories, 103 * day, everything=False)
    assert (len(now.stories), now.beyond) == (1000, False)
    strays = at.copy()
    strays[::50] = 10 * day  # late ones among them do not mean that the window reaches so far
    assert not running(strays, stories, 79 * day, everything=False).beyond
    assert running(at, stories, 79 * day, everything=True) == running(at[::-1], stories, 79 * day, everything=False)
    assert running(at[::-1], stories, 79 * day, everything=False).beyond
    sparse = at * 12_000
    assert running(sparse, stories, float(sparse[-1]), everything=False).stories == {999}
    assert running(sparse, stories, float(sparse[-1]), everything=False).beyond
    assert running(at[:0], stories[:0], 79 * day, everything=False).beyond is False


def test_articles_without_a_word_can_be_restored() -> None:
    room = Room()
    for _ in range(2):
        room.read(("", ""))
    stored = [(story, mark.to_bytes()) for story, mark in room.rows]
    again = StoryIndex.restore(stored, room.vocabulary)
    article, its = room.article(FERRY, START)
    assert again.assign(article, its) == room.index.assign(article, its)


def test_second_thoughts_keep_to_what_time_decided(room: Room) -> None:
    """What a pause kept apart is not merged the same night, nor what nearness joined split off."""
    early, late = START + timedelta(days=400), START + timedelta(days=800)
    first = room.read(FERRY, early)
    article, its = room.article(FERRY_AGAIN, late)
    mark = trace(article, its, room.vocabulary)
    room.index.add(mark, 50)
    pause = room.index.nearness(mark, first, room.index.beside(mark))
    assert pause < -2
    odds = float(room.index.weigh(room.index.known(len(OTHERS) + 1), np.array([len(OTHERS)])).odds[0])
    bar = room.index.bar(mark)
    spare = odds + pause - bar
    for odd, merged in ((spare - 0.1, True), (spare + 0.1, False), (spare - 0.5 * pause, False)):
        found = second_thoughts(room.index, late + timedelta(days=1), Limits(merge_odds=odd))
        assert [each.into for each in found if isinstance(each, Merge)] == [first] * merged


def test_an_undated_article_is_of_the_day_that_its_first_line_gives(room: Room) -> None:
    article, its = room.article((FERRY[0], f"Posted: March 2, 2026, 9:15 PM\n{FERRY[1]}"), None)
    mark = trace(article, its, room.vocabulary)
    assert mark.dated
    assert datetime.fromtimestamp(mark.at, UTC) == datetime(2026, 3, 2, tzinfo=UTC)
    article, its = room.article(FERRY, None)
    mark = trace(article, its, room.vocabulary)
    assert not mark.dated
    assert datetime.fromtimestamp(mark.at, UTC) == article.seen
