"""What a channel is handed, and what it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from alerts.say import UTC
from alerts.view import Content
from models.nouns import Problem


def key(development_id: int, watch: str, channel: str) -> str:
    """The idempotency key of one alert on one channel: the same for ever, and fit for a Message-ID."""
    return keyed("alert", str(development_id), watch, channel)


def keyed(*parts: str) -> str:
    """An idempotency key from its parts; no two lists of parts share one."""
    joined = "\x00".join(part.replace("\x00", "\x00\x00") for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Thread:
    """A story's thread on a channel: references of its first and its last message."""

    root: str
    last: str
    place: str | None = None
    """Slack's id of the channel."""


@dataclass(frozen=True, slots=True)
class Message:
    key: str
    content: Content
    at: datetime
    """When what it says was decided."""
    watches: tuple[str, ...]
    zone: ZoneInfo = UTC
    thread: Thread | None = None
    """The thread that it answers; None opens one, or stands alone."""
    maybe_sent: bool = False
    """Whether an earlier attempt may have arrived though no answer came: look before sending again."""


@dataclass(frozen=True, slots=True)
class Sent:
    reference: str
    """Message-ID, Slack ts or file name: what a later message of the story answers."""
    place: str | None = None
    duplicate: bool = False
    """It had arrived before, and was not sent again."""
    refused: tuple[str, ...] = ()
    """Whom it did not reach for good, each with why, while others have it."""


@dataclass(frozen=True, slots=True)
class Failed:
    problem: Problem
    retry_after: float | None = None
    """Seconds that the server asked for."""
    maybe_sent: bool = False
    """The message was handed over and no answer came."""


class Channel(Protocol):
    """One way to a person. `send` never raises for what a server, a network or a disk may do."""

    @property
    def name(self) -> str: ...

    def send(self, message: Message) -> Sent | Failed: ...

    def check(self) -> Problem | None:
        """Whether the channel would take a message, without sending one."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a channel may use of the outside world."""

    print: Callable[[str], None] = print
    web_url: str | None = None
    """How people reach newsdelta's pages."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
