"""What the night is for: a backup, retention, second thoughts on stories, then a look back at the alerts."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from settings.limits import BACKUP_FOLDER
from settings.limits_flows import UPKEEP_ASKS_EVERY_S, UPKEEP_WAITS_S
from settings.limits_storage import ASIDE_TRIED_FOR, PASS_DAYS
from settings.schema import RetentionSetting
from steps.context import Context, Progress
from steps.deciding.second_thoughts import think_again
from steps.shift import UPKEEP_PASS, PassReport, Shift, working
from steps.telling.audit import audit
from storage import backup, retention
from storage.deciding import meanings
from storage.reading import articles
from storage.running import passes

GIB = 2**30


@dataclass(frozen=True, slots=True)
class BackupCounts:
    backups: int = 0
    bytes: int = 0
    path: str | None = None


@dataclass(frozen=True, slots=True)
class RetentionCounts:
    texts: int = 0
    vectors: int = 0
    entries: int = 0
    fingerprints: int = 0
    passes: int = 0
    oldest_text: str | None = None
    """Where the limit of size cut, if it did."""


@dataclass(frozen=True, slots=True)
class AgainCounts:
    articles: int = 0


def backup_folder(context: Context) -> Path | None:
    """Where backups lie: beside the database; None on PostgreSQL, which has its own ways."""
    path = context.db.path
    return path.parent / BACKUP_FOLDER if path else None


def make_backup(context: Context, progress: Progress | None = None) -> BackupCounts:
    """A proven backup; none when the settings want none."""
    folder = backup_folder(context)
    keep = context.settings.retention.backups
    if folder is None or keep == 0:
        return BackupCounts()
    made = backup.make(context.db, folder, context.clock(), keep)
    return BackupCounts(1, made.bytes, str(made.path))


def retain(context: Context, progress: Progress | None = None) -> RetentionCounts:
    """Let go of what the settings do not keep."""
    now = context.clock()
    tidied = retention.tidy(context.db, policy(context.settings.retention), now)
    with context.db.write() as conn:
        forgotten = passes.forget(conn, now - timedelta(days=PASS_DAYS))
        if meanings.set_up(conn):
            meanings.fill(conn)
    return RetentionCounts(
        tidied.texts, tidied.vectors, tidied.entries, tidied.fingerprints, forgotten, _day(tidied.oldest_text)
    )


def try_again(context: Context, progress: Progress | None = None) -> AgainCounts:
    """Have the next pass decide what a bug had set aside."""
    with context.db.write() as conn:
        return AgainCounts(articles.try_again(conn, context.clock() - ASIDE_TRIED_FOR))


def policy(setting: RetentionSetting) -> retention.Policy:
    return retention.Policy(
        text=timedelta(days=setting.text_days),
        vectors=timedelta(days=setting.vector_days),
        most_bytes=int(setting.database_gib * GIB) if setting.database_gib else None,
    )


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def keep_up(shift: Shift) -> None:
    """All of it, in an order in which a backup holds what retention then lets go of."""
    try:
        shift.run("backup", make_backup)
    finally:  # a disk too full for a backup is one more reason to let go of something
        shift.run("retention", retain)
        shift.run("stories", think_again)
        shift.run("again", try_again)
        shift.run("audit", audit)


def run_upkeep(context: Context, progress: Progress | None = None) -> PassReport:
    """Upkeep once; a pass that is at work is waited for, since upkeep moves what passes stand on."""
    until = time.monotonic() + UPKEEP_WAITS_S
    while True:
        with working(context, UPKEEP_PASS, progress) as shift:
            if shift is not None:
                keep_up(shift)
                return shift.report()
        if time.monotonic() > until:
            now = context.clock()
            return PassReport(UPKEEP_PASS, now, now, busy=True)
        threading.Event().wait(UPKEEP_ASKS_EVERY_S)
