"""A batch kept together, and where a bug stops that, each part of it by itself: one must not hold up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from steps.context import BUGS

log = logging.getLogger(__name__)

Item = TypeVar("Item")


def keep_each(
    items: Sequence[Item],
    keep: Callable[[Sequence[Item]], object],
    set_aside: Callable[[Item, Exception], object],
) -> None:
    """`keep(items)`, which keeps all or, where it raises, none. When a bug is met, `keep` of each alone, and
    `set_aside(item, bug)` of those that meet one again. A bug that meets all of several is no item's fault: it is
    raised."""
    try:
        keep(items)
        return
    except BUGS as bug:
        met = bug
    failed: list[tuple[Item, Exception]] = []
    for each in items:
        try:
            keep([each])
        except BUGS as bug:
            log.exception("one of %d together could not be kept and is set aside", len(items))
            failed.append((each, bug))
    if len(failed) == len(items) > 1:
        raise met
    for each, its in failed:
        set_aside(each, its)
