"""Stories where little runs at a time: python -m bench.thin_streams

Streams as thin as a list of political events over years, made from the development data, since none of that kind
is among it; nothing is learned from them. An event has at most three articles of as many outlets, on one to three
days, and events come so many days apart as the stream's number says:

- `confusable`: both events of each topic of ECB+ (the same persons and places, years apart) and the steps of the
  newsroom's crises that lie at least 15 days apart, in any order;
- `mixed`: the same and 40 events of incident news.

Then the small worlds that we made up (bench/corpora/made_up), as they are: a few long stories each, the politics by
event.

Gold says event by event, so a crisis of the newsroom is many here and one in `newsroom-dev`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench.corpora.story_data import DATA, DESKS, passages
from bench.figures.scoring import b_cubed, pairs
from bench.stories import Stream, average_linkage, load, newsdelta
from models.nouns import Article, Passages

Event = tuple[str, list[tuple[Article, Passages]]]
DAYS_APART = (36, 9, 3)
STEP_DAYS = 15
"""Days between two steps of one crisis that count as events."""
METHODS = {"average linkage on tf-idf, hindsight": average_linkage, "newsdelta, online": newsdelta}


def events(name: str, random: Random) -> list[Event]:
    """Events of a story corpus with three articles each, of three outlets where it names outlets."""
    stream = load(name)
    by_story: dict[str, list[tuple[Article, Passages]]] = defaultdict(list)
    for article, gold, its in zip(stream.articles, stream.gold, stream.passages, strict=True):
        by_story[gold].append((article, its))
    found: list[Event] = []
    for gold, members in sorted(by_story.items()):
        random.shuffle(members)
        if members[0][0].site != "unknown":
            members = list({article.site: (article, its) for article, its in members}.values())
        if len(members) >= 3:
            found.append((f"{name} {gold}", members[:3]))
    return found


def steps() -> list[Event]:
    """The newsroom's crises step by step: what up to three outlets write of each."""
    rows = [json.loads(line) for line in (DATA / "developments/newsroom-dev.jsonl").read_text("utf-8").splitlines()]
    by_step: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        key = row["gold"]["story"], re.sub(r"-\d+$", "", row["id"])
        by_step[key].append({**row, "text": row["gold"]["update"]})
    last: dict[str, datetime] = {}
    found: list[Event] = []
    for (crisis, step), its in sorted(by_step.items(), key=lambda item: item[1][0]["published"]):
        day = datetime.fromisoformat(its[0]["published"])
        if len(its) < 2 or (crisis in last and day - last[crisis] < timedelta(days=STEP_DAYS)):
            continue
        last[crisis] = day
        stream = [
            Article(0, row["url"], row["url"], "", row["text"], day, day, row["source"], row["source"])
            for row in its[:3]
        ]
        found.append((step, list(zip(stream, passages(stream, "newsroom-steps"), strict=True))))
    return found


def spread(chosen: Sequence[Event], days: int, random: Random) -> Stream:
    """Events so many days apart, give or take a half, each within three days; the time of day is not known."""
    rows: list[tuple[datetime, str, Article, Passages]] = []
    for number, (gold, members) in enumerate(chosen):
        first = datetime(2010, 1, 10, tzinfo=UTC) + timedelta(days=days * (number + random.uniform(-0.5, 0.5)))
        for article, its in members:
            when = first + timedelta(days=random.choice((0, 0, 0, 1, 1, 2)))
            rows.append((when.replace(hour=0, minute=0, second=0, microsecond=0), gold, article, its))
    rows.sort(key=lambda row: row[0])
    made = Stream([], [], [])
    for place, (when, gold, article, its) in enumerate(rows, start=1):
        made.articles.append(replace(article, id=place, published=when, seen=when))
        made.gold.append(gold)
        made.passages.append(replace(its, article_id=place))
    return made


def score(name: str, stream: Stream) -> None:
    """A line for each method."""
    for method, decide in METHODS.items():
        found = decide(stream)
        scores = f"B3 {b_cubed(found, stream.gold).f1:.3f} pairs {pairs(found, stream.gold).f1:.3f}"
        print(f"{name}, {len(set(stream.gold))} events or stories  {method:37} {scores}", flush=True)


def main() -> None:
    random = Random(0)
    confusable = events("ecbplus-dev", random) + steps()
    mixed = confusable + random.sample(events("gva-train", random), 40)
    for name, chosen in (("confusable", confusable), ("mixed", mixed)):
        random.shuffle(chosen)
        for days in DAYS_APART:
            score(f"{name} {days:2} days apart", spread(chosen, days, random))
    for name in DESKS:
        score(name, load(name))


if __name__ == "__main__":
    main()
