"""robots.txt (RFC 9309), read by protego: what a site asks of machines that read its pages."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from models.nouns import Problem, Response
from settings import limits_sources as limits

_NAME = re.compile(r"user[-\s]*agent\b", re.I)
_RULE = re.compile(r"(?:(?:dis)?allow|crawl-delay)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says. `parsed` None with `open` False: it could not be had."""

    parsed: Protego | None
    open: bool
    fresh_s: float

    def problem(self, url: str, user_agent: str) -> Problem | None:
        """Why a page may not be read, if it may not."""
        if self.parsed is None:
            if self.open:
                return None
            return Problem(
                "robots-unreachable", "The site's robots.txt cannot be had, or not be read, just now; its pages wait."
            )
        if self.parsed.can_fetch(url, user_agent):
            return None
        return Problem("robots", "The site's robots.txt asks machines not to read this page.", retry=False)

    def delay(self, user_agent: str) -> float | None:
        """Seconds that the site asks to have between requests."""
        return self.parsed.crawl_delay(user_agent) if self.parsed else None


def rules(response: Response) -> Rules:
    """What an answer for /robots.txt means (RFC 9309, 2.3.1): 4xx allows all, 5xx and silence nothing."""
    if response.problem is None and response.status == 200:
        text = response.body[: limits.ROBOTS_BYTES].decode("utf-8", "replace")
        if _work(text) > limits.ROBOTS_WORK:
            return Rules(None, False, limits.ROBOTS_FRESH_S)
        return Rules(Protego.parse(text), True, limits.ROBOTS_FRESH_S)
    if 400 <= response.status < 500 and response.status != 429:
        return Rules(None, True, limits.ROBOTS_FRESH_S)
    return Rules(None, False, limits.ROBOTS_UNREACHABLE_FRESH_S)


def _work(text: str) -> int:
    """Rules that protego would keep: each of a group's once for each machine that the group names, a new one of which
    it looks for among the others. Only what it takes for the end of a group for sure is one here."""
    done, names, rules, ended = 0, 0, 0, False
    for line in map(str.strip, text.splitlines()):
        if _NAME.match(line):
            if ended:
                done, names, rules, ended = done + names * (names // 100 + rules), 0, 0, False
            names += 1
        elif line and line[0] != "#":
            rules += 1
            ended = ended or bool(_RULE.match(line))
    return done + names * (names // 100 + rules)


class Robots:
    """Every site's rules, fetched once a day at most and kept in memory. Thread-safe."""

    def __init__(self, fetch: Callable[[str], Response]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._asking: dict[str, threading.Lock] = {}

    def of(self, origin: str) -> Rules:
        """The rules of `scheme://host[:port]`."""
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:  # one request for a site's robots.txt, however many threads want to know
            with self._lock:
                known = self._known.get(origin)
            if known and time.monotonic() < known[0]:
                return known[1]
            found = rules(self._fetch(f"{origin}/robots.txt"))
            with self._lock:
                self._known[origin] = (time.monotonic() + found.fresh_s, found)
                while len(self._known) > limits.ROBOTS_HOSTS:
                    self._asking.pop(self._known.popitem(last=False)[0], None)
            return found
