"""What each rule of a development decision brings: the verdicts without it, beside those with all.

    python -m bench.without [--cache FOLDER]

A row a rule: of the desks (bench.desks, each by weights of the others) rewrites told and developments missed, of the
streams without desks (bench.developments) AUC and F1. A rule that no row misses has to earn its place elsewhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from bench import desks, developments
from bench.corpora.kept import VECTORS
from bench.corpora.stream import online
from bench.figures.verdicts import verdicts
from models import developments as decision
from models import roles
from models.nouns import Role
from models.novelty import alterations, headed, moves
from models.novelty.measures import Measures, measure

NOTHING: Any = lambda *_, **__: None  # noqa: E731 - what stands in the place of a rule
NO: Any = lambda *_, **__: False  # noqa: E731
NONE: Any = lambda *_, **__: {}  # noqa: E731


def _no_furniture(*arguments: Any, **named: Any) -> Measures:
    return replace(measure(*arguments, **named), furniture=False)


RULES: dict[str, tuple[tuple[object, str, Any], ...]] = {
    "(all rules)": (),
    "echoes": ((decision, "echoes", NOTHING),),
    "a sentence that moves the story on": ((decision, "moves_on", NOTHING),),
    "of these, dates": ((moves, "is_date", NO),),
    "explains, by its label": ((roles, "explains", NO),),
    "told in the first person": ((roles, "personal", NO),),
    "reports nothing, by its label": ((roles, "remarks", NO),),
    "nothing to check": ((decision, "_bare", NO),),
    "furniture": ((decision, "measure", _no_furniture),),
    "what became of something": ((headed, "became", NO),),
    "denied before": ((decision, "denied_before", NO),),
    "changes are not silenced": ((decision, "_stays", NO),),
    "changed values": ((alterations, "_moved", NONE),),
    "values taken back": ((alterations, "retracted", NONE),),
    "corrections": ((roles, "corrects", NOTHING),),
}
"""What stands for each while it is off."""


@contextmanager
def off(rule: str) -> Iterator[None]:
    patches = [mock.patch.object(where, name, instead) for where, name, instead in RULES[rule]]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=VECTORS, help="folder that keeps vectors for the next run")
    cache = parser.parse_args(argv).cache
    every = desks.everything(cache)
    unseen = [desks.learn([other for other in every if other is not one]) for one in every]
    streams = {name: developments.stream(name, cache) for name in developments.NAMES}
    for rule in RULES:
        with off(rule):
            wrongly = missed = 0
            for one, weights in zip(every, unseen, strict=True):
                told = {step.item.article.id for step in online(one.items, weights) if step.comparison.development}
                ours = np.array([each.step.item.article.id in told for each in one.articles])
                wrongly += int((ours & ~one.new).sum())
                missed += int((~ours & one.new).sum())
            found = [f"{name.rpartition('/')[2]} {_stream(items)}" for name, items in streams.items()]
        print(f"{rule:36} told {wrongly:3} missed {missed:2}; " + "; ".join(found), flush=True)


def _stream(items: Sequence[Any]) -> str:
    steps = [step for step in online(items) if step.comparison.role is not Role.FIRST]
    gold = np.array([bool(step.item.gold["development"]) for step in steps])
    novelty = np.array([step.comparison.novelty for step in steps])
    ours = verdicts(gold, novelty, np.array([step.comparison.development for step in steps]))
    return f"{ours.auc:.4f} {ours.f1:.3f}"


if __name__ == "__main__":
    main()
