"""newsroom-dev as feeds give it: of every article its news alone, under its first sentence as a headline.

Once as whole crises and once in young stories, where every two steps of a crisis open a story of their own: all that is
known then is a report or two, and against so little every wording looks new. No sentence is made up and none is read
that the corpus does not label: what an article adds is its gold `update`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from bench.corpora.stream import Item

STEPS = 2
"""Steps of a crisis that make a young story: the second development still has something to be told apart from."""


def short(item: Item) -> Item:
    """The sentences of an article's news under the first of them as its headline; all of them where none is marked."""
    update = " ".join((item.gold.get("update") or item.article.text).split())
    read = item.passages
    kept = [i for i, sentence in enumerate(read.sentences) if " ".join(sentence.text.split()) in update]
    kept = kept or list(range(len(read.sentences)))
    if not kept:
        return item
    sentences = tuple(read.sentences[i] for i in kept)
    passages = replace(
        read,
        sentences=sentences,
        vectors=read.vectors[np.array(kept)],
        title=sentences[0],
        title_vector=read.vectors[kept[0]],
    )
    text = "\n".join(sentence.text for sentence in sentences)
    return replace(item, article=replace(item.article, title=sentences[0].text, text=text), passages=passages)


def young(items: Iterable[Item]) -> list[Item]:
    """The same items, every `STEPS` developments of a story a story of their own."""
    step: dict[str, int] = {}
    found = []
    for item in items:
        step[item.story] = step.get(item.story, -1) + bool(item.gold["development"])
        found.append(replace(item, story=f"{item.story} {max(0, step[item.story]) // STEPS}"))
    return found
