"""Fingerprints of texts, by which copies are known: the rows of models.copies.CopyIndex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from models.copies import Fingerprint
from storage.schema import fingerprints


def since(conn: Connection, start: datetime) -> Iterator[tuple[int, bytes]]:
    """Articles from `start` on with their fingerprints as stored, oldest first."""
    query = (
        sa.select(fingerprints.c.article_id, fingerprints.c.hashes)
        .where(fingerprints.c.at >= start)
        .order_by(fingerprints.c.at, fingerprints.c.article_id)
    )
    yield from ((article_id, hashes) for article_id, hashes in conn.execute(query))


def save(conn: Connection, article_id: int, at: datetime, fingerprint: Fingerprint) -> None:
    """Keep an article's fingerprint in place of the one of its earlier revision."""
    conn.execute(fingerprints.delete().where(fingerprints.c.article_id == article_id))
    conn.execute(fingerprints.insert().values(article_id=article_id, at=at, hashes=fingerprint.to_bytes()))
