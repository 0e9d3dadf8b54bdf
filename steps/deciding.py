"""The articles that are ready decided one after the other; what goes wrong with one stays with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.nouns import EventKind
from steps.context import BUGS, Context
from steps.decide import DecideCounts, Progress
from steps.decision import Decided, decide_stored
from steps.memory import Memory, StaleVectors
from storage import articles

log = logging.getLogger(__name__)


def decide_all(context: Context, ready: Sequence[int], progress: Progress | None) -> DecideCounts:
    """Decide the articles of these ids in this order."""
    # An article's products of matrices are small: a second thread of BLAS costs more than it gives.
    with threadpool_limits(limits=1, user_api="blas"):
        return _decide_each(context, ready, progress)


def _decide_each(context: Context, ready: Sequence[int], progress: Progress | None) -> DecideCounts:
    memory = _restore(context)
    counts = DecideCounts()
    for done, article_id in enumerate(ready, start=1):
        try:
            decided = _decide(context, memory, article_id)
        except BUGS as bug:
            # A bug met by one article is loud and kept with it, and does not stop the others for ever.
            log.exception("article %d could not be decided and was set aside", article_id)
            with context.db.write() as conn:
                articles.set_aside(conn, article_id, f"{type(bug).__name__}: {bug}")
            memory = _restore(context)
            counts = replace(
                counts, failed=(*counts.failed, f"article {article_id}: {type(bug).__name__}: {bug}")
            )
            continue
        if decided is None:
            continue
        counts = replace(
            counts,
            decided=counts.decided + 1,
            copies=counts.copies + (decided.comparison is None),
            stories=counts.stories + (decided.assignment.story_id is None),
            developments=counts.developments
            + sum(EventKind.DEVELOPMENT in each.kinds for each in decided.told),
        )
        if progress:
            progress("decide", done, len(ready))
    return counts


def _decide(context: Context, memory: Memory, article_id: int) -> Decided | None:
    while True:
        try:
            with context.db.write() as conn:
                # Held up for long (a machine that slept), a pass may find that another one has taken over.
                if not articles.still_waits(conn, [article_id], articles.COPY, articles.EMBEDDED):
                    return None
                return decide_stored(conn, context, memory, article_id)
        except StaleVectors as found:
            memory.renew(context.db, found.story_id)


def _restore(context: Context) -> Memory:
    return Memory.restore(context.db, lambda: context.encoder)
