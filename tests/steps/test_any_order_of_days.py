"""Whatever comes in whatever order: a desk whose passes are cut off and begun anew comes to what one undisturbed does.

Two databases take the same random days: news, copies and changed pages, what a person merges, splits, moves and takes
back, second thoughts, what retention lets go of. One goes on with what it has in memory as long as it can; the other
is cut off within decisions and restored all the time. After each day they hold the same rows.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from some_news import NEWSROOM, WordEncoder

import models.story.features
import models.story.index
import steps.deciding.memory
import storage.deciding.traces
from settings.schema import Settings
from steps.context import open_context
from steps.decide import Decider
from steps.deciding.second_thoughts import think_again
from steps.embed import embed
from storage import retention
from storage.deciding import mending, unmending
from storage.reading import articles
from storage.schema import members, metadata

DAYS = 20
WATCH = {"name": "all", "sources": ["*"], "kinds": ["first", "development", "wake", "correction", "confirmed"]}


class CutOff(BaseException):
    """As a process that is killed: nothing catches it."""


class Desk:
    def __init__(self, folder: Path, name: str, cut: bool) -> None:
        self.now, self.cut, self.came = NEWSROOM[0].seen, cut, 0
        box = {"name": "box", "kind": "folder", "path": str(folder / name)}
        given = {"database": str(folder / f"{name}.db"), "channels": [box], "watches": [WATCH]}
        settings = Settings.model_validate(given)
        self.context = open_context(settings, lambda: self.now, random.Random(1), encoder=WordEncoder())
        self.decide = Decider()

    def a_day(self, seed: int) -> None:
        """Something happens, and a pass decides what there is."""
        rng = random.Random(seed)
        self.now += timedelta(hours=rng.randrange(1, 30))
        rng.choice([*[self.news] * 5, *[self.page] * 2, *[self.person] * 2, self.night])(rng)
        self.a_pass()

    def news(self, rng: random.Random) -> None:
        with self.context.db.write() as conn:
            for each in NEWSROOM[self.came : (until := self.came + rng.randrange(1, 5))]:
                published = self.now - timedelta(hours=rng.randrange(9))
                articles.store(conn, replace(each, seen=self.now, published=published))
        self.came = until

    def page(self, rng: random.Random) -> None:
        """Another outlet carries an article's text, or its own page says more."""
        with self.context.db.write() as conn:
            if not (known := conn.scalars(sa.select(members.c.article_id).order_by(members.c.article_id)).all()):
                return
            old = replace(articles.get(conn, rng.choice(known)), seen=self.now)
            text = f"{old.text}\nThe mayor of Quellin said on Friday that {rng.randrange(9, 99)} people were safe."
            url = f"https://mirror.example/{old.id}"
            new = replace(old, url=url, canonical_url=url, publisher="mirror", published=self.now)
            articles.store(conn, rng.choice([replace(old, text=text), new]))

    def person(self, rng: random.Random) -> None:
        with self.context.db.write() as conn:
            home = dict(conn.execute(sa.select(members.c.article_id, members.c.story_id)).tuples().all())
            if len(standing := sorted(set(home.values()))) < 2:
                return
            story, target = rng.sample(standing, 2)
            its = sorted(each for each in home if home[each] == story)
            with suppress(ValueError):  # nothing would stay, or what was built upon it is undone first
                match rng.choice(["merge", "split", "move", "undo"]):
                    case "merge":
                        mending.merge(conn, story, target, self.now, True, {})
                    case "split":
                        mending.split(conn, story, [rng.choice(its)], self.now, True, {})
                    case "move":
                        mending.move(conn, rng.choice(its), target, self.now, True)
                    case _:
                        for change in unmending.by_people(conn, 1):
                            unmending.undo(conn, change.id)
        self.decide = Decider()  # a pass keeps stories in memory; a person waits for its end

    def night(self, rng: random.Random) -> None:
        think_again(self.context)
        retention.tidy(self.context.db, retention.Policy(timedelta(days=2), timedelta(days=1)), self.now)
        self.decide = Decider()

    def a_pass(self) -> None:
        """Cut off in the first decision, carried on, and cut off again one decision later each time."""
        real, turn = articles.decided, 0
        while True:
            left = turn = turn + 1

            def decided(conn: sa.Connection, article_id: int) -> None:
                nonlocal left
                left -= 1
                if self.cut and not left:
                    raise CutOff
                real(conn, article_id)

            with pytest.MonkeyPatch.context() as patch, suppress(CutOff):
                patch.setattr(articles, "decided", decided)
                embed(self.context)
                assert self.decide(self.context).failed == ()
                return
            self.decide = Decider()

    def rows(self) -> dict[str, list[Any]]:
        with self.context.db.read() as conn:
            tables = [each for each in metadata.sorted_tables if not each.info.get("derived")]
            return {each.name: sorted(map(repr, conn.execute(sa.select(each)))) for each in tables}


def test_any_days_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (steps.deciding.memory, storage.deciding.traces):
        monkeypatch.setattr(room, "TRACES_IN_BLOCK", 4)
    monkeypatch.setattr(models.story.index, "FLAT_UNTIL", 8)
    monkeypatch.setattr(models.story.index, "CELL_MEMBERS", 3)
    monkeypatch.setattr(models.story.features, "COUNTED_AT_ONCE", 4)
    whole, cut = Desk(tmp_path, "whole", False), Desk(tmp_path, "cut", True)
    try:
        for day in range(DAYS):
            for desk in (whole, cut):
                desk.a_day(700 + day)
            assert cut.rows() == whole.rows(), day
        held = whole.rows()
        assert all(held[name] for name in ("alerts", "told", "revisions", "story_events")), "something to compare"
    finally:
        for desk in (whole, cut):
            desk.context.close()
