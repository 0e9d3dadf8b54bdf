"""What was fetched: feeds, entries, articles and their earlier texts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.schema.base import id_column, metadata
from storage.types import UtcDateTime

feeds = Table(
    "feeds",
    metadata,
    id_column(),
    Column("configured_url", Text, nullable=False, unique=True),  # as the settings name it
    Column("url", Text, nullable=False),  # where it is polled now
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_poll", UtcDateTime),
    Column("interval_s", Integer, nullable=False),
    Column("every_s", Integer),  # as the settings want it
    Column("not_before", UtcDateTime),  # what its publisher asked for
    Column("ttl_s", Integer),  # what the feed itself asked for when it last came whole
    Column("skip_hours", Integer),  # hours of the day in UTC, a bit each
    Column("skip_days", Integer),  # days of the week from Monday, a bit each
    Column("last_attempt", UtcDateTime),
    Column("last_full", UtcDateTime),
    Column("last_good", UtcDateTime),
    Column("last_new", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),
    Column("failing_since", UtcDateTime),
    Column("problem_code", String(40)),
    Column("problem", Text),
    Column("moved_to", Text),
    Column("moved_times", Integer, nullable=False, default=0),
    Column("retired_at", UtcDateTime),
    Column("paused", Boolean, nullable=False, default=False),
    Column("listed", Boolean, nullable=False, default=True),  # still in the settings
)

entries = Table(
    "entries",
    metadata,
    id_column(),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("published", UtcDateTime),
    Column("updated", UtcDateTime),
    Column("authors", sa.JSON, nullable=False, default=list),
    Column("text", Text, nullable=False, default=""),
    Column("language", String(12)),
    Column("seen", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),  # waiting, read, failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", UtcDateTime),
    Column("problem_code", String(40)),
    Column("problem", Text),
    Column("article_id", ForeignKey("articles.id")),
    Column("changes", Integer, nullable=False, default=0),  # how often the feed's own entry has changed
    sa.UniqueConstraint("feed_id", "key"),
    Index("ix_entries_state", "state", "next_try"),
    Index("ix_entries_article", "article_id"),
    Index("ix_entries_url", "url"),
    Index("ix_entries_seen", "feed_id", "seen"),
)

articles = Table(
    "articles",
    metadata,
    id_column(),
    Column("canonical_url", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),  # of the newest revision; retention may empty it
    Column("published", UtcDateTime),
    Column("updated", UtcDateTime),
    Column("seen", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),  # Article.when
    Column("date_from", String(40), nullable=False, default=""),
    Column("text_from", String(40), nullable=False, default=""),
    Column("authors", sa.JSON, nullable=False, default=list),
    Column("language", String(12)),
    Column("site", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False, default=1),
    Column("feed_id", ForeignKey("feeds.id")),
    Column("state", String(12), nullable=False),  # read -> (copy | embedded) -> decided; or set aside: failed
    Column("problem", Text),
    Column("copy_of", ForeignKey("articles.id")),  # found by the embed step, told by the decide step
    Column("first_read", UtcDateTime, nullable=False),  # `seen` is the newest revision's
    Column("etag", Text),  # the page's validators, for asking again whether it was edited
    Column("last_modified", Text),
    Column("checks", Integer, nullable=False, default=0),
    Column("next_check", UtcDateTime),  # None: no more
    Index("ix_articles_check", "next_check"),
    Index("ix_articles_state", "state", "at", "id"),
    Index("ix_articles_hash", "content_hash"),
    Index("ix_articles_at", "at"),
)

revisions = Table(  # every earlier text of a page that changed
    "revisions",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("seen", UtcDateTime, nullable=False),
)

robots = Table(  # what each site's robots.txt said when it was last asked for
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("asked", UtcDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("text", Text),
)
