"""Every table, in the order in which the data goes. Migrations in `storage/migrations` build exactly this.

One writer at a time (SQLite), short transactions. Nothing here holds a secret.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from storage.types import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


# -- sources ---------------------------------------------------------------------------------------

feeds = Table(
    "feeds",
    metadata,
    _id(),
    Column("configured_url", Text, nullable=False, unique=True),  # as the settings name it
    Column("url", Text, nullable=False),  # where it is polled now
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_poll", UtcDateTime),
    Column("interval_s", Integer, nullable=False),
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
    _id(),
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
    _id(),
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

# -- meaning ---------------------------------------------------------------------------------------

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

words = Table(  # in how many articles a word has been seen
    "words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("articles", Integer, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    _id(),
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
    Column("why", sa.JSON),  # Comparison.reason
    Column("nearest", sa.JSON),  # Comparison.nearest
    Column("trace", LargeBinary),  # models.stories.Trace; None for a copy
    Column("decided", UtcDateTime, nullable=False),
    Index("ix_members_story", "story_id", "at", "publisher", "copy_of", "role"),  # a page counts by it alone
    Index("ix_members_copy", "copy_of"),
)

story_events = Table(  # merge, split, move: by upkeep or by a person; history is kept
    "story_events",
    metadata,
    _id(),
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
)

links = Table(  # what a person decided: must-link and cannot-link, which no later pass undoes
    "links",
    metadata,
    _id(),
    Column("first_article", ForeignKey("articles.id"), nullable=False),
    Column("second_article", ForeignKey("articles.id"), nullable=False),
    Column("together", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("first_article", "second_article"),
)

statements = Table(  # the ledger
    "statements",
    metadata,
    _id(),
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
    _id(),
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
)

carriers = Table(  # the articles that carry a development, told once with a growing list of witnesses
    "carriers",
    metadata,
    Column("development_id", ForeignKey("developments.id"), primary_key=True),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("publisher", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# -- people ----------------------------------------------------------------------------------------

alerts = Table(
    "alerts",
    metadata,
    _id(),
    Column("watch", Text, nullable=False),
    Column("development_id", ForeignKey("developments.id"), nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("importance", Float, nullable=False),
    Column("view", sa.JSON, nullable=False),
    sa.UniqueConstraint("watch", "development_id"),
    Index("ix_alerts_at", "at"),
    Index("ix_alerts_story", "story_id", "watch"),
    Index("ix_alerts_watch", "watch", "at"),
    Index("ix_alerts_development", "development_id"),
)

deliveries = Table(  # the outbox: written with the alert, in the transaction of the decision
    "deliveries",
    metadata,
    _id(),
    Column("alert_id", ForeignKey("alerts.id")),  # None for a digest or a notice of newsdelta's own
    Column("digest_id", ForeignKey("digests.id")),
    Column("notice", sa.JSON),  # title and lines of a notice of newsdelta's own
    Column("channel", Text, nullable=False),
    Column("key", String(80), nullable=False, unique=True),  # idempotency key
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", UtcDateTime),
    Column("claimed_by", Text),
    Column("claimed_until", UtcDateTime),
    Column("problem_code", String(40)),
    Column("problem", Text),
    Column("folded_into", Integer),  # the delivery whose message carried this one
    Column("created", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("reference", Text),  # Message-ID, Slack ts, file name
    Index("ix_deliveries_state", "state", "next_try", "id"),
    Index("ix_deliveries_alert", "alert_id"),
    Index("ix_deliveries_digest", "digest_id"),
)

threads = Table(  # one thread a story on every channel
    "threads",
    metadata,
    Column("story_id", ForeignKey("stories.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("root", Text, nullable=False),  # Message-ID or Slack ts of the first message
    Column("last", Text, nullable=False),
    Column("place", Text),  # Slack's channel id
    Column("opened", UtcDateTime, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    _id(),
    Column("watch", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("view", sa.JSON, nullable=False),
    sa.UniqueConstraint("watch", "until"),
)

told = Table(  # what each watch's channel has been told, statement by statement
    "told",
    metadata,
    Column("watch", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("statement_id", ForeignKey("statements.id"), primary_key=True),
    Column("alert_id", ForeignKey("alerts.id")),  # None: a digest told it
    Column("digest_id", ForeignKey("digests.id")),
    Column("at", UtcDateTime, nullable=False),
)

held = Table(  # every development that matched a watch and was not told, and why
    "held",
    metadata,
    _id(),
    Column("watch", Text, nullable=False),
    Column("development_id", ForeignKey("developments.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("rule", String(24), nullable=False),
    Column("figures", sa.JSON, nullable=False),
    Column("released", UtcDateTime),  # when a digest brought it after all
    sa.UniqueConstraint("watch", "development_id"),
    Index("ix_held_at", "at"),
    Index("ix_held_watch", "watch", "at"),
    Index("ix_held_development", "development_id"),
)

feedback = Table(  # useful, not-news, not-my-topic, mute, snooze; reversible
    "feedback",
    metadata,
    _id(),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("watch", Text),
    Column("story_id", ForeignKey("stories.id")),
    Column("development_id", ForeignKey("developments.id")),
    Column("source", Text),
    Column("phrase", Text),
    Column("until", UtcDateTime),
    Column("undone", UtcDateTime),
)

# -- running ---------------------------------------------------------------------------------------

passes = Table(
    "passes",
    metadata,
    _id(),
    Column("kind", String(12), nullable=False),  # monitor, digest, upkeep
    Column("started", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("outcome", String(12)),  # fine, failed; None while it runs or when it was killed
    Column("counts", sa.JSON, nullable=False, default=dict),
    Column("note", Text),
    Index("ix_passes_started", "kind", "started"),
)

leases = Table(  # who may work now; decided here, not by Prefect (TRAPS: its limits wedge after a crash)
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("fence", Integer, nullable=False),  # grows with each holder
)

notes = Table(  # small facts of newsdelta's own, e.g. the last backup
    "notes",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", sa.JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
