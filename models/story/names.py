"""What a story is called: its most central article, whose headline it bears, and its key names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from models.story.trace import Trace
from settings.limits_stories import NAMES_OF_STORY


def central(members: Sequence[Trace]) -> int:
    """The article whose title and lead are nearest to all others': its title is the story's headline.

    Of equals the first. Raises ValueError when there are no members.
    """
    if not members:
        raise ValueError("a story without articles has no central one")
    model = Counter(each.model for each in members).most_common(1)[0][0]
    same = [each for each in members if each.model == model]
    leads = np.stack([each.lead for each in same]).astype(np.float32)
    titled = np.array([each.titled for each in same])
    score = leads @ leads.sum(axis=0) + np.where(titled, 0.0, -float(len(same)))
    return same[int(np.argmax(np.round(score, 4)))].article_id


def key_names(articles: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The names that most articles of a story mention, given each article's names; of equals the longer.

    A name that is part of a longer one as frequent ('Smith' beside 'Anna Smith') is left out; one in capitals, as in a
    dateline, is the same name.
    """
    counts: Counter[str] = Counter()
    wordings: dict[str, Counter[str]] = {}
    for names in articles:
        counts.update({name.casefold() for name in names})
        for name in set(names):
            wordings.setdefault(name.casefold(), Counter())[name] += 1
    ranked = sorted(counts, key=lambda name: (-counts[name], -len(name), name))
    chosen: list[str] = []
    for name in ranked:
        longer = (other for other in ranked if other != name and f" {name} " in f" {other} ")
        if not any(2 * counts[other] >= counts[name] for other in longer):
            as_written = wordings[name]
            chosen.append(max(as_written, key=lambda each: (not each.isupper(), as_written[each], each)))
        if len(chosen) == NAMES_OF_STORY:
            break
    return tuple(chosen)
