"""What a pass did, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commands.output import span

if TYPE_CHECKING:
    from steps.shift import PassReport


def sentences(report: PassReport) -> Iterator[str]:
    """One line a step, and one for the whole."""
    if report.busy:
        yield "Another pass is at work. It does what there is to do."
        return
    for step, counts in report.counts.items():
        said = ", ".join(_counted(counts))
        yield f"{step:<8} {said or 'nothing to do'}"
    yield f"Done in {span(report.ended - report.started)}."


def _counted(counts: Mapping[str, Any]) -> Iterator[str]:
    for name, value in counts.items():
        if name == "seconds" or not value:
            continue
        if isinstance(value, int | float):
            yield f"{value:,} {name.replace('_', ' ')}"
        elif isinstance(value, list | tuple):
            yield f"{len(value):,} {name.replace('_', ' ')} ({'; '.join(map(str, value[:3]))})"
