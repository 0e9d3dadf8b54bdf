"""The ledger: every statement of a story, who said it first and when, and who said it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Matrix, Sentence, SentenceKind, Statement, Vector
from storage.schema import articles, statements, witnesses


def pack(vector: Vector) -> bytes:
    """float16: half the size, and the cosine of two MiniLM vectors moves by less than 0.001."""
    return np.asarray(vector, dtype=np.float16).tobytes()


def unpack(blob: bytes) -> Vector:
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)


def unpack_all(blobs: Sequence[bytes]) -> Matrix:
    """(n, d) of vectors of one length: some thousand at once in a tenth of the time that they take one by one."""
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(blobs), -1).astype(np.float32)


def load(conn: Connection, story_id: int, model: str) -> list[Statement]:
    """The story's statements with vectors of this model, oldest first. Another model's are left out."""
    said: dict[int, list[str]] = {}
    wanted = sa.and_(statements.c.story_id == story_id, statements.c.model == model)
    query = (
        sa.select(witnesses.c.statement_id, witnesses.c.publisher)
        .join(statements, statements.c.id == witnesses.c.statement_id)
        .where(wanted)
        .order_by(witnesses.c.at, witnesses.c.article_id)
    )
    for statement_id, publisher in conn.execute(query):
        said.setdefault(statement_id, []).append(publisher)
    rows = conn.execute(sa.select(statements).where(wanted).order_by(statements.c.id))
    return [_statement(row, tuple(said.get(row.id, ()))) for row in rows]


_STALE = (
    sa.select(statements.c.id, statements.c.text)
    .where(statements.c.story_id == sa.bindparam("story"), statements.c.model != sa.bindparam("model"))
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def stale(conn: Connection, story_id: int, model: str, most: int) -> list[tuple[int, str]]:
    """(id, text) of the story's statements whose vectors another model made, at most so many."""
    found = conn.execute(_STALE, {"story": story_id, "model": model, "most": most})
    return [(row.id, row.text) for row in found]


def renew(conn: Connection, vectors: Iterable[tuple[int, Vector]], model: str) -> None:
    """Give statements the vectors of the model now in use."""
    for statement_id, vector in vectors:
        conn.execute(
            statements.update()
            .where(statements.c.id == statement_id)
            .values(model=model, vector=pack(vector))
        )


_NEWEST = sa.select(sa.func.max(statements.c.id))


def add(conn: Connection, story_id: int, said: Sequence[tuple[int, Statement]], model: str) -> list[int]:
    """Store new statements, each with its position in the article. Returns their ids, in order."""
    if not said:
        return []
    rows = [
        {
            "story_id": story_id,
            "article_id": statement.article_id,
            "position": position,
            "text": statement.sentence.text,
            "kind": statement.sentence.kind.value,
            "features": _features(statement.sentence),
            "at": statement.at,
            "publisher": statement.publisher,
            "model": model,
            "vector": pack(statement.vector),
        }
        for position, statement in said
    ]
    if conn.dialect.name == "sqlite":
        # The ids that SQLite itself would give: there is one writer. RETURNING wants SQLite 3.35, and one INSERT a row.
        first = (conn.execute(_NEWEST).scalar() or 0) + 1
        conn.execute(statements.insert(), [{"id": first + n, **row} for n, row in enumerate(rows)])
        return [*range(first, first + len(rows))]
    query = statements.insert().returning(statements.c.id, sort_by_parameter_order=True)
    return list(conn.execute(query, rows).scalars())


_THESE = statements.c.id.in_(sa.bindparam("ids", expanding=True))
_BY_OTHERS = sa.and_(_THESE, statements.c.publisher != sa.bindparam("publisher"))
_SINCE_BY_OTHERS = sa.and_(
    witnesses.c.statement_id.in_(sa.bindparam("ids", expanding=True)),
    witnesses.c.publisher != sa.bindparam("publisher"),
)
_NOT_SAID = (
    sa.select(statements.c.id)
    .where(
        _BY_OTHERS,
        ~sa.exists().where(
            witnesses.c.statement_id == statements.c.id, witnesses.c.publisher == sa.bindparam("publisher")
        ),
    )
    .order_by(statements.c.id)
)


def fold(conn: Connection, statement_ids: Sequence[int], publisher: str, article_id: int, at: datetime) -> list[int]:
    """Count a publisher as a further witness of these statements. Those that it had not said yet."""
    if not statement_ids:
        return []
    new = list(conn.execute(_NOT_SAID, {"ids": list(statement_ids), "publisher": publisher}).scalars())
    if new:
        row = {"publisher": publisher, "article_id": article_id, "at": at}
        conn.execute(witnesses.insert(), [{"statement_id": each, **row} for each in new])
    return new


_SAID = sa.union_all(
    sa.select(statements.c.article_id, statements.c.at).where(_BY_OTHERS),
    sa.select(witnesses.c.article_id, witnesses.c.at).where(_SINCE_BY_OTHERS),
).subquery()
_SAID_MOST = (
    sa.select(_SAID.c.article_id)
    .group_by(_SAID.c.article_id)
    .order_by(sa.func.count().desc(), sa.func.min(_SAID.c.at), _SAID.c.article_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
).subquery()
_TEXTS = (
    sa.select(sa.func.substr(articles.c.text, 1, sa.bindparam("characters", type_=sa.Integer)))
    .join(_SAID_MOST, _SAID_MOST.c.article_id == articles.c.id)
    .order_by(articles.c.id)
)
_OWN_WORDS = sa.select(statements.c.text).where(_BY_OTHERS).order_by(statements.c.id)


def wording(
    conn: Connection, statement_ids: Sequence[int], publisher: str, most: int, characters: int
) -> list[str]:
    """What other publishers wrote where they said any of these statements: the statements' own words, and of the
    articles that said them, first or since, the beginnings of their texts, of so many `characters` at most: of at most
    `most` articles, those that said most of them, and of these the earliest."""
    these = {"ids": list(statement_ids), "publisher": publisher}
    texts = conn.execute(_TEXTS, {**these, "most": most, "characters": characters}).scalars()
    return [*conn.execute(_OWN_WORDS, these).scalars(), *texts]


_FEATURES = (
    sa.select(statements.c.article_id, statements.c.features)
    .where(statements.c.article_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(statements.c.id)
)


def names_by_article(conn: Connection, article_ids: Sequence[int]) -> list[list[str]]:
    """For each of these articles that said anything first, the names in what it said."""
    found: dict[int, list[str]] = {}
    for article_id, features in conn.execute(_FEATURES, {"ids": list(article_ids)}):
        found.setdefault(article_id, []).extend(features["names"])
    return list(found.values())


def _features(sentence: Sentence) -> dict[str, list[str]]:
    return {
        "words": list(sentence.words),
        "names": list(sentence.names),
        "numbers": list(sentence.numbers),
        "quotes": list(sentence.quotes),
    }


def _statement(row: Any, since: tuple[str, ...]) -> Statement:
    features = row.features
    return Statement(
        id=row.id,
        sentence=Sentence(
            text=row.text,
            kind=SentenceKind(row.kind),
            words=tuple(features["words"]),
            names=tuple(features["names"]),
            numbers=tuple(features["numbers"]),
            quotes=tuple(features["quotes"]),
        ),
        vector=unpack(row.vector),
        article_id=row.article_id,
        at=row.at,
        publisher=row.publisher,
        witnesses=since,
    )
