"""Every table, in the order in which the data goes. Migrations in `storage/migrations` build exactly this.

One writer at a time (SQLite), short transactions. Nothing here holds a secret.
"""

from __future__ import annotations

from storage.schema.base import metadata
from storage.schema.decided import (
    carriers,
    development_statements,
    developments,
    links,
    members,
    statements,
    stories,
    story_events,
    trace_blocks,
    witnesses,
)
from storage.schema.meaning import fingerprints, passages, words
from storage.schema.people import alerts, deliveries, digests, feedback, held, threads, told
from storage.schema.running import leases, notes, passes
from storage.schema.sources import articles, entries, feeds, revisions, robots

__all__ = [
    "alerts",
    "articles",
    "carriers",
    "deliveries",
    "development_statements",
    "developments",
    "digests",
    "entries",
    "feedback",
    "feeds",
    "fingerprints",
    "held",
    "leases",
    "links",
    "members",
    "metadata",
    "notes",
    "passages",
    "passes",
    "revisions",
    "robots",
    "statements",
    "stories",
    "story_events",
    "threads",
    "told",
    "trace_blocks",
    "witnesses",
    "words",
]
