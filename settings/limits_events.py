"""Limits of what is worth telling beyond a development itself."""

from __future__ import annotations

from datetime import timedelta

GROUP_FOR = timedelta(hours=48)
"""So long after a development, an article that repeats it is one more witness of it.
Most rewrites come within a day; the second day catches weeklies and other time zones."""

CONFIRMED_BY = 2
"""Independent publishers from which a development counts as confirmed."""

TAKEN_MOSTLY = 0.5
"""Share of what an article states (by letters) that stands word for word in what others wrote, from which its publisher
is no independent one by it: an agency's text with a paragraph of one's own. Hardly any lie near: of 2,065 articles on
known stories 14 have half or more, 1,993 less than a tenth."""

BURST_BASELINE = timedelta(days=14)
"""A story's own recent past, which a burst is measured against."""

BURST_WINDOW = timedelta(hours=24)
BURST_LEAST_PUBLISHERS = 6
"""Fewer independent publishers in a day are no burst, however quiet the story was before."""

BURST_CHANCE = 1e-4
"""How unlikely (Poisson, the story's own daily mean) the number of publishers must be."""

BURST_LEAST_AGE = timedelta(days=3)
"""A story younger than this has no baseline of its own: every first day is busy."""

BURST_AGAIN_AFTER = timedelta(days=7)
"""One burst is told once."""

FIRST_EVIDENCE = 2
"""Sentences quoted for a first story, where everything is new."""

HEADLINE_CHARACTERS = 300
"""A development's headline is its first new sentence; longer ones are cut at a word."""
