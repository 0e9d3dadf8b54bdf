"""Held for now, decided again: the night is over, or more publishers have reported it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.policy import RECONSIDERED, Rule, quiet_until
from settings.limits_alerts import RECONSIDER_FOR
from steps.context import Context
from steps.match import MatchCounts, reconsider
from storage import developments, watching


def release_held(context: Context) -> MatchCounts:
    """Decide again what quiet hours or too few publishers held back, the most important first."""
    counts = MatchCounts()
    now = context.clock()
    for watch in context.settings.watches:
        quiet = quiet_until(watch, ZoneInfo(context.settings.zone_of(watch)), now) is not None
        rules = [rule.value for rule in RECONSIDERED if not (quiet and rule is Rule.QUIET_HOURS)]
        if watch.min_publishers == 1:
            rules = [rule for rule in rules if rule != Rule.TOO_FEW_PUBLISHERS]
        if not rules:
            continue
        with context.db.read() as conn:
            rows = watching.held_rows(
                conn, watch=watch.name, rules=rules, since=now - RECONSIDER_FOR, waiting=True
            )
        for row in sorted(rows, key=lambda row: (-row.importance, row.development_id)):
            with context.db.write() as conn:
                development = developments.get(conn, row.development_id)
                if development is None:
                    continue
                few = row.rule == Rule.TOO_FEW_PUBLISHERS
                if few and len(development.witnesses) <= float(row.figures.get("publishers", 0)):
                    continue
                counts += reconsider(conn, context, watch, development)
    return counts
