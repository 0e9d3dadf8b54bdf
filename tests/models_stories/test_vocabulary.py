"""In how many articles, and in how many stories, each word was seen."""

from __future__ import annotations

from room import FERRY, FERRY_AGAIN, FIRE, OTHERS, Room

from models.stories import StoryIndex
from models.story.vocabulary import Vocabulary
from settings.limits_stories import MEMBERS_HEARD


def test_counts_once_an_article() -> None:
    words = Vocabulary()
    words.add(["ferry", "ferry", "harbour"])
    words.add(["harbour"])
    assert (words.n, words.df("ferry"), words.df("harbour"), words.df("island")) == (2, 1, 2, 0)
    assert words.seen(["harbour", "ferry", "island"]) == [2, 1, 0]


def test_what_one_counted_before_says_later_is_not_one_more() -> None:
    words = Vocabulary()
    words.add(["ferry", "harbour"])
    words.add(["captain"], another=False)
    assert (words.n, words.df("ferry"), words.df("captain")) == (1, 1, 1)


def test_is_restored_from_its_rows() -> None:
    words = Vocabulary()
    words.add(["ferry", "harbour"])
    again = Vocabulary(words.n, words.rows())
    again.add(["ferry"])
    assert (again.n, again.df("ferry"), words.df("ferry")) == (2, 2, 1)
    assert dict(again.rows()) == {"ferry": 2, "harbour": 1}


def test_what_the_articles_of_a_story_repeat_counts_once(room: Room) -> None:
    """In whatever form: what a story says in every article stays as rare as it is elsewhere."""
    stories, words = room.vocabulary.n, room.vocabulary.seen(["aurelia", "passenger", "rocks", "fire"])
    assert words == [0, 0, 0, 0]
    ferry = room.read(FERRY)
    assert room.vocabulary.n == stories + 1
    assert room.read(FERRY_AGAIN) == ferry
    assert room.vocabulary.n == stories + 1
    assert room.vocabulary.seen(["aurelia", "passengers", "rocks", "fire"]) == [1, 1, 1, 0]
    room.read(FIRE)
    assert (room.vocabulary.n, room.vocabulary.df("fire")) == (stories + 2, 1)


def test_what_an_article_brings_to_the_vocabulary(room: Room) -> None:
    room.read(FERRY)
    article, its = room.article(FERRY_AGAIN, None)
    room.index.add(room.index.look(article, its).trace, len(OTHERS) + 1)
    brought = room.index.learn(article.id, {"aurelia", "passenger", "rocks", "hit"})
    assert (brought.words, brought.opened) == ({"rocks", "hit"}, False)
    room.index.move(article.id, 99)
    brought = room.index.learn(article.id, {"aurelia", "rocks"})
    assert (brought.words, brought.opened) == ({"aurelia", "rocks"}, True)


def test_a_restored_index_counts_as_the_one_that_was_lost(room: Room) -> None:
    """Of a long story the last articles only."""
    story = room.read(FERRY)
    for number in range(MEMBERS_HEARD):
        article, its = room.article((f"Aurelia, day {number}", f"Salvage boats work off Tarn on day {number}."), None)
        mark = room.index.look(article, its).trace
        room.index.add(mark, story)
        room.rows.append((story, mark))
    article, its = room.article((*FERRY_AGAIN,), None)
    mark = room.index.look(article, its).trace
    again = StoryIndex.restore([(at, each.to_bytes()) for at, each in room.rows], Vocabulary())
    for index in (room.index, again):
        index.add(mark, story)
        assert index.learn(article.id, {"salvage", "tarn", "lifeboats"}).words == {"lifeboats"}
