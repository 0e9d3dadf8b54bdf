"""What people are told and what they say to it: alerts, the outbox, threads, digests, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from storage.schema.base import id_column, metadata
from storage.types import UtcDateTime

alerts = Table(
    "alerts",
    metadata,
    id_column(),
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
    id_column(),
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
    Column("aside", UtcDateTime),  # since when it holds up no other, having been refused so often
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
    id_column(),
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
    id_column(),
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
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("watch", Text),
    Column("story_id", ForeignKey("stories.id")),
    Column("development_id", ForeignKey("developments.id")),
    Column("source", Text),
    Column("phrase", Text),
    Column("until", UtcDateTime),
    Column("undone", UtcDateTime),
    Index("ix_feedback_watch", "watch"),
)
