"""How many requests one host gets at once, and how far apart: politeness held in one process."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from settings import limits_sources as limits

T = TypeVar("T")


@dataclass(slots=True)
class _Host:
    active: int = 0
    next_start: float = -math.inf
    delay: float | None = None
    closed_until: float = -math.inf


class HostSlots:
    """At most `per_host` requests at once to a host, starting at least `delay` seconds apart.

    Hosts for which `exempt` says yes (the settings name them: they are the user's own) go as fast as
    they can. Thread-safe.
    """

    def __init__(
        self,
        per_host: int = limits.PER_HOST,
        delay: float = limits.HOST_DELAY_S,
        exempt: Callable[[str], bool] = lambda host: False,
    ) -> None:
        self._per_host, self._delay, self._exempt = per_host, delay, exempt
        self._hosts: dict[str, _Host] = {}
        self.changed = threading.Condition()

    def ready_in(self, host: str) -> float:
        """Seconds until a request to `host` may start; infinite while all its slots are taken."""
        state = self._hosts.get(host)
        if state is None or self._exempt(host):
            return 0.0
        if state.active >= self._per_host:
            return math.inf
        return max(0.0, state.next_start - time.monotonic())

    def begin(self, host: str) -> None:
        """Book a slot; call with `changed` held, after `ready_in` was 0."""
        state = self._hosts.setdefault(host, _Host())
        state.active += 1
        state.next_start = time.monotonic() + (self._delay if state.delay is None else state.delay)

    def wait(self, host: str) -> None:
        """Book a slot, waiting for it."""
        with self.changed:
            while (wait := self.ready_in(host)) > 0:
                self.changed.wait(None if math.isinf(wait) else wait)
            self.begin(host)

    def end(self, host: str) -> None:
        """Give the slot back."""
        with self.changed:
            self._hosts[host].active -= 1
            self.changed.notify_all()

    def slow_down(self, host: str, delay: float) -> None:
        """The host asked (Crawl-delay) for at least `delay` seconds between requests."""
        with self.changed:
            state = self._hosts.setdefault(host, _Host())
            before = self._delay if state.delay is None else state.delay
            state.delay = max(self._delay, min(delay, limits.CRAWL_DELAY_MAX_S))
            state.next_start += state.delay - before  # the page on whose turn it was learned has begun already

    def close_for(self, host: str, seconds: float) -> None:
        """The host asked to be left alone (Retry-After). It is for who reads its pages to obey; feeds have times of
        their own."""
        with self.changed:
            state = self._hosts.setdefault(host, _Host())
            state.closed_until = max(state.closed_until, time.monotonic() + seconds)

    def closed_for(self, host: str) -> float:
        """Seconds for which the host wants to be left alone, 0 if it did not say so."""
        state = self._hosts.get(host)
        return max(0.0, state.closed_until - time.monotonic()) if state else 0.0


class HostQueue(Generic[T]):
    """Hands out items whose host is ready, so that one slow host holds up nobody else. Thread-safe."""

    def __init__(self, slots: HostSlots, items: Iterable[tuple[str, T]]) -> None:
        self._slots = slots
        self._waiting: dict[str, deque[T]] = {}
        for host, item in items:
            self._waiting.setdefault(host, deque()).append(item)
        self._ready = deque(self._waiting)
        """Hosts that may be ready, each at most once."""
        self._closed = False

    def take(self) -> tuple[str, T] | None:
        """The next item, its slot booked (give it back with `HostSlots.end`); None when there is no more."""
        with self._slots.changed:
            while self._waiting and not self._closed:
                soonest = math.inf
                for _ in range(len(self._ready)):
                    host = self._ready.popleft()
                    wait = self._slots.ready_in(host)
                    self._ready.append(host)
                    if wait <= 0:
                        self._slots.begin(host)
                        return host, self._pop(host)
                    soonest = min(soonest, wait)
                self._slots.changed.wait(None if math.isinf(soonest) else soonest)
            return None

    def _pop(self, host: str) -> T:
        item = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
            self._ready.pop()  # where `take` has just put it
        return item

    def close(self) -> None:
        """Hand out nothing more."""
        with self._slots.changed:
            self._closed = True
            self._slots.changed.notify_all()
