"""What was delivered, waits, failed, or was held back and why."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.view import AlertView, alert_from_json
from settings.limits_web import LOG_LINES
from storage.looking import pages_alerts
from storage.telling import holding, watching
from storage.telling.holding import HeldRow
from storage.telling.watching import AlertRow
from web import build, cursor, shapes
from web.site import Site


def deliveries(site: Site, state: str, before: int | None, most: int = LOG_LINES) -> shapes.Deliveries:
    with site.db.read() as conn:
        lines = pages_alerts.delivery_lines(conn, state, most, before=before)
        counts = pages_alerts.counts(conn)
    return shapes.Deliveries(
        items=[build.delivery(line) for line in lines],
        next=str(lines[-1].id) if len(lines) == most else None,
        **counts,
    )


def messages(found: shapes.Deliveries) -> tuple[list[list[shapes.Delivery]], str | None]:
    """The same with what went to several channels taken together, and where the next page begins: one that the end
    of the page may have cut in two is left for it."""
    groups: dict[tuple[object, ...], list[shapes.Delivery]] = {}
    for each in found.items:
        key = (each.alert,) if each.alert else (each.what, each.watch, each.headline, each.created)
        groups.setdefault(key, []).append(each)
    together = list(groups.values())
    if found.next is None or len(together) < 2:
        return together, found.next
    kept = together[:-1]
    shown = min(each.id for group in kept for each in group)
    whole = all(each.id < shown for each in together[-1])  # else its own ids reach in among the others'
    return (kept, str(shown)) if whole else (together, found.next)


def held(site: Site, watch: str | None, before: str | None, most: int = LOG_LINES) -> shapes.HeldBack:
    with site.db.read() as conn:
        lines = holding.rows(conn, watch=watch, before=cursor.read(before), most=most)
    more = (lines[-1].at, lines[-1].id) if len(lines) == most else None
    return shapes.HeldBack(items=[build.held(each, site.zone) for each in lines], next=cursor.written(more))


def of_development(site: Site, development_id: int) -> shapes.Log:
    """Whom it was told, from whom it was held back, and why."""
    with site.db.read() as conn:
        told = watching.alert_rows(conn, development_ids=[development_id])
        return log(site, told, holding.rows(conn, development_ids=[development_id]))


def log(site: Site, told: Sequence[AlertRow], held: Sequence[HeldRow], *, more: bool = False) -> shapes.Log:
    return shapes.Log(
        told=[line(row) for row in told], held=[build.held(row, site.zone) for row in held], more=more
    )


def alert(site: Site, alert_id: int) -> tuple[shapes.AlertLine, AlertView] | None:
    """An alert with what became of it, and its view as it was told."""
    with site.db.read() as conn:
        rows = watching.alert_rows(conn, ids=[alert_id])
    return (line(rows[0]), alert_from_json(rows[0].view)) if rows else None


def line(row: AlertRow) -> shapes.AlertLine:
    view = row.view
    return shapes.AlertLine(
        id=row.id,
        watch=build.plain(row.watch),
        development=row.development_id,
        story_id=row.story_id,
        at=row.at,
        headline=build.title(view.get("headline")),
        why=build.plain(view.get("why") or ""),
        deliveries=[
            shapes.Delivery(
                id=each.id,
                what="alert",
                watch=build.plain(row.watch),
                headline=build.title(view.get("headline")),
                alert=row.id,
                story_id=row.story_id,
                channel=build.plain(each.channel),
                state=each.state,
                attempts=each.attempts,
                created=row.at,
                next_try=each.next_try,
                sent_at=each.sent_at,
                problem=build.plain(each.problem) if each.problem else None,
                folded=each.folded_into is not None,
            )
            for each in row.deliveries
        ],
    )
