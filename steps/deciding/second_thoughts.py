"""Second thoughts: stories that have turned out to be one are merged, those that have come apart are split.

Decided by `models.second_thoughts` within its limits, never against what a person linked or kept apart. Ids do not
change meaning: a merged story redirects, what leaves a story opens a new one, and the history is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.second_thoughts import Merge, second_thoughts
from steps.context import Context, Progress
from steps.deciding import naming
from steps.deciding.memory import Memory
from storage.deciding import mending


@dataclass(frozen=True, slots=True)
class SecondThoughtsCounts:
    merged: int = 0
    split: int = 0


def think_again(context: Context, progress: Progress | None = None) -> SecondThoughtsCounts:
    """Look at the stories that are alive, and mend them; one transaction a change."""
    now = context.clock()
    memory = Memory.restore(context.db, lambda: context.encoder)
    counts = SecondThoughtsCounts()
    changes = second_thoughts(memory.index, now)
    for done, change in enumerate(changes, start=1):
        figures = dict(change.reason.figures)
        with context.db.write() as conn:
            if isinstance(change, Merge):
                mending.merge(conn, change.story_id, change.into, now, by_person=False, figures=figures)
                memory.index.merge(change.story_id, change.into)
                naming.name(conn, change.into)
                counts = replace(counts, merged=counts.merged + 1)
            else:
                new = mending.split(
                    conn, change.story_id, change.article_ids, now, by_person=False, figures=figures
                )
                memory.index.split(change.article_ids, new)
                naming.name(conn, new)
                naming.name(conn, change.story_id)
                counts = replace(counts, split=counts.split + 1)
        if progress:
            progress("second thoughts", done, len(changes))
    return counts
