"""newsdelta's own state: passes, leases, notes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, String, Table, Text

from storage.schema.base import id_column, metadata
from storage.types import UtcDateTime

passes = Table(
    "passes",
    metadata,
    id_column(),
    Column("kind", String(12), nullable=False),  # monitor, digest, upkeep, watchdog
    Column("started", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("outcome", String(12)),  # fine, failed; None while it runs or when it was killed
    Column("counts", sa.JSON, nullable=False, default=dict),
    Column("note", Text),
    Index("ix_passes_started", "kind", "started"),
)

leases = Table(  # who may work now; decided here, not by Prefect (TRAPS: its limits wedge after a crash)
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("fence", Integer, nullable=False),  # grows with each holder
    info={"derived": True},  # who works in one database does not work in another
)

notes = Table(  # small facts of newsdelta's own, e.g. the last backup
    "notes",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", sa.JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
