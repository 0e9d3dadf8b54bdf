"""Learn models/novelty/weights.py: python -m bench.learning.train_developments [--write] [--cache FOLDER]

A rerun gives the same file, and fails without `--write` when the file is another.

Two forms of text: articles from newsroom-dev, briefs from trec-ts-dev. Both have a regression that judges a
sentence; articles have a second, which is learned on scores of the first for stories that the first had not seen, and
a brief is as new as its newest sentence. The figures printed are those of stories that neither had seen (leave one
crisis or topic out). The bias of a form is set so that novelty 0.5 lies in the middle of the cuts with the best F1 on
unseen stories. What a headline shows is learned from the desks that we made up and from real articles that we read
(bench/desks.py).
"""

from __future__ import annotations

import argparse
import pprint
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import desks
from bench.corpora.kept import VECTORS
from bench.corpora.stream import Item, online, read
from bench.figures.verdicts import auc, best_threshold, steady_threshold, suppressed
from bench.learning.logistic import fit
from models.novelty.judgement import Weights, Whole, form, judge, linear, sigmoid, whole
from models.novelty.measures import Array, Measures, measure

SENTENCE = {
    "article": ("covered", "covered3", "cosine", "known", "jaccard", "unseen", "names", "numbers", "length"),
    "brief": ("around", "jaccard", "ledger", "core", "listed", "quiet"),
}
WHOLE: dict[str, tuple[str, ...]] = {"article": ("echo", "told", "lead", "facts"), "brief": ()}
CORPORA = {"article": "developments/newsroom-dev", "brief": "developments/trec-ts-dev"}
RIDGE = 3.0
"""Of the second regression: with less, one measure (`told`) decides alone, which fits newsroom-dev and little else."""
WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "novelty" / "weights.py"


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One article that is not the first of its story, measured as it would have been live."""

    measures: Measures
    story: str
    new: bool
    new_sentences: npt.NDArray[np.bool_]


def examples(items: list[Item]) -> list[Example]:
    """Measures of every article of a file, with gold labels of the article and of its sentences."""
    found = []
    for step in online(items):
        if not len(step.ledger) or not step.item.passages.sentences:
            continue
        item = step.item
        measures = measure(item.passages, step.ledger, step.vocabulary, item.article.when)
        update = " ".join((item.gold.get("update") or item.article.text).split())
        inside = [" ".join(sentence.text.split()) in update for sentence in item.passages.sentences]
        new = bool(item.gold["development"])
        found.append(Example(measures, item.story, new, np.array(inside) & new))
    return found


def learn_sentence(kept: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    rows = np.concatenate(
        [np.column_stack([getattr(e.measures, name)[e.measures.eligible] for name in names]) for e in kept]
    )
    labels = np.concatenate([e.new_sentences[e.measures.eligible] for e in kept]).astype(np.float64)
    return fit(rows, labels, names)


def unseen(all_of: Sequence[Example], names: Sequence[str]) -> Array:
    """`Whole` of each example, by sentence weights learned on the other stories."""
    found = np.zeros((len(all_of), len(Whole._fields)))
    for story in sorted({e.story for e in all_of}):
        weights = learn_sentence([e for e in all_of if e.story != story], names)
        for i, e in enumerate(all_of):
            if e.story == story:
                found[i] = features(e, weights)
    return found


def features(example: Example, weights: dict[str, float]) -> Whole:
    scores = sigmoid(linear(example.measures, weights))
    return whole(example.measures, np.where(example.measures.eligible, scores, 0.0))


def learn(of_form: str, kept: Sequence[Example]) -> tuple[dict[str, dict[str, float]], Array]:
    """Weights of one form, and the novelty of each example by weights learned on the other stories."""
    names = SENTENCE[of_form]
    labels = np.array([e.new for e in kept])
    found = unseen(kept, names)
    if WHOLE[of_form]:
        article, scores = learn_article(of_form, kept, found)
    else:
        article, scores = {"top": 1.0, "bias": 0.0}, found[:, Whole._fields.index("top")]
    cut = steady_threshold(labels, scores)
    article["bias"] -= cut
    return {"sentence": learn_sentence(kept, names), "article": article}, np.asarray(sigmoid(scores - cut))


def learn_article(of_form: str, kept: Sequence[Example], found: Array) -> tuple[dict[str, float], Array]:
    """Weights of the second regression from `found`, a `Whole` of each example, and the scores of each by weights
    learned on the other stories."""
    rows = found[:, [Whole._fields.index(name) for name in WHOLE[of_form]]]
    labels = np.array([e.new for e in kept])
    stories = np.array([e.story for e in kept])
    scores = np.zeros(len(kept))
    for story in sorted(set(stories)):
        others = stories != story
        part = fit(rows[others], labels[others].astype(np.float64), WHOLE[of_form], RIDGE)
        scores[~others] = part["bias"] + sum(
            part[name] * rows[~others, i] for i, name in enumerate(WHOLE[of_form])
        )
    return fit(rows, labels.astype(np.float64), WHOLE[of_form], RIDGE), scores


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write models/novelty/weights.py")
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    arguments = parser.parse_args(argv)
    found = {name: examples(read(name, arguments.cache, exact=True)) for name in CORPORA.values()}
    weights: dict[str, dict[str, dict[str, float]]] = {}
    novelty: dict[int, float] = {}
    for of_form, corpus in CORPORA.items():
        kept = [e for e in found[corpus] if e.measures.eligible.any() and form(e.measures) == of_form]
        weights[of_form], scores = learn(of_form, kept)
        novelty.update(zip(map(id, kept), scores.tolist(), strict=True))
        report(f"{of_form}s of {corpus}, stories unseen", [e.new for e in kept], scores)
    for corpus, kept in found.items():
        rest = [novelty.get(id(e)) for e in kept]
        scores = np.array([judged(e, weights) if r is None else r for e, r in zip(kept, rest, strict=True)])
        report(f"{corpus}, stories unseen", [e.new for e in kept], scores)
    weights["headed"] = desks.learn(desks.everything(arguments.cache, exact=True))
    learned = module(weights)
    if arguments.write:
        WEIGHTS.write_text(learned, encoding="utf-8")
    elif WEIGHTS.read_text(encoding="utf-8") != learned:
        raise SystemExit(f"{WEIGHTS.name} is another: write it with --write")


def judged(example: Example, weights: Weights) -> float:
    return judge(example.measures, weights).novelty


def report(title: str, gold: list[bool], scores: Array) -> None:
    flags = np.array(gold)
    f1, cut = best_threshold(flags, scores)
    hits = (flags & (scores >= 0.5)).sum()
    at = 2 * hits / ((scores >= 0.5).sum() + flags.sum())
    print(
        f"{title}: {len(flags)} articles, AUC {auc(flags, scores):.3f}, "
        f"suppressed {suppressed(flags, scores):.3f}, F1 {at:.3f} at 0.5, {f1:.3f} at {cut:.2f}"
    )


def module(weights: dict[str, dict[str, dict[str, float]]]) -> str:
    rounded = {
        of_form: {
            part: {name: round(value, 4) for name, value in sorted(values.items())}
            for part, values in parts.items()
        }
        for of_form, parts in weights.items()
    }
    body = pprint.pformat(rounded, width=100, sort_dicts=True)
    return (
        '"""Learned weights. Made by bench/learning/train_developments.py; do not edit by hand."""\n\n'
        f"from __future__ import annotations\n\nWEIGHTS = {body}\n"
    )


if __name__ == "__main__":
    main()
