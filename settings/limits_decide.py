"""Limits of the step that decides."""

from __future__ import annotations

LEDGERS_IN_MEMORY = 64
"""Ledgers kept at hand in one pass. The largest seen (2,000 statements) takes some 8 MB."""

REPLAY_BATCH = 128
"""Articles that a replay embeds at once. No decision depends on it."""
