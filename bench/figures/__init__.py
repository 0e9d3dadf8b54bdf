"""From answers to figures: `scoring` of groupings, `verdicts` on developments, `expectations` of feedparser's own
tests; `drawing` draws."""
