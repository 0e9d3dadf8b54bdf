"""In how many articles each word has been seen: the rows of models.vocabulary.Vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from models.vocabulary import Vocabulary
from storage.schema import words
from storage.upsert import insert

_ARTICLES = ""
"""The row that counts articles; no word is empty."""


def load(conn: Connection) -> Vocabulary:
    """The vocabulary as the last committed decision left it."""
    # Two long strings, since a row for each of a million words takes ten times as long. No word holds a space. (The
    # separator as a bound value would double SQLite's time.)
    space: Any = sa.literal_column("' '")
    query = sa.select(
        sa.func.aggregate_strings(words.c.word, space),
        sa.func.aggregate_strings(words.c.articles.cast(sa.Text), space),
    )
    known, counts = conn.execute(query).one()
    rows: dict[str, int] = {}
    if counts:
        rows = dict(zip(known.split(" "), np.fromstring(counts, np.int64, sep=" ").tolist(), strict=True))
    return Vocabulary(rows.pop(_ARTICLES, 0), rows)


def add(conn: Connection, seen: Iterable[str]) -> None:
    """Count one article with these words, each once."""
    count = insert(conn, words).on_conflict_do_update(
        index_elements=[words.c.word], set_={"articles": words.c.articles + 1}
    )
    conn.execute(count, [{"word": word, "articles": 1} for word in sorted({*seen, _ARTICLES})])
