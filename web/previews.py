"""Previews of watches that were made lately: a second look at the same one is immediate."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from settings.limits_web import PREVIEWS_KEPT
from web.shapes import Preview


class Previews:
    """By everything that bears on one: the watch, what there is to tell, what people said, the hour."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Preview] = OrderedDict()
        self._lock = threading.Lock()
        self._one = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Preview]) -> Preview:
        """The one that is kept under `key`, or a new one; one is made at a time."""
        known = self._known(key)
        if known is not None:
            return known
        with self._one:
            known = self._known(key)  # made while this one waited
            if known is None:
                known = make()
                with self._lock:
                    self._made[key] = known
                    while len(self._made) > PREVIEWS_KEPT:
                        self._made.popitem(last=False)
        return known

    def _known(self, key: Hashable) -> Preview | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)
