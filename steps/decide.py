"""embed -> decide: which story, what is new, and who is told; one transaction an article, in order of time.

The order and the transaction are what make a replay equal to a live run, and a killed pass harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from steps.context import Context
from storage import articles

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DecideCounts:
    decided: int = 0
    copies: int = 0
    stories: int = 0
    """Stories opened."""
    developments: int = 0
    """Developments found, waking stories and corrections with new sentences among them."""
    failed: tuple[str, ...] = ()
    """Articles set aside because of a bug, in words."""


def decide(context: Context, progress: Progress | None = None) -> DecideCounts:
    """Decide every article that is ready, oldest first. Killed and run again, it carries on."""
    with context.db.read() as conn:
        ready = articles.ready_to_decide(conn)
    if not ready:
        return DecideCounts()
    from steps.deciding import decide_all  # a third of a second, which a pass without an article need not take

    return decide_all(context, ready, progress)
