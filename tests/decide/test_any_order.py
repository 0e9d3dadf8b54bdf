"""Whatever is done in whatever order: what a pass keeps in memory is what a restart reads, and the tables agree."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from desk import FIRST, NEWS, OF_THE_DAM, REPEAT, Desk

from models.text.sentences import split
from steps.deciding import by_hand
from steps.deciding.decide_article import decide_stored
from steps.deciding.memory import Memory
from steps.deciding.second_thoughts import think_again
from steps.embed import embed
from storage.deciding import stories, unmending
from storage.reading import articles, passages
from storage.schema import developments, members, statements
from storage.schema import stories as story_rows

TEXTS = [("Ferry Sunniva", text) for text in (FIRST, NEWS, REPEAT)] + [("Dam of Brenn", each[1]) for each in OF_THE_DAM]


def arrivals(desk: Desk, rng: random.Random, number: int) -> None:
    """A new article, a copy, or a page that changed, out of three sentences of one of the texts."""
    about, text = rng.choice(TEXTS)
    kept = [sentence.text for sentence in split(text)]
    rng.shuffle(kept)
    name = rng.choice((f"new-{number}", "copy", "page"))
    text = text if name == "copy" else "\n".join([*kept[:3], f"It was report {number} on the matter, an editor said."])
    desk.file(name, text, f"{name if name == 'page' else number}.example", hours=rng.randrange(40), about=about)


def a_person(desk: Desk, rng: random.Random) -> None:
    with desk.context.db.write() as conn:
        standing = list(conn.scalars(sa.select(story_rows.c.id).where(story_rows.c.merged_into.is_(None))))
        home = dict(conn.execute(sa.select(members.c.article_id, members.c.story_id)).tuples().all())
        one = rng.choice(list(home))
        try:
            match rng.randrange(4):
                case 0 if len(standing) > 1:
                    by_hand.merge(conn, *rng.sample(standing, 2), desk.now)
                case 1:
                    by_hand.split(conn, home[one], [one], desk.now)
                case 2:
                    by_hand.move(conn, one, rng.choice(standing), desk.now)
                case _:
                    by_hand.undo(conn, rng.choice(unmending.by_people(conn, 50)).id)
        except (ValueError, IndexError):  # not of that story; nothing to take back: said to who asks for it
            conn.rollback()


def at_hand(desk: Desk, memory: Memory) -> Any:
    """All that a decision depends on, and what it would be for three articles."""
    index = memory.index
    with desk.context.db.read() as conn:
        some = [articles.get(conn, number) for number in (1, 2, 3)]
        found = [index.assign(each, passages.load(conn, each, desk.context.parts)) for each in some]
        ledgers = {story: memory.ledger(conn, story, desk.context.encoder.name) for story in sorted(index.stories())}
        said = {story: [book[row] for row in range(len(book))] for story, book in ledgers.items() if index.size(story)}
    every = [each for book in said.values() for each in book]
    words = [(each.id, each.sentence.text, each.publisher, sorted(each.witnesses)) for each in every]
    sizes = {story: index.size(story) for story in said}
    return [(each.story_id, each.similarity, each.reason) for each in found], sizes, words, memory.lately


def disagreements(desk: Desk) -> Iterator[str]:
    with desk.context.db.read() as conn:
        home = dict(conn.execute(sa.select(members.c.article_id, members.c.story_id)).tuples().all())
        rows = conn.execute(sa.select(members)).all()
        for table in (statements, developments):
            for row in conn.execute(sa.select(table.c.id, table.c.article_id, table.c.story_id)):
                if home[row.article_id] != row.story_id:
                    yield f"{table.name} {row.id} is not where its article is"
        within = defaultdict(list)
        for row in rows:
            within[row.story_id].append(row)
            if row.copy_of and home[row.copy_of] != row.story_id:
                yield f"copy {row.article_id} is apart from its original"
        for story in conn.execute(sa.select(story_rows)):
            own = within[story.id]
            if bool(own) == (story.merged_into is not None):
                yield f"story {story.id} has {len(own)} articles and leads to {story.merged_into}"
            if own and story.merged_into is None:
                counted = (len(own), sum(row.copy_of is not None for row in own), min(row.at for row in own))
                if counted != (story.articles, story.copies, story.first_seen):
                    yield f"story {story.id} is not as it was counted"
                independent = sa.select(sa.func.count(sa.distinct(stories.INDEPENDENT)))
                if conn.scalar(independent.where(members.c.story_id == story.id)) != story.publishers:
                    yield f"story {story.id} has other publishers"


@pytest.mark.parametrize("seed", range(4))
def test_memory_and_tables_agree_whatever_happens(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    for number, text in enumerate((FIRST, NEWS, REPEAT)):
        desk.file(f"begin-{number}", text, f"begin-{number}.example", hours=number)
    memory: Memory | None = None
    for number in range(25):
        desk.now += timedelta(hours=rng.randrange(1, 9))
        what = rng.choices(("arrive", "person", "night", "restart"), (8, 6, 1, 1))[0]
        if what == "arrive":
            arrivals(desk, rng, number)
        elif number:
            memory = None  # nobody changes stories while a pass is at work
            if what == "person":
                a_person(desk, rng)
            elif what == "night":
                think_again(desk.context)
        embed(desk.context)
        memory = memory or Memory.restore(desk.context.db, lambda: desk.context.encoder)
        with desk.context.db.read() as conn:
            ready = articles.ready_to_decide(conn)
        for article_id in ready:
            with desk.context.db.write() as conn:
                decide_stored(conn, desk.context, memory, article_id)
        restarted = Memory.restore(desk.context.db, lambda: desk.context.encoder)
        assert at_hand(desk, memory) == at_hand(desk, restarted), (number, what)
        assert list(disagreements(desk)) == [], (number, what)
