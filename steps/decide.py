"""embed -> decide: which story, what is new, and who is told; one transaction an article, in order of time.

The order and the transaction are what make a replay equal to a live run, and a killed pass harmless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.context import Context, Progress
from steps.counts import DecideCounts
from storage.reading import articles

if TYPE_CHECKING:
    from steps.deciding.decide_ready import Deciding


class Decider:
    """The step, for a pass that takes it again and again: what it has at hand of the stories stays at hand."""

    def __init__(self) -> None:
        self._deciding: Deciding | None = None

    def __call__(self, context: Context, progress: Progress | None = None) -> DecideCounts:
        """Decide every article that is ready, oldest first; the counts are of all times together."""
        with context.db.read() as conn:
            ready = articles.ready_to_decide(conn)
            later = len(articles.to_embed(conn)) if ready else 0
        if ready:
            if self._deciding is None:
                # a third of a second to load, which a pass without an article need not take
                from steps.deciding.decide_ready import Deciding

                self._deciding = Deciding(context)
            self._deciding.decide(ready, later, progress)
        return self._deciding.counts if self._deciding else DecideCounts()


def decide(context: Context, progress: Progress | None = None) -> DecideCounts:
    """Decide every article that is ready, oldest first. Killed and run again, it carries on."""
    return Decider()(context, progress)
