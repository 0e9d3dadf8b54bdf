"""Entry -> read -> Article: the page behind every waiting entry, and a second look at young articles.

All hosts at once, each at its own pace; pages are read in child processes; answers are stored in small
batches. Killed and run again, the step asks only for the pages whose answers were not stored yet.
"""

from __future__ import annotations

from settings.limits_storage import READ_LIMIT, RECHECK_LIMIT
from steps.context import Context, Progress
from steps.counts import ReadCounts
from storage.reading import checks, entries


def read(context: Context, progress: Progress | None = None) -> ReadCounts:
    """Read what is waiting, and look again at what is due for it."""
    now = context.clock()
    with context.db.read() as conn:
        waiting = entries.waiting(conn, now, READ_LIMIT)
        due = checks.due(conn, now, RECHECK_LIMIT)
    if not waiting and not due:
        return ReadCounts()
    from steps.reading.read_pages import read_all  # what reads pages is only loaded for a page

    return read_all(context, waiting, due, progress)
