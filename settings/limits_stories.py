"""Limits of embedding, copies and stories."""

from __future__ import annotations

from datetime import timedelta

PASSAGES = 400
"""Most sentences of one article that are kept and embedded: a live blog's first ones are its newest."""

ENCODE_TOKENS = 1024
"""Word pieces (padding counted) that go through the model at once: past it the CPU's caches overflow."""

CACHED_TEXTS = 50_000
"""Texts whose vectors are kept at hand, so that boilerplate and wire copy cost nothing: 80 MB."""

SHINGLE = 5
"""Words in a run of a fingerprint: shorter ones are common phrases, longer ones break at each edit."""

FINGERPRINT_KEEP = 4
"""One run in so many is kept (those whose hash is 0 modulo it), the same ones in every text (Broder 1997)."""

COPY_CONTAINMENT = 0.8
"""Share of the shorter text's runs in the longer one from which it is a copy."""

COPY_LEAST_RUNS = 6
"""Kept runs below which a text is too short to be called a copy of part of another."""

JOIN_SIMILARITY = 0.72
"""Cosine of mean vectors from which an article joins its nearest neighbour's story."""

SLEEP_AFTER = timedelta(days=30)
"""A story without an article for so long sleeps; the next one wakes it."""
