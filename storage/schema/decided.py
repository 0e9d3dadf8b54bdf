"""What was decided: stories and their members, the ledger, developments."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from storage.schema.base import id_column, metadata
from storage.types import UtcDateTime

stories = Table(
    "stories",
    metadata,
    id_column(),
    Column("headline", Text, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("articles", Integer, nullable=False, default=0),
    Column("copies", Integer, nullable=False, default=0),
    Column("publishers", Integer, nullable=False, default=0),
    Column("names", sa.JSON, nullable=False, default=list),
    Column("language", String(12)),
    Column("merged_into", ForeignKey("stories.id")),
    Index("ix_stories_last_seen", "last_seen"),
    Index("ix_stories_merged", "merged_into", "last_seen"),
)

members = Table(  # which story an article belongs to, and why
    "members",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("role", String(12), nullable=False),
    Column("similarity", Float, nullable=False),
    Column("margin", Float, nullable=False),
    Column("reason", sa.JSON, nullable=False),
    Column("nearest_article", Integer),
    Column("copy_of", ForeignKey("articles.id")),
    Column("novelty", Float),
    Column("importance", Float),
    Column("taken", Float),  # share of what it states in others' words; None: not known, or a copy
    Column("why", sa.JSON),  # Comparison.reason
    Column("nearest", sa.JSON),  # Comparison.nearest
    Column("trace", LargeBinary),  # models.stories.Trace; None for a copy
    Column("decided", UtcDateTime, nullable=False),
    Index("ix_members_story", "story_id", "at", "publisher", "copy_of", "role", "taken"),  # counted by it alone
    Index("ix_members_copy", "copy_of"),
)
Index(  # a start reads the order from it alone
    "ix_members_turn",
    *(members.c[name] for name in ("decided", "at", "article_id", "story_id")),
    # on PostgreSQL as well, by migration 0005: to say so here would load that dialect into every pass
    sqlite_where=members.c.trace.is_not(None),
)

trace_blocks = Table(  # the oldest members' traces once more, in columns
    "trace_blocks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stamp", Integer, nullable=False),  # models.story.block.STAMP
    Column("content", LargeBinary, nullable=False),
    info={"derived": True},  # not moved to another database: made anew there
)

story_events = Table(  # merge, split, move: by upkeep or by a person; history is kept
    "story_events",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("other_id", ForeignKey("stories.id")),
    Column("article_id", ForeignKey("articles.id")),
    Column("by_person", Boolean, nullable=False),
    Column("reason", sa.JSON, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Index("ix_story_events_story", "story_id"),
    Index("ix_story_events_other", "other_id"),
    Index("ix_story_events_at", "at"),
)

links = Table(  # what a person decided: must-link and cannot-link, which no later pass undoes; the last word holds
    "links",
    metadata,
    id_column(),
    Column("first_article", ForeignKey("articles.id"), nullable=False),
    Column("second_article", ForeignKey("articles.id"), nullable=False),
    Column("together", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

statements = Table(  # the ledger
    "statements",
    metadata,
    id_column(),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("features", sa.JSON, nullable=False),  # words, names, numbers, quotes of models.nouns.Sentence
    Column("at", UtcDateTime, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float16
    Index("ix_statements_story", "story_id", "id"),
    Index("ix_statements_article", "article_id"),
)

witnesses = Table(  # who else said a statement since
    "witnesses",
    metadata,
    Column("statement_id", ForeignKey("statements.id"), primary_key=True),
    Column("publisher", Text, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

developments = Table(
    "developments",
    metadata,
    id_column(),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("novelty", Float, nullable=False),
    Column("importance", Float, nullable=False),
    Column("headline", Text, nullable=False),
    Column("findings", sa.JSON, nullable=False),  # list of models.nouns.Finding
    Column("details", sa.JSON, nullable=False, default=dict),
    Index("ix_developments_story", "story_id", "at"),
    Index("ix_developments_at", "at"),
    Index("ix_developments_article", "article_id"),
)

development_statements = Table(
    "development_statements",
    metadata,
    Column("development_id", ForeignKey("developments.id"), primary_key=True),
    Column("statement_id", ForeignKey("statements.id"), primary_key=True),
    Index("ix_development_statements_statement", "statement_id"),
)

carriers = Table(  # the articles that carry a development, told once with a growing list of witnesses
    "carriers",
    metadata,
    Column("development_id", ForeignKey("developments.id"), primary_key=True),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("publisher", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
