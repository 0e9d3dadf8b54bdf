"""Limits of the step that decides."""

from __future__ import annotations

LEDGERS_IN_MEMORY = 64
"""Ledgers kept at hand in one pass. The largest seen (2,000 statements) takes some 8 MB."""

RUNS_IN_MEMORY = 512
"""Texts and sentences written before whose runs of words are kept at hand: at most some 70 KB each, usually 2."""

REPLAY_BATCH = 128
"""Articles that a replay embeds at once. No decision depends on it."""

NAMED_OFTEN = 8
"""Articles up to which a story is named anew with each one; after that whenever their number doubles."""

NAMED_BY = 40
"""Articles that a story's name is chosen from: its first and its newest."""

WORD_LETTERS = 200
"""What is longer is no word but a key or a picture written out, is not met again, and PostgreSQL cannot index it."""

RENEWED_AT_ONCE = 256
"""Statements that get vectors of a new model between two commits: some seconds of work."""
