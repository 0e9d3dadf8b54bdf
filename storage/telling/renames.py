"""A watch by another name: what it was told, what was held for it and what people said of it go with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import alerts, digests, feedback, held, told

_APART = {
    alerts: ("development_id",),
    held: ("development_id",),
    told: ("channel", "statement_id"),
    digests: ("until",),
    feedback: ("id",),
}
"""Where watches stand by name, and what tells two rows of one watch apart."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What goes by the new name now."""

    alerts: int
    held: int
    said: int
    """Feedback, mutes and snoozes."""

    def __bool__(self) -> bool:
        return bool(self.alerts or self.held or self.said)


def rename(conn: Connection, old: str, new: str) -> Moved:
    """Put what is kept for the watch `old` under `new`. What `new` has already stays, and the row of `old` for the same
    thing stays with `old`, as what happened."""
    moved = {}
    for table, columns in _APART.items():
        same = table.alias()
        there = sa.exists().where(same.c.watch == new, *(same.c[name] == table.c[name] for name in columns))
        moved[table] = conn.execute(table.update().where(table.c.watch == old, ~there).values(watch=new)).rowcount
    return Moved(moved[alerts], moved[held], moved[feedback])


def strangers(conn: Connection, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Watches that something is kept for and that are none of `names`; and those of `names` that nothing is kept
    for yet. Where both are, one may be the other by a new name."""
    known = {
        name
        for table in (alerts, held, digests, feedback)
        for name in conn.execute(sa.select(table.c.watch).distinct()).scalars()
        if name is not None
    }
    wanted = list(names)
    return sorted(known.difference(wanted)), [name for name in wanted if name not in known]
