"""The one sentence that moves a story on, in an article that otherwise repeats.

The regression of whole articles sees that nearly all of a text is known and calls it a repeat. A known value that has
moved on (a toll that rose, somebody arrested who is released, a date that is another one) outweighs that: a date
wherever it stands, another value where the headline is about it or the sentence is new otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.change.redated import is_date
from models.change.values import Change, gives, goes_on
from models.nouns import Passages
from models.novelty.measures import Array, Measures
from settings import limits_developments as limits


def moves_on(
    passages: Passages, measures: Measures, novelty: Array, changes: Mapping[int, tuple[int, Change]]
) -> int | None:
    """The index of the sentence that moves the story on by itself; None where there is none.

    `novelty`: of each sentence. `changes`: by sentence, the row of the statement that it changes, old and new.
    """
    eligible = np.flatnonzero(measures.eligible)
    if not len(eligible):
        return None
    title = passages.title
    near = passages.vectors[eligible] @ passages.title_vector
    about: set[int] = set()
    if title.words:
        about = {int(i) for i in (eligible[0], eligible[int(near.argmax())])}
        about &= set(eligible[near >= limits.HEADLINE_COSINE].tolist())
    for index, (_, change) in sorted(changes.items()):
        if is_date(change.new):
            return index
        if goes_on(passages.sentences[index].text, change):
            headlined = index in about or gives(title, change.new)
            if headlined or novelty[index] >= limits.CHANGED_NOVELTY:
                return index
    return None
