# ruff: noqa: E501
"""Assignment, second thoughts and what the index keeps, with a small encoder that hashes words."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from room import FERRY, FERRY_AGAIN, FIRE, OTHERS, START, Room

from models.nouns import Article, Reason
from models.second_thoughts import Limits, Merge, second_thoughts
from models.stories import StoryIndex, Trace, trace
from models.story.features import FEATURES
from models.story.names import central, key_names
from models.story.score import most_near
from models.story.vocabulary import Vocabulary


def test_each_of_the_unrelated_opens_its_own(room: Room) -> None:
    assert room.stories == len(OTHERS)


def test_the_same_event_in_other_words_joins(room: Room) -> None:
    first = room.read(FERRY)
    assert room.read(FIRE) != first
    assert room.read(FERRY_AGAIN, START + timedelta(hours=6)) == first


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
    said = dict(found.reason.figures)
    assert (found.reason.code, found.story_id) == ("joined", first)
    assert (said["members"], said["beside"], said["probability"]) == (1, len(OTHERS), round(found.similarity, 3))
    assert "aurelia" in str(said["shared"])
    assert 0.5 <= found.similarity <= 1.0
    assert found.margin <= 0.5
    article, its = room.article(FIRE, START)
    opened = room.index.assign(article, its).reason
    assert opened.code == "opened"
    assert dict(opened.figures)["probability"] < 0.5
    assert Room().index.assign(article, its).reason == Reason("opened", (("compared", 0),))


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
    assert [each.article_id for each in room.index.members(first, slice(-1, None))] == [10]
    assert (room.index.size(first), room.index.size(second)) == (2, 0)
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
    assert key_names([["TARN", "NATO"], ["Tarn"], ["TARN"]]) == ("Tarn", "NATO")


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


def test_articles_without_a_word_can_be_restored() -> None:
    room = Room()
    for _ in range(2):
        room.read(("", ""))
    stored = [(story, mark.to_bytes()) for story, mark in room.rows]
    again = StoryIndex.restore(stored, room.vocabulary)
    article, its = room.article(FERRY, START)
    assert again.assign(article, its) == room.index.assign(article, its)
