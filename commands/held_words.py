"""Why something was not told, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.watching import HeldRow

_WHY = {
    "kind-not-wanted": "the watch does not want this kind of alert",
    "muted": "muted",
    "snoozed": "snoozed",
    "already-told": "it had been told already",
    "too-few-publishers": "too few independent publishers have it yet",
    "below-novelty": "not sure enough that it is new",
    "below-importance": "not important enough",
    "quiet-hours": "quiet hours",
    "budget": "the day's budget went to what matters more",
}


def why_held(row: HeldRow) -> str:
    """The rule with its figures: 'not important enough (importance 1.2, least 2)'."""
    why = _WHY.get(row.rule, row.rule)
    figures = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in row.figures.items())
    later = "; told later" if row.released else ""
    return f"{why}{f' ({figures})' if figures else ''}{later}"


def _short(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
