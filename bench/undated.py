"""Stories of articles without dates, in any order: python -m bench.undated

The streams of bench.stories and the politics that we made up, by event, with every date taken off and the articles
shuffled three times over (the middle one of the three figures is given); nothing is learned from the politics. A text
that gives its day in a line of its own keeps it, as everywhere. Average linkage sees the whole in hindsight, and has no
time to weigh either.
"""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from bench.figures.scoring import b_cubed, pairs
from bench.stories import Stream, average_linkage, load, newsdelta

STREAMS = ("politics", "threes", "ecbplus-dev", "newsroom-dev", "gva-dev", "gva-train")
READ = datetime(2100, 1, 1, tzinfo=UTC)
"""When all of it is read, as for an archive without dates."""
METHODS = {"average linkage on tf-idf, hindsight": average_linkage, "newsdelta, online": newsdelta}


def undated(stream: Stream, random: Random) -> Stream:
    """The stream in another order, of which no feed gave a date."""
    order = random.sample(range(len(stream.gold)), len(stream.gold))
    made = Stream([], [], [])
    for number, place in enumerate(order, start=1):
        made.articles.append(replace(stream.articles[place], id=number, published=None, seen=READ))
        made.gold.append(stream.gold[place])
        made.passages.append(replace(stream.passages[place], article_id=number))
    return made


def main() -> None:
    for name in STREAMS:
        whole = load(name)
        streams = [undated(whole, Random(seed)) for seed in range(3)]
        for method, decide in METHODS.items():
            scores = []
            for stream in streams:
                found = decide(stream)
                scores.append((b_cubed(found, stream.gold).f1, pairs(found, stream.gold).f1))
            b3, paired = map(statistics.median, zip(*scores, strict=True))
            print(f"{name:13} {method:37} B3 {b3:.3f} pairs {paired:.3f}", flush=True)


if __name__ == "__main__":
    main()
