"""What a text means: vectors, fingerprints, how often a word has been seen."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.schema.base import metadata
from storage.types import UtcDateTime

passages = Table(  # vectors: float16, row 0 the title, then one a sentence
    "passages",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("model", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
)

words = Table(  # in how many articles, and in how many stories, a word has been seen
    "words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("articles", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
)
