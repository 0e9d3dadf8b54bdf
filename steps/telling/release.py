"""Held for now, decided again: the night is over, or more publishers have reported it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.policy import RECONSIDERED, Rule, quiet_until
from settings.limits_alerts import RECONSIDER_MOST
from settings.schema import WatchSetting
from steps.context import BUGS, Context
from storage.telling import holding
from storage.telling.holding import HeldRow

log = logging.getLogger(__name__)


def release_held(context: Context) -> int:
    """Decide again what quiet hours or too few publishers held back, the most important first. How many alerts
    came of it."""
    told = 0
    now = context.clock()
    for watch in context.settings.watches:
        left_alone = {Rule.QUIET_HOURS} if _is_quiet(watch, context) else set()
        if watch.min_publishers == 1:
            left_alone.add(Rule.TOO_FEW_PUBLISHERS)
        with context.db.read() as conn:
            rows = [
                row
                for rule, how_long in RECONSIDERED.items()
                if rule not in left_alone
                for row in holding.rows(
                    conn,
                    watch=watch.name,
                    rules=[rule.value],
                    since=now - how_long,
                    waiting=True,
                    most=RECONSIDER_MOST,
                )
            ]
            rows = _worth_it(conn, rows)
        if rows:
            told += _reconsider(context, watch, rows)
    return told


def _reconsider(context: Context, watch: WatchSetting, rows: Sequence[HeldRow]) -> int:
    from steps.telling.match import reconsider  # with what vectors are compared by: not for a pass that holds nothing
    from storage.deciding import developments

    told = 0
    for row in sorted(rows, key=lambda row: (-row.importance, row.development_id)):
        try:
            with context.db.write() as conn:
                development = developments.get(conn, row.development_id)
                if development is not None:
                    told += reconsider(conn, context, watch, development)
                    # Were it a night again by now, what it held last would be held by this rule for good reason.
                    if row.rule == Rule.QUIET_HOURS and not _is_quiet(watch, context):
                        holding.forget(conn, watch.name, development.id, Rule.QUIET_HOURS.value)
        except BUGS:  # one that cannot be decided stops neither another nor what waits to be delivered
            log.exception("development %d, held for %s, could not be decided again", row.development_id, watch.name)
    return told


def _is_quiet(watch: WatchSetting, context: Context) -> bool:
    return quiet_until(watch, ZoneInfo(context.settings.zone_of(watch)), context.clock()) is not None


def _worth_it(conn: Connection, rows: Sequence[HeldRow]) -> list[HeldRow]:
    """Without those that had too few publishers and have no more of them now: nearly all, as a rule."""
    few = [row.development_id for row in rows if row.rule == Rule.TOO_FEW_PUBLISHERS]
    if not few:
        return list(rows)
    from storage.telling import evidence

    carried = evidence.publishers_by(conn, few)
    return [
        row
        for row in rows
        if row.rule != Rule.TOO_FEW_PUBLISHERS
        or len(carried[row.development_id]) > float(row.figures.get("publishers", 0))
    ]
