"""Limits of deciding what is new."""

from __future__ import annotations

DEVELOPMENT_NOVELTY = 0.5
"""Novelty (0 to 1) from which an article is a development; the one threshold for every kind of news."""

FINDING_NOVELTY = 0.5
"""Novelty (0 to 1) from which a single sentence is listed as new."""

FOLD_COSINE = 0.90
"""Cosine from which two sentences with the same figures say the same."""

FOLD_COVERED = 0.80
"""Share of a sentence's words (by idf) in one statement from which, with CHANGE_COSINE, they say the same."""

CHANGE_COSINE = 0.55
"""Cosine from which two sentences are about the same fact, so that other figures in them are a change."""

KEPT_COSINE = 0.95
"""Cosine from which a sentence of a revised page counts as left as it was."""

NEAREST_STATEMENTS = 5
"""Known statements that one sentence is held against as a set."""

FINDINGS = 12
"""Most sentences listed as new for one article; an alert shows three."""

LEAST_TERMS = 4
"""Content words and figures below which a sentence says too little to be news."""

FOLDED_REPEAT = 0.3
"""Share of an article's sentences that fold into known ones from which an article without news is a repeat
rather than background."""

UNCHECKABLE = 0.4
"""What is left of the novelty of a sentence that holds nothing to date or check: below the threshold."""
