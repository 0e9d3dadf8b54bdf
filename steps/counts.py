"""What the steps between feeds and people count. They stand by themselves, so that a step which finds nothing to do can
say so without loading what it would have done it with (`steps.counted` has their words)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchCounts:
    feeds: int = 0
    """Feeds asked for."""
    unchanged: int = 0
    """Of these, feeds that answered that nothing has changed (304)."""
    failed: int = 0
    entries: int = 0
    """Entries not seen before."""


@dataclass(frozen=True, slots=True)
class ReadCounts:
    read: int = 0
    """Entries done: their article is stored."""
    new: int = 0
    """Articles not seen before."""
    revised: int = 0
    """Articles whose text or title changed."""
    known: int = 0
    """Entries that lead to an article that another entry brought before."""
    stood_in: int = 0
    """Articles that are the feed's own text, since the page gave none."""
    waiting: int = 0
    """Entries to be tried again later."""
    failed: int = 0
    """Entries that gave nothing at all."""
    checked: int = 0
    """Articles looked at again for silent edits."""


@dataclass(frozen=True, slots=True)
class EmbedCounts:
    embedded: int = 0
    copies: int = 0
    failed: tuple[str, ...] = ()
    """Articles set aside because of a bug, in words."""


@dataclass(frozen=True, slots=True)
class DecideCounts:
    decided: int = 0
    copies: int = 0
    stories: int = 0
    """Stories opened."""
    developments: int = 0
    """Developments found, waking stories and corrections with new sentences among them."""
    failed: tuple[str, ...] = ()
    """Articles set aside because of a bug, in words."""


@dataclass(frozen=True, slots=True)
class DeliverCounts:
    sent: int = 0
    """Deliveries that went out, folded ones each counted."""
    messages: int = 0
    waiting: int = 0
    """Deliveries that failed and will be tried again."""
    failed: int = 0
    """Deliveries that failed for good."""
    problems: tuple[tuple[str, str], ...] = ()
    """(channel, what is wrong with it), for people."""

    def __add__(self, other: DeliverCounts) -> DeliverCounts:
        return DeliverCounts(
            self.sent + other.sent,
            self.messages + other.messages,
            self.waiting + other.waiting,
            self.failed + other.failed,
            self.problems + other.problems,
        )
