"""How well novelty tells developments from repeats where articles have headlines and are written to be read.

    python -m bench.desks [--cache FOLDER] [--json OUT] [--show]

Five small worlds that we wrote ourselves (bench/corpora/made_up), and real articles of ../shared/data/stories (gva-dev,
gva-train) that we read and labelled. Each desk is judged by weights learned on the other desks; those of
bench/corpora/unseen, from which nothing is learned, by weights of them all. Beside it stand the same as if news were as
frequent as there, novelty by the text alone, and the mean over sentences. --show prints what the shipped weights told
wrongly and missed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpora.kept import VECTORS
from bench.corpora.story_data import MADE_UP, UNSEEN
from bench.corpora.stream import SHARED, Item, Step, online, read
from bench.figures.verdicts import Array, Flags, auc
from bench.learning.logistic import fit
from models.novelty.headed import HEADED, Headed
from models.novelty.judgement import judge
from models.novelty.measures import measure
from settings.limits_developments import LATELY

REAL = ("gva-dev", "gva-train")
LEAST = (0.5, 0.7, 0.8, 0.9)
"""Least novelties (`min_novelty` of a watch) at which told and missed are counted."""
WEIGHT = 100.0
"""What each desk weighs in all, however many articles it has."""


Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """An article that opens no story, as it was decided."""

    step: Step
    new: bool
    alone: float
    """Its novelty by what it says, without its headline."""
    mean: float
    """One minus the mean of its sentences' highest cosines to the story."""
    head: Headed | None
    """What its headline shows, where it has one that is asked."""


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    items: tuple[Item, ...]
    articles: tuple[Decided, ...]

    @property
    def new(self) -> Flags:
        return np.array([each.new for each in self.articles])


def made_up(cache: Path | None, *, exact: bool = False, folder: Path = MADE_UP) -> list[Desk]:
    files = sorted(folder.glob("*.jsonl"))
    return [desk(path.stem, read(str(path.with_suffix("")), cache, exact=exact)) for path in files]


def real(name: str, cache: Path | None, *, exact: bool = False) -> Desk:
    """Whole stories of a part of ../shared/data/stories; the labels say of each article but a story's first, and but
    for those without a text of their own, whether it is a development."""
    labels = json.loads((MADE_UP / f"labels-{name}.json").read_text(encoding="utf-8"))
    with (SHARED / "data" / f"stories/{name}.jsonl").open(encoding="utf-8") as lines:
        ids = [json.loads(line)["id"] for line in lines]
    items = read(f"stories/{name}", cache, exact=exact)
    stories = {item.story for key, item in zip(ids, items, strict=True) if key in labels}
    labelled = [
        Item(each.article, each.passages, each.story, {"development": labels.get(key)})
        for key, each in zip(ids, items, strict=True)
        if each.story in stories
    ]
    return desk(f"{name}, read", labelled)


def everything(cache: Path | None, *, exact: bool = False) -> list[Desk]:
    """The desks that we made up, and those of real news where ../shared/data is there."""
    there = (SHARED / "data").is_dir()
    return made_up(cache, exact=exact) + [real(name, cache, exact=exact) for name in REAL if there]


def desk(
    name: str, items: Sequence[Item], headings: Mapping[str, Mapping[str, float]] = HEADED, remember: int = LATELY
) -> Desk:
    """The desk's articles one after the other; `headings` and `remember`: see `online`."""
    found = []
    for step in online(items, headings, remember):
        its, comparison = step.item, step.comparison
        if not len(step.ledger) or not its.passages.sentences or its.gold["development"] is None:
            continue
        measures = measure(its.passages, step.ledger, step.vocabulary, its.article.when)
        figures = dict(comparison.reason.figures)
        told = [figures.get(f"headed_{each}") for each in Headed._fields]
        head = Headed(*(float(each) for each in told if each is not None)) if None not in told else None
        mean = 1 - float(measures.cosine.mean())
        found.append(Decided(step, bool(its.gold["development"]), judge(measures).novelty, mean, head))
    return Desk(name, tuple(items), tuple(found))


def learn(desks: Sequence[Desk]) -> Weights:
    """Weights of the measures of `Headed`, and the share of news among what they were learned from."""
    asked = [[each for each in desk.articles if each.head is not None] for desk in desks]
    weights = fit(
        np.array([each.head for some in asked for each in some], dtype=np.float64),
        np.array([each.new for some in asked for each in some], dtype=np.float64),
        Headed._fields,
        counts=np.array([WEIGHT / len(some) for some in asked for _ in some]),
    )
    shares = [sum(each.new for each in some) / len(some) for some in asked]
    return {"article": weights, "lately": {"share": sum(shares) / len(shares)}}


def row(desk: Desk, method: str, novelty: Sequence[float], cuts: Sequence[float] = LEAST) -> dict[str, Any]:
    scores: Array = np.array(novelty)
    found: dict[str, Any] = {"desk": desk.name, "method": method, "auc": round(auc(desk.new, scores), 3)}
    for least in cuts:
        told = scores >= least
        wrongly, missed = int((told & ~desk.new).sum()), int((~told & desk.new).sum())
        found[f"from {least}"] = {"repeats told": wrongly, "missed": missed}
    return found | {"repeats": int((~desk.new).sum()), "developments": int(desk.new.sum())}


def rows(desk: Desk, others: Sequence[Desk]) -> list[dict[str, Any]]:
    """The desk by simple means, by what articles say, and with headlines judged by weights of the others: as if news
    were as frequent here as there, and by the share that is found."""
    unseen = learn(others)
    found = [
        row(desk, "mean over sentences", [each.mean for each in desk.articles], ()),
        row(desk, "without the headline", [each.alone for each in desk.articles]),
    ]
    for method, remember in (("the others' share of news", 0), ("newsdelta", LATELY)):
        judged = online(desk.items, unseen, remember)
        of = {step.item.article.id: step.comparison.novelty for step in judged}
        found.append(row(desk, method, [of[each.step.item.article.id] for each in desk.articles]))
    return found


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="what was told wrongly, and what was missed")
    arguments = parser.parse_args(argv)
    desks = everything(arguments.cache)
    unseen = made_up(arguments.cache, folder=UNSEEN)
    found = [each for one in desks + unseen for each in rows(one, [other for other in desks if other is not one])]
    for line in found:
        print(json.dumps(line))
    for one in desks + unseen if arguments.show else ():
        for each in one.articles:
            its = each.step.comparison
            if its.development != each.new:
                said = "told" if its.development else "MISSED"
                print(said, one.name, round(its.novelty, 2), each.step.item.article.title, each.head or "")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
