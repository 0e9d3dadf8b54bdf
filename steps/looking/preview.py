"""What a watch would have told, had it been there: the archive replayed through the same policy.

Nothing is written. Decisions use what was known at the time of each: how many publishers carried a
development by then, what had been told by then, the budget's cut as it had been learned by then.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import policy, why
from alerts.policy import Event, Hold, Rule
from models.nouns import Development
from settings.limits_alerts import BUDGET_HISTORY, RECONSIDER_FOR
from settings.schema import WatchSetting
from steps.context import Context
from steps.looking.prefilter import candidates
from steps.telling.match import mutes_of, shifts_of
from steps.telling.material import Material, Verdict, matches
from storage.deciding import developments
from storage.telling import evidence
from storage.telling import feedback as feedback_rows

CHANNEL = "preview"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One development that matches the watch, and what would have become of it."""

    at: datetime
    """When it would have been told, or was held for good."""
    told: bool
    rule: str | None
    """Why not, when not."""
    why: str
    development_id: int
    story_id: int
    story: str
    headline: str
    url: str
    importance: float
    novelty: float


@dataclass
class _Memory:
    """What the watch would have told so far."""

    statements: set[int] = field(default_factory=set)
    told: list[datetime] = field(default_factory=list)
    """When, in order: as they come."""
    ranked_at: list[datetime] = field(default_factory=list)
    ranked: list[float] = field(default_factory=list)
    """Importance of what a budget chose among, and when it came, in order."""

    def rank(self, at: datetime, importance: float) -> None:
        self.ranked_at.append(at)
        self.ranked.append(importance)


def preview(
    context: Context, watch: WatchSetting, days: int = 30, now: datetime | None = None
) -> list[PreviewLine]:
    """What the last `days` would have brought, in order of time. The watch need not be in the settings."""
    now = now or context.clock()
    with context.db.read() as conn:
        since = now - timedelta(days=days)
        ids = candidates(conn, watch, since, now)
        found = developments.between(conn, since, now) if ids is None else developments.many(conn, ids)
        return list(_replay(conn, context, watch, found, now))


def _replay(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    found: Sequence[Development],
    now: datetime,
) -> list[PreviewLine]:
    zone = ZoneInfo(context.settings.zone_of(watch))
    feedback = feedback_rows.of(conn, watch.name)
    moved = shifts_of(feedback, watch.name)
    mutes = mutes_of(conn, feedback)
    memory = _Memory()
    lines: dict[int, PreviewLine] = {}
    material: dict[int, tuple[Material, Verdict]] = {}
    for each in Material.many(conn, context, found):
        verdict = matches(watch, each, moved, feedback)
        if verdict.matched or verdict.nearly:
            material[each.development.id] = (each, verdict)
    queue = [(each.development.at, number, each.development) for number, (each, _) in material.items()]
    heapq.heapify(queue)
    publishers = evidence.publishers_by(conn, list(material))
    while queue:
        at, development_id, development = heapq.heappop(queue)
        each, verdict = material[development_id]
        because = verdict.why
        carried = publishers[development_id]
        by_now = tuple(publisher for publisher, since in carried if since <= at) or development.witnesses[:1]
        event = Event(_as_of(development, by_now), each.statements, each.sources, each.text, each.old)
        state = _state(memory, watch, each, zone, at, mutes, moved)
        decision = policy.unless_nearly(policy.decide(event, watch, state, at), verdict.nearly)
        if decision is None:
            continue
        if isinstance(decision, Hold):
            again = _again(decision, watch, carried, zone, at, development.at)
            if again is not None and again <= now:
                heapq.heappush(queue, (again, development_id, development))
            if decision.rule is Rule.BUDGET:
                memory.rank(at, development.importance)
            because = why.held(decision.rule, dict(decision.figures), zone)
        else:
            memory.statements |= each.statements
            memory.told.append(at)
            memory.rank(at, development.importance)
        lines[development_id] = PreviewLine(
            at=at,
            told=not isinstance(decision, Hold),
            rule=decision.rule.value if isinstance(decision, Hold) else None,
            why=because,
            development_id=development_id,
            story_id=development.story_id,
            story=each.story.headline,
            headline=development.headline,
            url=each.article.url,
            importance=development.importance,
            novelty=development.novelty,
        )
    return sorted(lines.values(), key=lambda line: (line.at, line.development_id))


def _as_of(development: Development, witnesses: tuple[str, ...]) -> Development:
    return replace(development, witnesses=witnesses)


def _state(
    memory: _Memory,
    watch: WatchSetting,
    material: Material,
    zone: ZoneInfo,
    at: datetime,
    mutes: tuple[policy.Mute, ...],
    moved: policy.Shifts,
) -> policy.State:
    history: list[float] = []
    span = policy.NO_HISTORY
    today = 0
    if watch.budget is not None:
        past = bisect_right(memory.ranked_at, at - BUDGET_HISTORY)
        history = memory.ranked[past:]
        span = at - memory.ranked_at[past] if history else policy.NO_HISTORY
        today = len(memory.told) - bisect_left(memory.told, policy.midnight(zone, at))
    return policy.State(
        zone=zone,
        channels=(CHANNEL,),
        told={CHANNEL: frozenset(memory.statements & material.statements)},
        told_first=memory.told[0] if memory.told else None,
        told_today=today,
        history=history,
        history_span=span,
        mutes=mutes,
        shifts=moved,
    )


def _again(
    hold: Hold,
    watch: WatchSetting,
    carried: Sequence[tuple[str, datetime]],
    zone: ZoneInfo,
    at: datetime,
    first: datetime,
) -> datetime | None:
    """When a live run would decide it again."""
    if hold.rule is Rule.QUIET_HOURS:
        return policy.quiet_until(watch, zone, at)
    if hold.rule is Rule.TOO_FEW_PUBLISHERS and len(carried) >= watch.min_publishers:
        enough = carried[watch.min_publishers - 1][1]
        return enough if at < enough <= first + RECONSIDER_FOR else None
    return None
