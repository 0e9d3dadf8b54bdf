"""What a pass did, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.output import clean, span
from steps.counted import counted, details

if TYPE_CHECKING:
    from steps.shift import PassReport


def sentences(report: PassReport) -> Iterator[str]:
    """One line a step, and one for the whole."""
    if report.busy:
        yield "Another pass is at work. It does what there is to do."
        return
    for step, counts in report.counts.items():
        said = ", ".join(counted(step, counts))
        yield f"{step:<9} {said or 'nothing to do'}"
        for what in details(counts):
            yield f"          {clean(what)}"
    yield f"Done in {span(report.ended - report.started)}."


def has_failed(report: PassReport) -> bool:
    """Whether something went wrong that a person should look at. A feed that does not answer is not."""
    deliver = report.counts.get("deliver", {})
    bugs = [report.counts.get(step, {}).get("failed") for step in ("embed", "decide")]
    return any(bugs) or bool(deliver.get("failed")) or bool(deliver.get("problems"))
