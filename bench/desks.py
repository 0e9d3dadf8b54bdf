"""How well novelty tells developments from repeats where articles have headlines and are written to be read.

    python -m bench.desks [--cache FOLDER] [--json OUT] [--show]

Five small worlds that we wrote ourselves (bench/corpora/made_up), and real articles of ../shared/data/stories (gva-dev,
gva-train) that we read and labelled, from which nothing is learned. What is told is decided as for all articles; the
novelty of what is told is learned here. Each desk's row is by weights learned on the other desks; beside it stand
novelty without the headline, and the mean over sentences. --show prints what was told wrongly and what was missed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpora.kept import VECTORS
from bench.corpora.story_data import MADE_UP
from bench.corpora.stream import SHARED, Item, Step, online, read
from bench.figures.verdicts import Array, Flags, auc
from bench.learning.logistic import fit
from models.novelty.headed import Headed, sureness
from models.novelty.judgement import judge
from models.novelty.measures import measure
from settings import limits_developments as limits

REAL = ("gva-dev", "gva-train")
LEAST = (0.5, 0.7, 0.8, 0.9)
"""Least novelties (`min_novelty` of a watch) at which told and missed are counted."""
WEIGHT = 100.0
"""What each desk weighs in all, however many articles it has."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """An article that opens no story, as it was decided."""

    step: Step
    new: bool
    alone: float
    """Its novelty without its headline."""
    mean: float
    """One minus the mean of its sentences' highest cosines to the story."""
    head: Headed | None
    """What its novelty was made of, where it has a headline and was told."""


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    articles: tuple[Decided, ...]

    @property
    def new(self) -> Flags:
        return np.array([each.new for each in self.articles])


def made_up(cache: Path | None, *, exact: bool = False) -> list[Desk]:
    files = sorted(MADE_UP.glob("*.jsonl"))
    return [desk(path.stem, read(str(path.with_suffix("")), cache, exact=exact)) for path in files]


def real(name: str, cache: Path | None) -> Desk:
    """Whole stories of a part of ../shared/data/stories; the labels say of each article but a story's first, and but
    for those without a text of their own, whether it is a development."""
    labels = json.loads((MADE_UP / f"labels-{name}.json").read_text(encoding="utf-8"))
    with (SHARED / "data" / f"stories/{name}.jsonl").open(encoding="utf-8") as lines:
        ids = [json.loads(line)["id"] for line in lines]
    items = read(f"stories/{name}", cache)
    stories = {item.story for key, item in zip(ids, items, strict=True) if key in labels}
    labelled = [
        Item(each.article, each.passages, each.story, {"development": labels.get(key)})
        for key, each in zip(ids, items, strict=True)
        if each.story in stories
    ]
    return desk(f"{name}, read", labelled)


def desk(name: str, items: Sequence[Item]) -> Desk:
    found = []
    for step in online(list(items)):
        its, comparison = step.item, step.comparison
        if not len(step.ledger) or not its.passages.sentences or its.gold["development"] is None:
            continue
        measures = measure(its.passages, step.ledger, step.vocabulary, its.article.when)
        figures = dict(comparison.reason.figures)
        head = Headed(*(float(figures[name]) for name in Headed._fields)) if "headline" in figures else None
        alone = judge(measures).novelty if comparison.development else comparison.novelty
        found.append(Decided(step, bool(its.gold["development"]), alone, 1 - float(measures.cosine.mean()), head))
    return Desk(name, tuple(found))


def learn(desks: Sequence[Desk]) -> dict[str, float]:
    """Weights of the measures of `Headed`, and their bias, from what was told."""
    told = [[each for each in desk.articles if each.head is not None] for desk in desks]
    return fit(
        np.array([each.head for some in told for each in some], dtype=np.float64),
        np.array([each.new for some in told for each in some], dtype=np.float64),
        Headed._fields,
        counts=np.array([WEIGHT / len(some) for some in told for _ in some]),
    )


def row(desk: Desk, method: str, novelty: Sequence[float]) -> dict[str, Any]:
    scores: Array = np.array(novelty)
    found: dict[str, Any] = {"desk": desk.name, "method": method, "auc": round(auc(desk.new, scores), 3)}
    for least in LEAST if method != "mean over sentences" else ():
        told = scores >= least
        wrongly, missed = int((told & ~desk.new).sum()), int((~told & desk.new).sum())
        found[f"from {least}"] = {"repeats told": wrongly, "missed": missed}
    return found | {"repeats": int((~desk.new).sum()), "developments": int(desk.new.sum())}


def rows(desk: Desk, weights: dict[str, float]) -> list[dict[str, Any]]:
    """The desk by simple means, by novelty without headlines, and by these weights."""
    told = [each.step.comparison.development for each in desk.articles]
    alone = [
        max(each.alone, limits.DEVELOPMENT_NOVELTY) if as_told else each.alone
        for each, as_told in zip(desk.articles, told, strict=True)
    ]
    shipped = [
        each.step.comparison.novelty if each.head is None else sureness(each.head, weights) for each in desk.articles
    ]
    return [
        row(desk, "mean over sentences", [each.mean for each in desk.articles]),
        row(desk, "without the headline", alone),
        row(desk, "newsdelta", shipped),
    ]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="what was told wrongly, and what was missed")
    arguments = parser.parse_args(argv)
    desks = made_up(arguments.cache)
    found = [each for one in desks for each in rows(one, learn([other for other in desks if other is not one]))]
    if (SHARED / "data").is_dir():
        weights = learn(desks)
        desks += (read_by_us := [real(name, arguments.cache) for name in REAL])
        found += [each for one in read_by_us for each in rows(one, weights)]
    for line in found:
        print(json.dumps(line))
    for one in desks if arguments.show else ():
        for each in one.articles:
            its = each.step.comparison
            if its.development != each.new:
                said = "told" if its.development else "MISSED"
                print(said, one.name, round(its.novelty, 2), each.step.item.article.title, each.head or "")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
