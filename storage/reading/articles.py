"""Articles by canonical URL, their revisions, and how far each has come."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Article, PageKind
from settings.limits_storage import IN_CHUNK
from storage.schema import articles, members, revisions
from storage.text import storable

READ, COPY, EMBEDDED, DECIDED, FAILED = "read", "copy", "embedded", "decided", "failed"


PAGELESS = "urn:newsdelta:"
"""Begins the canonical URL of an entry without a link: a name of our own, behind which there is no page."""

NEWS_ORDER = (articles.c.at, articles.c.seen, articles.c.id)
"""By time; of the same time as they were seen, which follows the order of their feeds."""


class Outcome(enum.StrEnum):
    NEW = "new"
    REVISED = "revised"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text of an article."""

    article_id: int
    revision: int
    title: str
    text: str
    seen: datetime


def content_hash(title: str, text: str) -> str:
    """SHA-256 of title and text with spaces and letter case folded: what must differ for a revision."""
    folded = "\n".join(" ".join(part.casefold().split()) for part in (title, text))
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


_AT = sa.select(articles).where(articles.c.canonical_url == sa.bindparam("address"))


def store(conn: Connection, article: Article) -> tuple[int, Outcome]:
    """Keep an article by its canonical URL: a new one, a new revision where title or text changed (the
    earlier ones stay in `revisions`), or nothing. The feed's own text never replaces a page's."""
    digest = content_hash(article.title, article.text)
    address = storable(article.canonical_url)
    row = conn.execute(_AT, {"address": address}).first()
    if row is None:
        values = _values(article) | {"content_hash": digest, "revision": 1, "state": READ, "checks": 0}
        done = conn.execute(articles.insert(), values | {"first_read": article.seen})
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0]), Outcome.NEW
    poorer = article.kind is PageKind.ENTRY and row.kind != PageKind.ENTRY
    if row.content_hash == digest or poorer or not article.text:
        return row.id, Outcome.SAME
    conn.execute(
        revisions.insert().values(
            article_id=row.id,
            revision=row.revision,
            title=row.title,
            text=row.text,
            content_hash=row.content_hash,
            seen=row.seen,
        )
    )
    newest = replace(article, revision=row.revision + 1, published=row.published or article.published)
    values = _values(newest) | {"content_hash": digest, "revision": newest.revision, "state": READ}
    for kept in ("url", "canonical_url", "site", "publisher", "feed_id"):
        values.pop(kept)
    values |= {"copy_of": None, "problem": None}
    conn.execute(articles.update().where(articles.c.id == row.id).values(values))
    return row.id, Outcome.REVISED


_THESE = sa.select(articles).where(articles.c.id.in_(sa.bindparam("ids", expanding=True)))


def get(conn: Connection, article_id: int) -> Article:
    """Raises LookupError when there is none."""
    found = many(conn, [article_id])
    if not found:
        raise LookupError(f"there is no article {article_id}")
    return found[0]


def many(conn: Connection, ids: Iterable[int]) -> list[Article]:
    """The articles of `ids` that there are, in that order."""
    wanted = list(ids)
    found: dict[int, Article] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        rows = conn.execute(_THESE, {"ids": wanted[start : start + IN_CHUNK]})
        found |= {row.id: to_article(row) for row in rows}
    return [found[article_id] for article_id in wanted if article_id in found]


def by_url(conn: Connection, canonical_url: str) -> Article | None:
    row = conn.execute(sa.select(articles).where(articles.c.canonical_url == canonical_url)).first()
    return to_article(row) if row else None


def ids_of_urls(conn: Connection, canonical_urls: Iterable[str]) -> dict[str, int]:
    """The articles that there are, by canonical URL."""
    wanted = list({storable(url) for url in canonical_urls})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        query = sa.select(articles.c.canonical_url, articles.c.id).where(
            articles.c.canonical_url.in_(wanted[start : start + IN_CHUNK])
        )
        found |= {row.canonical_url: row.id for row in conn.execute(query)}
    return found


def with_pages(conn: Connection, story_id: int, most: int) -> list[int]:
    """The newest articles of a story, one for each page; entries that were only in a feed have none."""
    newest = (
        sa.select(sa.func.max(members.c.article_id).label("id"), sa.func.max(members.c.at).label("at"))
        .join(articles, articles.c.id == members.c.article_id)
        .where(members.c.story_id == story_id, articles.c.canonical_url.not_like(f"{PAGELESS}%"))
        .group_by(articles.c.url)
        .order_by(sa.desc("at"), sa.desc("id"))
        .limit(most)
    )
    return [row.id for row in conn.execute(newest)]


def revisions_of(conn: Connection, article_id: int) -> list[Revision]:
    """Earlier texts, oldest first; the newest is the article's own."""
    query = sa.select(revisions).where(revisions.c.article_id == article_id).order_by(revisions.c.revision)
    rows = conn.execute(query)
    return [Revision(row.article_id, row.revision, row.title, row.text, row.seen) for row in rows]


# -- how far each has come -------------------------------------------------------------------------


def to_embed(conn: Connection) -> list[int]:
    """Articles that wait for their vectors, in the order of the news."""
    query = sa.select(articles.c.id).where(articles.c.state == READ).order_by(*NEWS_ORDER)
    return list(conn.execute(query).scalars())


def ready_to_decide(conn: Connection) -> list[int]:
    """Articles that can be decided, in the order of the news, up to the first that still waits for its
    vectors: a later article must never be decided before an earlier one that is known. A copy that claims to
    be older than its original comes right after it, since it goes where its original went."""
    query = (
        sa.select(articles.c.id, articles.c.state, articles.c.copy_of)
        .where(articles.c.state.in_([READ, COPY, EMBEDDED]))
        .order_by(*NEWS_ORDER)
    )
    rows = conn.execute(query).all()
    later = {row.id for row in rows}
    ready: list[int] = []
    held: dict[int, list[int]] = {}
    for row in rows:
        if row.state == READ:
            break
        later.discard(row.id)
        if row.state == COPY and row.copy_of in later:
            held.setdefault(row.copy_of, []).append(row.id)
        else:
            ready += [row.id, *held.pop(row.id, ())]
    return ready


_IN_STATES = sa.select(articles.c.id, articles.c.revision).where(
    articles.c.id.in_(sa.bindparam("ids", expanding=True)), articles.c.state.in_(sa.bindparam("states", expanding=True))
)


def still_waits(conn: Connection, ids: Iterable[int], *states: str) -> dict[int, int]:
    """Those of these articles that are in one of these states, with their present revision."""
    wanted = list(ids)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        some = {"ids": wanted[start : start + IN_CHUNK], "states": states}
        found |= {row.id: row.revision for row in conn.execute(_IN_STATES, some)}
    return found


_COPY_OF = sa.select(articles.c.copy_of).where(articles.c.id == sa.bindparam("this"))


def copy_of(conn: Connection, article_id: int) -> int | None:
    """The article whose text this one carries, if it is a copy."""
    original: int | None = conn.execute(_COPY_OF, {"this": article_id}).scalar_one()
    return original


def is_copy(conn: Connection, article_id: int, original: int) -> None:
    _advance(conn, article_id, state=COPY, copy_of=original)


def embedded(conn: Connection, article_id: int) -> None:
    _advance(conn, article_id, state=EMBEDDED, copy_of=None)


def wait_for_vectors(conn: Connection, article_id: int) -> None:
    _advance(conn, article_id, state=READ, copy_of=None)


def decided(conn: Connection, article_id: int) -> None:
    _advance(conn, article_id, state=DECIDED, problem=None)


def set_aside(conn: Connection, article_id: int, problem: str) -> None:
    """Take an article out of the way because a bug stops it; `problem` says which."""
    _advance(conn, article_id, state=FAILED, problem=storable(problem))


def undecided(conn: Connection, since: datetime) -> list[tuple[int, str]]:
    """Articles read since then that a bug set aside, also while they are tried again: (id, which bug), newest first."""
    waiting = articles.c.state.in_((READ, COPY, EMBEDDED, FAILED))
    query = sa.select(articles.c.id, articles.c.problem).where(
        waiting, articles.c.problem.is_not(None), articles.c.seen >= since
    )
    return [(row.id, row.problem) for row in conn.execute(query.order_by(articles.c.at.desc(), articles.c.id.desc()))]


def try_again(conn: Connection, since: datetime) -> int:
    """Bring back what was set aside and was read since then: an upgrade may have mended it; how many. Each stays
    `undecided` until it is decided."""
    back = articles.update().where(articles.c.state == FAILED, articles.c.seen >= since).values(state=READ)
    return conn.execute(back).rowcount


_THIS = articles.update().where(articles.c.id == sa.bindparam("this"))


def _advance(conn: Connection, article_id: int, **values: Any) -> None:
    if conn.execute(_THIS, {"this": article_id, **values}).rowcount != 1:
        raise LookupError(f"there is no article {article_id}")


def _values(article: Article) -> dict[str, Any]:
    return {
        "canonical_url": storable(article.canonical_url),
        "url": storable(article.url),
        "title": storable(article.title),
        "text": storable(article.text),
        "published": article.published,
        "updated": article.updated,
        "seen": article.seen,
        "at": article.when,
        "date_from": article.date_from[:40],
        "text_from": article.text_from[:40],
        "authors": [storable(author) for author in article.authors],
        "language": storable(article.language[:12]) if article.language else None,
        "site": storable(article.site),
        "publisher": storable(article.publisher),
        "kind": article.kind.value,
        "feed_id": article.feed_id or None,
    }


def to_article(row: Any) -> Article:
    """A row of `articles` as the noun."""
    return Article(
        id=row.id,
        url=row.url,
        canonical_url=row.canonical_url,
        title=row.title,
        text=row.text,
        published=row.published,
        seen=row.seen,
        site=row.site,
        publisher=row.publisher,
        kind=PageKind(row.kind),
        updated=row.updated,
        date_from=row.date_from,
        text_from=row.text_from,
        authors=tuple(row.authors),
        language=row.language,
        content_hash=row.content_hash,
        revision=row.revision,
        feed_id=row.feed_id or 0,
    )
