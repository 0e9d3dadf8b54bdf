"""Developments of some weeks with the little that shows whether a watch can match them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import articles, developments, feeds, stories


@dataclass(frozen=True, slots=True)
class Light:
    """A development without its texts."""

    id: int
    article_id: int
    headlines: str
    """Its own and its story's."""
    language: str | None
    sources: tuple[str, ...]
    """Names under which its article's source is known: feed, site, publisher."""


def span(conn: Connection, since: datetime, until: datetime) -> list[Light]:
    """Developments of [since, until), oldest first."""
    query = (
        sa.select(
            developments.c.id,
            developments.c.article_id,
            developments.c.headline,
            stories.c.headline,
            articles.c.language,
            feeds.c.name,
            articles.c.site,
            articles.c.publisher,
        )
        .join(stories, stories.c.id == developments.c.story_id)
        .join(articles, articles.c.id == developments.c.article_id)
        .outerjoin(feeds, feeds.c.id == articles.c.feed_id)
        .where(developments.c.at >= since, developments.c.at < until)
        .order_by(developments.c.at, developments.c.id)
    )
    return [
        Light(row[0], row[1], f"{row[2]}\n{row[3]}", row[4], tuple(filter(None, row[5:])))
        for row in conn.execute(query)
    ]


def articles_with(conn: Connection, parts: Sequence[str], phrase: bool, lowest: int) -> set[int]:
    """Ids from `lowest` of the articles whose title or text holds a term, given by its words, the last of which may
    end with * for whatever follows (SQLite's FTS5)."""
    query = sa.text("SELECT rowid FROM fts_articles WHERE fts_articles MATCH :words AND rowid >= :lowest")
    return set(conn.execute(query, {"words": _fts5(parts, phrase), "lowest": lowest}).scalars())


def _fts5(parts: Sequence[str], phrase: bool) -> str:
    """The term in FTS5's syntax. Unquoted, its parts may stand together as well: covid-19, covid 19, covid19."""
    ways = [[False]] * (len(parts) - 1) if phrase else [[False, True]] * (len(parts) - 1)
    said = []
    for joins in product(*ways):
        tokens = [parts[0]]
        for join, part in zip(joins, parts[1:], strict=True):
            if join:
                tokens[-1] += part
            else:
                tokens.append(part)
        text = " ".join(tokens)
        said.append(f'"{text.removesuffix("*")}"' + ("*" if text.endswith("*") else ""))
    return " OR ".join(said)
