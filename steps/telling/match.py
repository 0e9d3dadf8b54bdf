"""Developments to watches: who is told, in the transaction that stores the development."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import message, policy, view
from alerts.policy import Event, Hold, Rule, Tell
from models.nouns import Development
from settings.limits_alerts import BUDGET_HISTORY
from settings.schema import Settings, WatchSetting
from steps.context import Context
from steps.telling import links
from steps.telling.material import Material, matches
from steps.telling.showing import build_view
from storage.deciding import stories
from storage.telling import feedback as feedback_rows
from storage.telling import holding, outbox, told_ledger, watching
from storage.telling.feedback import FeedbackRow


def match(conn: Connection, context: Context, developments: Sequence[Development]) -> int:
    """Tell every watch that wants to know, or keep why not. Called inside the transaction that stored the
    developments; writes alerts with their deliveries, or held rows. Done twice, it writes once. How many alerts."""
    return sum(_tell_each(conn, context, context.settings.watches, development) for development in developments)


def reconsider(
    conn: Connection, context: Context, watch: WatchSetting, development: Development
) -> int:
    """Decide again what was held for this watch: 1 when it is told now, else 0."""
    return _tell_each(conn, context, [watch], development)


def _tell_each(
    conn: Connection, context: Context, watches: Sequence[WatchSetting], development: Development
) -> int:
    """One development: how many of these watches are told. What is the same for all of them is read once."""
    decided = watching.decided_for(conn, development.id) if watches else frozenset()
    asked = [watch for watch in watches if watch.name not in decided]
    if not asked:
        return 0
    material, said = Material(conn, context, development), feedback_rows.of(conn)
    return sum(_tell(conn, context, watch, material, feedback_rows.on_watch(said, watch.name)) for watch in asked)


def _tell(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    material: Material,
    feedback: Sequence[FeedbackRow],
) -> int:
    """One watch, one development: 1 when it is told, 0 when it is held, or does not match."""
    development = material.development
    moved = shifts_of(feedback, watch.name)
    verdict = matches(watch, material, moved, feedback)
    if not verdict.matched and not verdict.nearly:
        return 0
    now = context.clock()
    event = Event(development, material.statements, material.sources, material.text, material.old)
    state = state_of(conn, context.settings, watch, event, feedback, moved, now)
    decision = policy.unless_nearly(policy.decide(event, watch, state, now), verdict.nearly)
    if decision is None:
        return 0
    if isinstance(decision, Hold):
        holding.hold(conn, watch.name, development.id, now, decision.rule.value, decision.figures)
        return 0
    return _write(conn, context, watch, material, decision, verdict.why, now)


def _write(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    material: Material,
    decision: Tell,
    why: str,
    now: datetime,
) -> int:
    development = material.development
    shown = build_view(conn, context, watch, material, why, now)
    alert_id = watching.add_alert(
        conn,
        watch.name,
        development.id,
        development.story_id,
        now,
        development.importance,
    )
    offered = links.of_alert(context.settings, alert_id, development.story_id)
    watching.set_view(conn, alert_id, view.to_json(view.stamped(shown, alert_id, offered)))
    for channel in decision.channels:
        key = message.key(development.id, watch.name, channel)
        outbox.add(conn, channel, key, now, alert_id=alert_id)
    told_ledger.tell(conn, watch.name, decision.channels, material.statements, now, alert_id=alert_id)
    holding.let_go(conn, watch.name, [development.id], now)
    return 1


# -- what bears on the decision --------------------------------------------------------------------


def shifts_of(feedback: Sequence[FeedbackRow], watch: str) -> policy.Shifts:
    """How far what people said has moved the cuts of a watch."""
    kinds = [row.kind for row in feedback if row.watch == watch]
    return policy.shifts(kinds.count("useful"), kinds.count("not-news"), kinds.count("not-my-topic"))


def mutes_of(conn: Connection, feedback: Sequence[FeedbackRow]) -> tuple[policy.Mute, ...]:
    """What a person does not want to hear of."""
    return tuple(
        policy.Mute(
            # a muted story that was merged into another stays muted there
            story_id=None if row.story_id is None else stories.resolve(conn, row.story_id),
            source=row.source,
            phrase=row.phrase,
            until=row.until,
            feedback_id=row.id,
        )
        for row in feedback
        if row.kind in ("mute", "snooze")
    )


def state_of(
    conn: Connection,
    settings: Settings,
    watch: WatchSetting,
    event: Event,
    feedback: Sequence[FeedbackRow],
    moved: policy.Shifts,
    now: datetime,
) -> policy.State:
    zone = ZoneInfo(settings.zone_of(watch))
    channels = settings.channels_of(watch)
    known, first = told_ledger.told_statements(conn, watch.name, channels, event.statements)
    history: list[float] = []
    since: datetime | None = None
    today = 0
    if watch.budget is not None:
        history, since = told_ledger.ranked(conn, watch.name, now - BUDGET_HISTORY, now, Rule.BUDGET.value)
        today = told_ledger.told_since(conn, watch.name, policy.midnight(zone, now), now)
    return policy.State(
        zone=zone,
        channels=channels,
        told=known,
        told_first=first,
        told_today=today,
        history=history,
        history_span=(now - since) if since else policy.NO_HISTORY,
        mutes=mutes_of(conn, feedback),
        shifts=moved,
    )
