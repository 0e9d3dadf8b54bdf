"""The missed-alert audit: with hindsight, what should have been told and was not, and what led nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import say, why
from alerts.policy import ON_PURPOSE
from models.nouns import Development, EventKind
from settings.limits_alerts import (
    AUDIT_AFTER,
    AUDIT_GROWTH,
    AUDIT_LINES,
    AUDIT_PUBLISHERS,
    AUDITS_KEPT,
    ROWS_OF_WATCH,
)
from settings.schema import WatchSetting
from steps.context import Context, Progress
from steps.telling import notices
from steps.telling.match import shifts_of
from steps.telling.material import Material, matches
from storage.deciding import developments
from storage.telling import audits, evidence, holding, watching
from storage.telling import feedback as feedback_rows


@dataclass(frozen=True, slots=True)
class AuditCounts:
    missed: int = 0
    led_nowhere: int = 0


def audit(context: Context, progress: Progress | None = None) -> AuditCounts:
    """Look back on the developments that are three days old now, those since the last audit.

    The report is kept as a note for the pages, and sent to the channels of watches that ask for it. Twice in
    a day does nothing more.
    """
    now = context.clock()
    until = now - AUDIT_AFTER
    with context.db.read() as conn:
        last = audits.last(conn)
        since = last - AUDIT_AFTER if last else until - timedelta(days=1)
        found = developments.between(conn, since, until)
        big = _became_big(conn, found)
        material: dict[int, Material] = {}
        missed: dict[str, list[str]] = {}
        nowhere: dict[str, list[str]] = {}
        for done, watch in enumerate(context.settings.watches, start=1):
            missed[watch.name] = list(_missed(context, conn, watch, big, material))
            nowhere[watch.name] = list(_nowhere(context, conn, watch, since, until))
            if progress:
                progress("audit", done, len(context.settings.watches))
    counts = AuditCounts(sum(map(len, missed.values())), sum(map(len, nowhere.values())))
    from_, to = (say.moment(at, context.settings.zone()) for at in (since, until))
    report = {
        "should have been told": _named(missed),
        "led nowhere": _named(nowhere),
        "looked at": f"{say.count(len(found), 'development')} from {from_} to {to}",
    }
    with context.db.write() as conn:
        audits.forget(conn, now - AUDITS_KEPT)
        if not audits.keep(conn, now.date().isoformat(), report, now):
            return AuditCounts()
        for watch in context.settings.watches:
            if watch.audit:
                _send(conn, context, watch, missed[watch.name], nowhere[watch.name], now)
    return counts


def _named(lines: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {line}" for name, each in lines.items() for line in each[:AUDIT_LINES]]


def _became_big(conn: Connection, found: list[Development]) -> list[tuple[Development, str]]:
    """The developments that have become big since, each with how."""
    asked = [each for each in found if each.kind not in (EventKind.CONFIRMED, EventKind.BURST)]
    carried = evidence.publishers_by(conn, [each.id for each in asked])
    big = []
    for each in asked:
        if len(carried[each.id]) >= AUDIT_PUBLISHERS:
            big.append((each, f"{len(carried[each.id])} independent publishers carry it now"))
        elif len(grown := audits.since_in_story(conn, each.story_id, each.at)) >= AUDIT_GROWTH:
            big.append((each, f"{len(grown)} publishers have taken the story up since"))
    return big


def _missed(
    context: Context,
    conn: Connection,
    watch: WatchSetting,
    big: list[tuple[Development, str]],
    read: dict[int, Material],
) -> Iterator[str]:
    """Those that the watch was not told, and why. `read`: what earlier watches had read of them, which it adds to."""
    zone = ZoneInfo(context.settings.zone_of(watch))
    feedback = feedback_rows.of(conn, watch.name)
    for development, now_by in big:
        statements = developments.statement_ids(conn, development.id)
        if audits.was_told(conn, watch.name, development.id, statements):
            continue
        held = holding.rows(conn, watch=watch.name, development_ids=[development.id])
        if held and held[0].rule in ON_PURPOSE:
            continue
        if held:
            because = why.held(held[0].rule, held[0].figures, zone)
        else:
            material = read.get(development.id) or Material(conn, context, development)
            read[development.id] = material
            told_of_story = watching.alert_rows(conn, watch=watch.name, story_id=development.story_id, most=1)
            verdict = matches(watch, material, shifts_of(feedback, watch.name), feedback)
            if not told_of_story and not verdict.matched:
                continue  # another topic altogether
            because = verdict.why if not verdict.matched else "the watch was not asked then"
        yield f"“{say.title(development.headline)}” ({say.day(development.at, zone)}): {because}; {now_by}."


def _nowhere(
    context: Context, conn: Connection, watch: WatchSetting, since: datetime, until: datetime
) -> Iterator[str]:
    zone = ZoneInfo(context.settings.zone_of(watch))
    useful = {row.development_id for row in feedback_rows.of(conn, watch.name) if row.kind == "useful"}
    for row in watching.alert_rows(conn, watch=watch.name, since=since, until=until, most=ROWS_OF_WATCH):
        development = developments.get(conn, row.development_id)
        if development is None or row.development_id in useful or len(development.witnesses) > 1:
            continue
        others = audits.since_in_story(conn, row.story_id, development.at) - set(development.witnesses)
        if not others:
            by = development.witnesses[0] if development.witnesses else "one publisher"
            yield (
                f"“{say.title(development.headline)}” ({say.day(development.at, zone)}) was told on the word "
                f"of {say.title(by)}, and no other publisher has taken it up."
            )


def _send(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    missed: list[str],
    nowhere: list[str],
    now: datetime,
) -> None:
    lines = [f"Not told: {line}" for line in missed[:AUDIT_LINES]]
    lines += [f"Led nowhere: {line}" for line in nowhere[:AUDIT_LINES]]
    if lines:
        title = f"audit of {watch.name}: {len(missed)} missed, {len(nowhere)} led nowhere"
        only = context.settings.channels_of(watch)
        notices.say(conn, context.settings, f"audit:{watch.name}", title, lines, now, only=only)
