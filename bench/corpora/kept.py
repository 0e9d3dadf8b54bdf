"""Where benchmarks keep what is dear to make and the same in every run: vectors of the corpora, generated histories."""

from __future__ import annotations

from pathlib import Path

KEPT = Path(__file__).resolve().parents[2] / ".bench"
"""Not committed; may be deleted at any time."""
VECTORS = KEPT / "vectors"
