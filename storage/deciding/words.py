"""In how many articles, and in how many stories, each word has been seen: the rows of two
models.story.vocabulary.Vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from models.story.vocabulary import Learned, Vocabulary
from storage.schema import words
from storage.upsert import insert

_ALL = ""
"""The row that counts articles and stories; no word is empty."""


def load(conn: Connection) -> tuple[Vocabulary, Vocabulary]:
    """The vocabularies as the last committed decision left them: by article, by story."""
    # Three long strings, since a row for each of a million words takes ten times as long. No word holds a space. (The
    # separator as a bound value would double SQLite's time.)
    space: Any = sa.literal_column("' '")
    query = sa.select(
        sa.func.aggregate_strings(words.c.word, space),
        sa.func.aggregate_strings(words.c.articles.cast(sa.Text), space),
        sa.func.aggregate_strings(words.c.stories.cast(sa.Text), space),
    )
    known, *counts = conn.execute(query).one()
    if known is None:
        return Vocabulary(), Vocabulary()
    every = known.split(" ")
    by_article, by_story = (
        dict(zip(every, np.fromstring(each, np.int64, sep=" ").tolist(), strict=True)) for each in counts
    )
    return Vocabulary(by_article.pop(_ALL, 0), by_article), Vocabulary(by_story.pop(_ALL, 0), by_story)


def add(conn: Connection, seen: Iterable[str], learned: Learned) -> None:
    """Count one article with these words, each once, and what it brought to the vocabulary of stories."""
    rows = insert(conn, words)
    count = rows.on_conflict_do_update(
        index_elements=[words.c.word],
        set_={"articles": words.c.articles + 1, "stories": words.c.stories + rows.excluded.stories},
    )
    told = learned.words | {_ALL} if learned.opened else learned.words
    values = [{"word": word, "articles": 1, "stories": int(word in told)} for word in sorted({*seen, _ALL})]
    conn.execute(count, values)
