"""read -> embed: copies are told apart first, and every other article gets its vectors, in order of time.

A copy costs no embedding. Batches are committed one by one; killed and run again, the step carries on.
"""

from __future__ import annotations

from collections.abc import Callable

from steps.context import Context, Progress
from steps.counts import EmbedCounts
from storage.reading import articles


def embed(
    context: Context, progress: Progress | None = None, meanwhile: Callable[[], object] = lambda: None
) -> EmbedCounts:
    """Make every read article ready to decide. `meanwhile` is called whenever the model is at work."""
    with context.db.read() as conn:
        ready = articles.ready_to_decide(conn)
        waits = bool(articles.to_embed(conn))
    if not ready and not waits:
        return EmbedCounts()
    from steps import embed_batches  # vectors and what makes them are only loaded for an article

    embed_batches.take_back(context, ready)
    with context.db.read() as conn:
        waiting = articles.to_embed(conn)
    return embed_batches.embed_all(context, waiting, progress, meanwhile) if waiting else EmbedCounts()
