"""Entry -> read -> Article: the page behind every waiting entry, and a second look at young articles.

All hosts at once, each at its own pace; pages are read in child processes; answers are stored in small
batches. Killed and run again, the step asks only for the pages whose answers were not stored yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from settings.limits_storage import READ_LIMIT, RECHECK_LIMIT
from steps.context import Context, Progress
from storage import checks, entries


@dataclass(frozen=True, slots=True)
class ReadCounts:
    read: int = 0
    """Entries done: their article is stored."""
    new: int = 0
    """Articles not seen before."""
    revised: int = 0
    """Articles whose text or title changed."""
    known: int = 0
    """Entries that lead to an article that another entry brought before."""
    stood_in: int = 0
    """Articles that are the feed's own text, since the page gave none."""
    waiting: int = 0
    """Entries to be tried again later."""
    failed: int = 0
    """Entries that gave nothing at all."""
    checked: int = 0
    """Articles looked at again for silent edits."""


def read(context: Context, progress: Progress | None = None) -> ReadCounts:
    """Read what is waiting, and look again at what is due for it."""
    now = context.clock()
    with context.db.read() as conn:
        waiting = entries.waiting(conn, now, READ_LIMIT)
        due = checks.due(conn, now, RECHECK_LIMIT)
    if not waiting and not due:
        return ReadCounts()
    from steps.reading import read_all  # what reads pages is only loaded for a page

    return read_all(context, waiting, due, progress)
