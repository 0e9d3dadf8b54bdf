"""Digests: what was told since the last one that was sent, and what was held back, when a watch asks."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from cronsim import CronSim
from sqlalchemy import Connection

from alerts import view, why
from alerts.message import keyed
from alerts.policy import DIGESTED, Rule
from settings.limits_alerts import DIGEST_HELD_SHOWN, DIGEST_SHOWN, ROWS_OF_WATCH
from settings.schema import WatchSetting
from steps.context import BUGS, Context, Progress
from steps.telling import links
from steps.telling.material import Material
from steps.telling.showing import build_view
from storage.deciding import developments, stories
from storage.reading import feeds
from storage.telling import digests, evidence, holding, outbox, told_ledger, watching
from storage.telling.holding import HeldRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestCounts:
    digests: int = 0
    developments: int = 0
    held: int = 0
    watches: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """Digests that could not be written because of a bug, in words."""


def digest(context: Context, progress: Progress | None = None, *, watch: str | None = None) -> DigestCounts:
    """Put every digest that is due into the outbox; with `watch`, that one's, due or not.

    A digest reaches back to the end of the last one that was sent, and takes the place of one that still
    waits: after an outage there is one, not seven. Nothing is written when there is nothing to say, unless
    the watch wants to hear that too.
    """
    counts = DigestCounts()
    chosen = [each for each in context.settings.watches if watch in (None, each.name)]
    for done, each in enumerate(chosen, start=1):
        now = context.clock()
        try:
            with context.db.write() as conn:
                period = _period(conn, context, each, now, forced=watch is not None)
                if period is not None:
                    counts = _write(conn, context, each, period, counts, now)
        except BUGS as bug:  # one watch's digest stops neither another's nor what waits to be delivered
            log.exception("the digest of %s could not be written", each.name)
            counts = replace(counts, failed=(*counts.failed, f"digest of {each.name}: {type(bug).__name__}"))
        if progress:
            progress("digest", done, len(chosen))
    return counts


def last_due(cron: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The latest time on the schedule that is not after now, in UTC."""
    # Counted in UTC: on a wall clock the minute after 02:59 is an hour away when the clocks go back.
    now = now.astimezone(UTC)
    after = (now + timedelta(minutes=1)).astimezone(zone)
    runs = CronSim(cron, after.replace(second=0, microsecond=0), reverse=True)
    return next(due for run in runs if (due := run.astimezone(UTC)) <= now)


def _period(
    conn: Connection, context: Context, watch: WatchSetting, now: datetime, *, forced: bool
) -> tuple[datetime, datetime] | None:
    """From when to when a digest reaches that is due now; None when none is."""
    zone = ZoneInfo(context.settings.zone_of(watch))
    if watch.digest is None:
        if not forced:
            return None
        until, before = now, now - timedelta(days=1)
    else:
        until = now if forced else last_due(watch.digest, zone, now)
        before = last_due(watch.digest, zone, until - timedelta(minutes=1))
    written = digests.last(conn, watch.name, now)
    if written is not None and written >= until:
        return None
    sent = digests.last(conn, watch.name, now, sent=True)
    if sent is None and written is not None:  # none has arrived yet: reach back to where the first one began
        return digests.first_since(conn, watch.name) or before, until
    return sent or before, until


def _write(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    period: tuple[datetime, datetime],
    counts: DigestCounts,
    now: datetime,
) -> DigestCounts:
    since, until = period
    settings = context.settings
    zone = ZoneInfo(settings.zone_of(watch))
    told = watching.alert_rows(conn, watch=watch.name, since=since, until=until, most=ROWS_OF_WATCH)
    kept = holding.rows(conn, watch=watch.name, since=since, until=until, most=ROWS_OF_WATCH)
    by_alert = {row.development_id for row in told}
    untold = _untold(conn, context, watch, [row for row in kept if row.development_id not in by_alert])
    ids = {row.development_id for row in untold}
    rest = [row for row in kept if row.development_id not in by_alert | ids and row.rule != Rule.ALREADY_TOLD]
    rest.sort(key=lambda row: row.rule == Rule.NEARLY_ABOUT)  # last: of what it asks for comes first
    views = _as_they_stand(conn, [view.alert_from_json(row.view) for row in told])
    everything: list[view.AlertView | HeldRow] = [*views, *untold]
    ordered = by_story(everything)
    if not ordered and not watch.digest_when_empty:
        return counts
    shown = view.DigestView(
        watch=watch.name,
        since=since,
        until=until,
        zone=zone.key,
        alerts=_shown(conn, context, watch, ordered[:DIGEST_SHOWN], now),
        fresh=tuple(sorted(ids)),
        held=tuple(_line(row, zone) for row in rest[:DIGEST_HELD_SHOWN]),
        heard=links.heard(feeds.silence(conn), now, zone),
        more=max(0, len(ordered) - DIGEST_SHOWN),
        links=links.of_watch(settings, watch.name),
    )
    digest_id = digests.add(conn, watch.name, since, until, now, view.to_json(shown))
    digests.supersede(conn, watch.name, digest_id)
    channels = settings.channels_of(watch)
    for channel in channels:
        key = keyed("digest", watch.name, until.isoformat(), channel)
        outbox.add(conn, channel, key, now, digest_id=digest_id)
    said = evidence.statements_of(conn, sorted(ids)).values()
    told_ledger.tell(conn, watch.name, channels, frozenset[int]().union(*said), now, digest_id=digest_id)
    holding.let_go(conn, watch.name, ids, now)
    return replace(
        counts,
        digests=counts.digests + 1,
        developments=counts.developments + len(ordered),
        held=counts.held + len(rest),
        watches=(*counts.watches, watch.name),
    )


def _untold(conn: Connection, context: Context, watch: WatchSetting, kept: Sequence[HeldRow]) -> list[HeldRow]:
    """What this digest is the first to tell: held for it, and said by nothing else meanwhile."""
    rows = [row for row in kept if row.rule in DIGESTED]
    statements = evidence.statements_of(conn, [row.development_id for row in rows])
    every = frozenset[int]().union(*statements.values())
    known, _ = told_ledger.told_statements(conn, watch.name, context.settings.channels_of(watch), every, by_alert=True)
    said: set[int] = set()
    found: list[HeldRow] = []
    for row in sorted(rows, key=lambda row: (-row.importance, row.development_id)):
        its = statements[row.development_id]
        heard = [its & told for told in known.values() if its & told]
        everywhere = frozenset.intersection(*heard) if heard else frozenset()
        if not its or not its <= said | everywhere:
            said |= its
            found.append(row)
    return found


def _shown(
    conn: Connection, context: Context, watch: WatchSetting, ordered: Sequence[view.AlertView | HeldRow], now: datetime
) -> tuple[view.AlertView, ...]:
    """These as views: of thousands that were held, only what is shown is read whole."""
    ids = [each.development_id for each in ordered if isinstance(each, HeldRow)]
    made = {
        each.development.id: build_view(conn, context, watch, each, "", now)
        for each in Material.many(conn, context, developments.many(conn, ids))
    }
    return tuple(made[each.development_id] if isinstance(each, HeldRow) else each for each in ordered)


def _as_they_stand(conn: Connection, views: Sequence[view.AlertView]) -> list[view.AlertView]:
    """The views with their stories as they are now: how many carry one has grown since the alert, or it was merged."""
    now = {each: stories.resolve(conn, each) for each in {each.story_id for each in views}}
    found = stories.many(conn, now.values())
    standing = []
    for each in views:
        story = found.get(now[each.story_id])
        if story is not None:
            each = replace(
                each,
                story_id=story.id,
                story=story.headline,
                articles=max(1, story.articles),
                publishers=max(1, story.publishers),
            )
        standing.append(each)
    return standing


class Told(Protocol):
    """What a digest orders."""

    @property
    def story_id(self) -> int: ...
    @property
    def development_id(self) -> int: ...
    @property
    def importance(self) -> float: ...
    @property
    def at(self) -> datetime: ...


Each = TypeVar("Each", bound=Told)


def by_story(views: Iterable[Each]) -> list[Each]:
    """Grouped by story: the story with the most important development first, and so within each."""
    grouped: dict[int, list[Each]] = {}
    for each in sorted(views, key=lambda each: (-each.importance, each.at, each.development_id)):
        grouped.setdefault(each.story_id, []).append(each)
    return [each for story in grouped.values() for each in story]


def _line(row: HeldRow, zone: ZoneInfo) -> view.HeldLine:
    return view.HeldLine(row.headline, row.story, row.rule, why.held(row.rule, row.figures, zone), row.url)
