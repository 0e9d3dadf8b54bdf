"""What a pass did, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commands.output import clean, span

if TYPE_CHECKING:
    from steps.shift import PassReport


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
    "audit": {"missed": "should have been told ('newsdelta why' says more)", "led_nowhere": "led nowhere"},
    "deliver": {
        "sent": "delivery/deliveries made",
        "messages": "message/messages",
        "waiting": "to try again",
        "failed": "failed for good ('newsdelta alerts --state failed' says why)",
    },
}
"""What a step's figures are called: one, after a stroke many, and then what goes with both."""


def sentences(report: PassReport) -> Iterator[str]:
    """One line a step, and one for the whole."""
    if report.busy:
        yield "Another pass is at work. It does what there is to do."
        return
    for step, counts in report.counts.items():
        said = ", ".join(_counted(counts, _WORDS.get(step, {})))
        yield f"{step:<9} {said or 'nothing to do'}"
        for what in _details(counts):
            yield f"          {what}"
    yield f"Done in {span(report.ended - report.started)}."


def has_failed(report: PassReport) -> bool:
    """Whether something went wrong that a person should look at. A feed that does not answer is not."""
    deliver = report.counts.get("deliver", {})
    bugs = [report.counts.get(step, {}).get("failed") for step in ("embed", "decide")]
    return any(bugs) or bool(deliver.get("failed")) or bool(deliver.get("problems"))


def _counted(counts: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    for name, value in counts.items():
        if value and name != "seconds" and isinstance(value, int | float):
            yield f"{value:,} {_called(words.get(name, name.replace('_', ' ')), value)}"


def _details(counts: Mapping[str, Any]) -> Iterator[str]:
    """What counts in words: articles that could not be decided, channels that refuse."""
    for value in counts.values():
        if isinstance(value, str):
            yield clean(value)
        elif isinstance(value, list | tuple):
            for each in value:
                yield clean(": ".join(each) if isinstance(each, list | tuple) else each)


def _called(words: str, number: float) -> str:
    one, stroke, many = words.partition("/")
    if not stroke:
        return words
    # 'feed/feeds asked': what stands behind the plural stands behind the singular too
    plural_words = len(one.split())
    behind = many.split()[plural_words:]
    return " ".join([one, *behind]) if number == 1 else many
