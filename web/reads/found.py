"""Search, by words and by meaning, over articles and developments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.inert import cut
from settings.limits_web import FOUND, LOOKED_THROUGH, MEANING_LEAST, SOURCE_LOOKED_THROUGH
from storage.looking import pages_today, search, vectors
from storage.looking.search import ArticleHit, Filter
from storage.telling import holding, watching
from storage.text import storable
from web import build, query, shapes
from web.cursor import MOST_ID
from web.marked import spans
from web.site import Site

EXTRACT = 260


def between(
    since: date | None, until: date | None, source: str | None, watch: str | None, zone: ZoneInfo
) -> Filter:
    """Days of the zone; `until` is one that still counts."""
    return Filter(
        datetime.combine(since, time(), zone) if since and since > date.min else None,
        datetime.combine(until + timedelta(days=1), time(), zone) if until and until < date.max else None,
        storable(source.strip()) if source and source.strip() else None,
        storable(watch) if watch else None,
    )


def asked_ever(site: Site, watch: str) -> bool:
    """Whether there is such a watch, or was one that was told something or from which something was held back."""
    if site.watch(watch) is not None:
        return True
    name = storable(watch)
    with site.db.read() as conn:
        return bool(watching.alert_rows(conn, watch=name, most=1) or holding.rows(conn, watch=name, most=1))


def knows_source(site: Site, source: str) -> bool:
    """Whether the settings, a feed or one of the newest articles has such a name, site or publisher."""
    asked = source.strip().lower()
    if any(asked in (each.name.lower(), (each.publisher or "").lower()) for each in site.settings.feeds):
        return True
    with site.db.read() as conn:
        return search.knows_source(conn, storable(source), SOURCE_LOOKED_THROUGH)


def by_words(
    site: Site, text: str, what: str, wanted: Filter, before: str | None = None, most: int = FOUND
) -> shapes.Found:
    """`what`: articles or developments. Raises query.CannotSearch."""
    text = storable(text)
    asked = query.read(text)
    key = (
        int(before) if before and before.isascii() and before.isdecimal() and int(before) <= MOST_ID else None
    )
    with site.db.read() as conn:
        page = search.find(conn, what, asked, wanted, most, LOOKED_THROUGH, key)
        if what == "articles":
            items = [_article(hit, text) for hit in search.article_hits(conn, page.ids)]
        else:
            shown = pages_today.dressed(conn, pages_today.many(conn, page.ids))
            items = [_development(build.development(each), None) for each in shown]
    note = None
    if page.next is not None and len(items) < most:
        note = f"The newest {LOOKED_THROUGH:,} matches were looked through; the next page goes on from there."
    return shapes.Found(items=items, next=str(page.next) if page.next is not None else None, note=note)


def by_meaning(site: Site, text: str, what: str, wanted: Filter, most: int = FOUND) -> shapes.Found:
    """Developments nearest in meaning, or the articles that carry these, nearest first.

    Every development stands for its article and for all that carry it: what says nothing new is found by the one
    that said it first.
    """
    with site.db.read() as conn:
        model = vectors.model_in_use(conn)
        if model is None:
            return shapes.Found(items=[], next=None, note="Nothing has been read yet.")
        encoder = site.encoder
        if encoder.name != model:
            return shapes.Found(
                items=[], next=None, note="The archive was read with another model; the next pass renews it."
            )
        vector = encoder.encode([storable(text)])[0]
        near = site.meaning.near(conn, model, vector, 10 * most if wanted != Filter() else most, MEANING_LEAST)
        cosine = {development: value for development, _, value in near}
        if what == "articles":
            items = _carrying(conn, cosine, wanted, most)
        else:
            fitting = search.passing(conn, "developments", list(cosine), wanted)
            chosen = [each for each in cosine if each in fitting][:most]
            shown = pages_today.dressed(conn, pages_today.many(conn, chosen))
            items = [_development(build.development(each), cosine[each.development.id]) for each in shown]
    note = None if site.meaning.complete else "Older developments are still being read in: ask again."
    return shapes.Found(items=items, next=None, note=note)


def _carrying(
    conn: Connection, cosine: dict[int, float], wanted: Filter, most: int
) -> list[shapes.Hit]:
    nearest: dict[int, float] = {}
    carrying = vectors.carrying(conn, list(cosine))
    for development, value in cosine.items():
        for article_id in carrying.get(development, ()):
            nearest.setdefault(article_id, value)
    fitting = search.passing(conn, "articles", list(nearest), wanted)
    chosen = [each for each in nearest if each in fitting][:most]
    return [_article(hit, None, nearest[hit.article.id]) for hit in search.article_hits(conn, chosen)]


def _article(hit: ArticleHit, text: str | None, cosine: float | None = None) -> shapes.Hit:
    """`text`: the words that were asked for."""
    whole, source = hit.article.text, build.source(hit.article)
    return shapes.Hit(
        kind="article",
        at=source.at,
        title=source.title,
        extract=_extract(whole, text) if text else cut(build.plain(whole[: 2 * EXTRACT]), EXTRACT),
        article=source,
        story_id=hit.story_id,
        role=hit.role,
        similarity=None if cosine is None else round(cosine, 3),
    )


def _development(each: shapes.Development, cosine: float | None) -> shapes.Hit:
    return shapes.Hit(
        kind="development",
        at=each.at,
        title=each.headline,
        extract=each.story,
        article=each.article,
        story_id=each.story_id,
        role=each.kind,
        similarity=None if cosine is None else round(cosine, 3),
    )


def _extract(text: str, asked: str) -> str:
    """Where the first of the words stands, or the beginning."""
    found = spans(asked, text[:20_000])
    start = 0
    if found and found[0][0] > EXTRACT // 2:
        start = text.rfind(" ", 0, found[0][0] - EXTRACT // 3) + 1
    return ("… " if start else "") + cut(build.plain(text[start : start + 2 * EXTRACT]), EXTRACT)
