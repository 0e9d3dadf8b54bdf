"""What the steps of a pass counted, in words, for the command line and the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_WORDS = {
    "fetch": {
        "feeds": "feed/feeds asked",
        "unchanged": "unchanged",
        "failed": "failed ('newsdelta feeds' says why)",
        "entries": "new entry/new entries",
    },
    "read": {
        "read": "page/pages read",
        "new": "new article/new articles",
        "revised": "changed",
        "known": "known already",
        "stood_in": "by the feed's own text",
        "waiting": "to try again",
        "failed": "given up",
        "checked": "looked at again",
    },
    "embed": {"embedded": "embedded", "copies": "copy/copies"},
    "decide": {
        "decided": "decided",
        "copies": "copy/copies",
        "stories": "new story/new stories",
        "developments": "development/developments",
    },
    "digest": {
        "digests": "digest/digests",
        "developments": "development/developments",
        "held": "held back",
    },
    "backup": {"backups": "backup/backups written", "bytes": "bytes"},
    "retention": {
        "texts": "text/texts let go of",
        "vectors": "article's vectors/articles' vectors let go of",
        "entries": "old entry/old entries",
        "fingerprints": "fingerprint/fingerprints",
        "passes": "record/records of old passes",
    },
    "again": {"articles": "article/articles tried again"},
    "watchdog": {"going_on": "trouble/troubles going on ('newsdelta doctor' says more)"},
    "audit": {"missed": "should have been told ('newsdelta why' says more)", "led_nowhere": "led nowhere"},
    "deliver": {
        "sent": "delivery/deliveries made",
        "messages": "message/messages",
        "waiting": "to try again",
        "failed": "failed for good ('newsdelta alerts --state failed' says why)",
    },
}
"""What a step's figures are called: one, after a stroke many, and then what goes with both."""


def counted(step: str, counts: Mapping[str, Any]) -> Iterator[str]:
    """'12 feeds asked', '3 new entries': what a step counted that is not nought; how long it took is left out."""
    words = _WORDS.get(step, {})
    for name, value in counts.items():
        if value and name != "seconds" and isinstance(value, int | float):
            yield f"{value:,} {_called(words.get(name, name.replace('_', ' ')), value)}"


def details(counts: Mapping[str, Any]) -> Iterator[str]:
    """What a step counted in words, as it stands: articles that could not be decided, channels that refuse."""
    for value in counts.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            for each in value:
                yield ": ".join(map(str, each)) if isinstance(each, list | tuple) else str(each)


def _called(words: str, number: float) -> str:
    one, stroke, many = words.partition("/")
    if not stroke:
        return words
    # 'feed/feeds asked': what stands behind the plural stands behind the singular too
    plural_words = len(one.split())
    behind = many.split()[plural_words:]
    return " ".join([one, *behind]) if number == 1 else many
