"""The articles that are ready decided one after the other; what goes wrong with one stays with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.nouns import EventKind
from steps.context import BUGS, Context, Progress
from steps.counts import DecideCounts
from steps.deciding.decide_article import Decided, decide_stored
from steps.deciding.memory import Memory, StaleVectors
from storage.reading import articles

log = logging.getLogger(__name__)


class Deciding:
    """Decides what is ready, as often as it is asked, with one memory of the stories."""

    def __init__(self, context: Context) -> None:
        self.counts = DecideCounts()
        self._context = context
        self._memory: Memory | None = None
        self._seen = 0

    def decide(self, ready: Sequence[int], later: int = 0, progress: Progress | None = None) -> None:
        """Decide the articles of these ids in this order; so many more will follow."""
        total = self._seen + len(ready) + later
        # An article's products of matrices are small: a second thread of BLAS costs more than it gives.
        with threadpool_limits(limits=1, user_api="blas"):
            for article_id in ready:
                decided = self._decided(article_id)
                self._seen += 1
                if decided is None:
                    continue
                self.counts = _with(self.counts, decided)
                if progress:
                    progress("decide", self._seen, total)

    def _decided(self, article_id: int) -> Decided | None:
        context = self._context
        if self._memory is None:
            self._memory = Memory.restore(context.db, lambda: context.encoder)
        try:
            return _decide(context, self._memory, article_id)
        except BUGS as bug:
            # A bug met by one article is loud and kept with it, and does not stop the others for ever.
            log.exception("article %d could not be decided and was set aside", article_id)
            said = f"{type(bug).__name__}: {bug}"
            with context.db.write() as conn:
                articles.set_aside(conn, article_id, said)
            self._memory = None
            failed = (*self.counts.failed, f"article {article_id}: {said}")
            self.counts = replace(self.counts, failed=failed)
            return None


def _with(counts: DecideCounts, decided: Decided) -> DecideCounts:
    return replace(
        counts,
        decided=counts.decided + 1,
        copies=counts.copies + (decided.comparison is None),
        stories=counts.stories + (decided.assignment.story_id is None),
        developments=counts.developments + sum(EventKind.DEVELOPMENT in each.kinds for each in decided.told),
    )


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
