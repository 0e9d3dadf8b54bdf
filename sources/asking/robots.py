"""robots.txt (RFC 9309), read by protego: what a site asks of machines that read its pages."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from models.nouns import Problem, Response, RobotsTxt
from settings import limits_sources as limits
from sources.asking import faults

_NAME = re.compile(r"user[-\s]*agent\b", re.I)
_RULE = re.compile(r"(?:(?:dis)?allow|crawl-delay)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says. `parsed` None with `open` False: it could not be had."""

    parsed: Protego | None
    open: bool

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


def site_of(url: str) -> str | None:
    """`scheme://host[:port]` of an address that may be asked."""
    parsed = faults.checked(url)
    return None if isinstance(parsed, Problem) else f"{parsed.scheme}://{parsed.netloc}"


def answered(origin: str, response: Response, asked: datetime) -> RobotsTxt:
    """The answer for a site's /robots.txt, as it can be kept."""
    had = response.problem is None and response.status == 200
    text = response.body[: limits.ROBOTS_BYTES].decode("utf-8", "replace") if had else None
    return RobotsTxt(origin, asked, response.status, text)


def rules(robots: RobotsTxt) -> Rules:
    """What it means (RFC 9309, 2.3.1): 4xx allows all, 5xx and silence nothing."""
    if robots.text is None:
        return Rules(None, _allows_all(robots))
    if _work(robots.text) > limits.ROBOTS_WORK:
        return Rules(None, False)
    return Rules(Protego.parse(robots.text), True)


def _allows_all(robots: RobotsTxt) -> bool:
    return 400 <= robots.status < 500 and robots.status != 429


def _holds_for(robots: RobotsTxt) -> timedelta:
    known = robots.text is not None or _allows_all(robots)
    return timedelta(seconds=limits.ROBOTS_FRESH_S if known else limits.ROBOTS_UNREACHABLE_FRESH_S)


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
    """Every site's rules, asked for once a day at most. They are kept in memory, and hold from one process to the next
    where what was `learned` in one is made `known` to the other. Thread-safe."""

    def __init__(self, fetch: Callable[[str], Response], clock: Callable[[], datetime]) -> None:
        self._fetch, self._clock = fetch, clock
        self._lock = threading.Lock()
        self._said: OrderedDict[str, RobotsTxt] = OrderedDict()
        self._rules: dict[str, Rules] = {}
        """Of the sites that were needed so far."""
        self._asking: dict[str, threading.Lock] = {}
        self._learned: list[RobotsTxt] = []

    def of(self, origin: str) -> Rules:
        """The rules of `scheme://host[:port]`."""
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:  # one request for a site's robots.txt, however many threads want to know
            with self._lock:
                robots, found = self._said.get(origin), self._rules.get(origin)
            if robots is None or not timedelta(0) <= self._clock() - robots.asked < _holds_for(robots):
                robots, found = answered(origin, self._fetch(f"{origin}/robots.txt"), self._clock()), None
                self.learn([robots])
            if found is None:
                found = rules(robots)
                with self._lock:
                    self._rules[origin] = found
            return found

    def known(self, robots: Iterable[RobotsTxt]) -> None:
        """Take these for answers that were had before."""
        with self._lock:
            for each in robots:
                if each.origin not in self._said or self._said[each.origin].asked < each.asked:
                    self._keep(each)

    def learn(self, robots: Iterable[RobotsTxt]) -> None:
        """Take these for answers that were had just now."""
        with self._lock:
            for each in robots:
                self._keep(each)
                if each.status:  # silence may be this machine's own, and is over with the pass
                    self._learned.append(each)

    def learned(self) -> list[RobotsTxt]:
        """The answers since this was last called."""
        with self._lock:
            learned, self._learned = self._learned, []
        return learned

    def kept(self, origins: Iterable[str]) -> list[RobotsTxt]:
        """What is known of these sites."""
        with self._lock:
            return [self._said[origin] for origin in origins if origin in self._said]

    def _keep(self, robots: RobotsTxt) -> None:
        self._said[robots.origin] = robots
        self._said.move_to_end(robots.origin)
        self._rules.pop(robots.origin, None)
        while len(self._said) > limits.ROBOTS_HOSTS:
            oldest, _ = self._said.popitem(last=False)
            self._rules.pop(oldest, None)
            self._asking.pop(oldest, None)
