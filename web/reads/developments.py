"""Today's developments, a watch's, or all of them, a page at a time."""

from __future__ import annotations

from datetime import timedelta

from settings.limits_web import CARDS, STORY_CARDS, STORY_FINDINGS
from storage.looking import pages_today
from web import build, cursor, shapes
from web.site import Site


def today(
    site: Site,
    *,
    watch: str | None = None,
    order: str = "newest",
    held: bool = False,
    days: int | None = None,
    before: str | None = None,
    most: int = CARDS,
) -> shapes.Developments:
    """`days` bounds how far back; the most important first needs a bound, and takes one day without."""
    now = site.clock()
    key = cursor.read(before)
    with site.db.read() as conn:
        if watch is not None:
            important = order == "important"
            since = now - timedelta(days=days or 1) if important or days else None
            found, more = pages_today.of_watch(
                conn, watch, most, before=key, since=since, with_held=held, by_importance=important
            )
            more = None if important else more
        elif order == "important":
            found = pages_today.important(
                conn, most, now - timedelta(days=days or 1), now + timedelta(days=1)
            )
            more = None
        else:
            since = now - timedelta(days=days) if days else None
            found = pages_today.newest(conn, most, before=key, since=since)
            more = (found[-1].at, found[-1].id) if len(found) == most else None
        shown = pages_today.dressed(conn, found)
    return shapes.Developments(items=[build.development(each) for each in shown], next=cursor.written(more))


def of_story(
    site: Site, story_id: int, before: str | None, most: int = STORY_CARDS, *, oldest_first: bool = False
) -> shapes.Developments:
    """`before`: key of the page before."""
    with site.db.read() as conn:
        found = pages_today.of_story(conn, story_id, most, before=cursor.read(before), oldest_first=oldest_first)
        shown = pages_today.dressed(conn, found)
    more = (found[-1].at, found[-1].id) if len(found) == most else None
    items = [build.development(each, findings=STORY_FINDINGS) for each in shown]
    return shapes.Developments(items=items, next=cursor.written(more))


def one(site: Site, development_id: int) -> shapes.Development | None:
    with site.db.read() as conn:
        shown = pages_today.dressed(conn, pages_today.many(conn, [development_id]))
    return build.development(shown[0], findings=50) if shown else None


def since(site: Site, development_id: int, most: int = CARDS) -> list[shapes.Development]:
    """Those that came after one, oldest first: what a live page puts on top."""
    with site.db.read() as conn:
        shown = pages_today.dressed(conn, pages_today.after(conn, development_id, most))
    return [build.development(each) for each in shown]
