"""Passages: the vectors of an article's title and sentences, by revision and model.

Vectors are kept in half precision, row 0 the title's, as the model's answers are rounded: they come back as they
were, so that a pass, the next one and a replay compare the same figures. The sentences themselves are not kept twice:
they are split from the text again, which is cheap beside embedding it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Article, Matrix, Passages
from models.text.parts import Parts, parts
from storage.schema import passages, revisions

TakenApart = Callable[[Article], Parts]
"""How a text is split: `parts`, or what remembers its answers."""


def save(conn: Connection, revision: int, found: Passages) -> None:
    """Keep the passages of one revision, in place of what was there."""
    rows = np.vstack([found.title_vector[None, :], found.vectors])
    key = (passages.c.article_id == found.article_id) & (passages.c.revision == revision)
    conn.execute(passages.delete().where(key))
    conn.execute(
        passages.insert().values(
            article_id=found.article_id,
            revision=revision,
            model=found.model,
            rows=len(rows),
            vectors=rows.astype("<f2").tobytes(),
        )
    )


def load(conn: Connection, article: Article, taken_apart: TakenApart = parts) -> Passages:
    """Raises LookupError when the article's present revision has none that fit its text."""
    found = _load(conn, article, taken_apart)
    if found is None:
        raise LookupError(f"article {article.id} has no vectors for revision {article.revision}")
    return found


def before(conn: Connection, article: Article, taken_apart: TakenApart = parts) -> Passages | None:
    """The passages of the revision before, or None when there is none or it was let go of."""
    earlier = earlier_text(conn, article)
    return _load(conn, earlier, taken_apart) if earlier else None


def earlier_text(conn: Connection, article: Article) -> Article | None:
    """The article as its last reading but one had it."""
    query = sa.select(revisions).where(
        revisions.c.article_id == article.id, revisions.c.revision == article.revision - 1
    )
    row = conn.execute(query).first()
    if row is None:
        return None
    return replace(article, revision=row.revision, title=row.title, text=row.text, seen=row.seen)


def fits(conn: Connection, article: Article, model: str, taken_apart: TakenApart = parts) -> bool:
    """Whether the stored vectors are those of the article's text as this program splits it, by this model."""
    found = _load(conn, article, taken_apart)
    return found is not None and found.model == model


_OF_REVISION = sa.select(passages).where(
    passages.c.article_id == sa.bindparam("article"), passages.c.revision == sa.bindparam("revision")
)


def _load(conn: Connection, article: Article, taken_apart: TakenApart) -> Passages | None:
    row = conn.execute(_OF_REVISION, {"article": article.id, "revision": article.revision}).first()
    if row is None:
        return None
    title, sentences = taken_apart(article)
    if row.rows != len(sentences) + 1:
        return None  # split by another version, or the text was let go of
    matrix: Matrix = np.frombuffer(row.vectors, "<f2").reshape(row.rows, -1).astype(np.float32)
    return Passages(article.id, row.model, title, sentences, matrix[0], matrix[1:])
