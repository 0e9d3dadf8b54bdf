"""Keeping the database for years: what is old is let go of, and a backup is made and proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from settings.limits import BACKUP_FOLDER
from settings.limits_storage import BACKUP_AGE, PASS_DAYS
from settings.schema import RetentionSetting
from steps.context import Context, Progress
from storage import backup, passes, retention

GIB = 2**30


@dataclass(frozen=True, slots=True)
class KeepCounts:
    texts: int = 0
    """Texts let go of; their articles stay."""
    vectors: int = 0
    entries: int = 0
    passes: int = 0
    backup: str | None = None
    """Where tonight's backup is; None when none was due."""


def keep(context: Context, progress: Progress | None = None) -> KeepCounts:
    """Retention, then a backup. In this order, since a full disk must not stop what makes room on it."""
    now, wanted = context.clock(), context.settings.retention
    tidied = retention.tidy(context.db, policy_of(wanted), now)
    with context.db.write() as conn:
        forgotten = passes.forget(conn, now - timedelta(days=PASS_DAYS))
    if progress:
        progress("retention", 1, 2)
    made = _back_up(context) if wanted.backups else None
    if progress:
        progress("backup", 2, 2)
    return KeepCounts(tidied.texts, tidied.vectors, tidied.entries, forgotten, str(made) if made else None)


def policy_of(wanted: RetentionSetting) -> retention.Policy:
    most = round(wanted.database_gib * GIB) if wanted.database_gib else None
    return retention.Policy(timedelta(days=wanted.text_days), timedelta(days=wanted.vector_days), most)


def _back_up(context: Context) -> Path | None:
    """PostgreSQL has ways of its own, which its keeper chooses."""
    if context.db.path is None:
        return None
    now = context.clock()
    last = backup.last(context.db)
    if last is not None and last[0] > now - BACKUP_AGE and Path(last[1]).exists():
        return None
    folder = context.db.path.parent / BACKUP_FOLDER
    return backup.make(context.db, folder, now, context.settings.retention.backups).path
