"""All that a rendering needs of an alert, as it was known when the alert was decided.

A view is kept with its alert as JSON, so that a message sent, retried or shown a year later says the same.
Texts are as the sources gave them; each renderer makes them inert.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from alerts.inert import cut, inert
from models.text.credits import undated
from settings.limits_alerts import FIRST_LINE, FOLDED_SHOWN

_CONFIG = ConfigDict(extra="ignore")


@checked(frozen=True, config=_CONFIG)
class Source:
    """An article as evidence."""

    title: str
    url: str
    site: str
    publisher: str
    """The independent publisher that it counts for."""
    at: datetime
    name: str = ""
    """What a reader knows the outlet by."""


@checked(frozen=True, config=_CONFIG)
class Change:
    """A sentence that is new or changed, beside the nearest one known before."""

    sentence: str
    changed: bool
    old: str | None = None
    new: str | None = None
    known: str | None = None
    """The nearest known sentence, word for word."""
    known_from: Source | None = None
    similarity: float | None = None
    same_page: bool = False
    """Whether the known sentence stood on this very page until it was changed."""


@checked(frozen=True, config=_CONFIG)
class Witness:
    """An independent publisher that carries the development, and its first article on it."""

    publisher: str
    url: str
    site: str
    at: datetime
    name: str = ""
    """What a reader knows the outlet by."""


@checked(frozen=True, config=_CONFIG)
class AlertView:
    watch: str
    kinds: tuple[str, ...]
    """`models.nouns.EventKind`, the most telling first."""
    headline: str
    """What is new, in the source's words."""
    story_id: int
    story: str
    """The story's headline."""
    since: datetime
    """When the story was first heard of."""
    at: datetime
    article: Source
    changes: tuple[Change, ...]
    witnesses: tuple[Witness, ...]
    copies: int
    """Articles that carry the same text; they are no witnesses."""
    articles: int
    publishers: int
    """Independent publishers on the whole story."""
    novelty: float
    importance: float
    development_id: int = 0
    alert_id: int = 0
    why: str = ""
    """Why this watch was told, in words."""
    details: tuple[tuple[str, float | str], ...] = ()
    coverage: tuple[int, ...] = ()
    """Articles a day, oldest first, the last one being the day of the alert."""
    heard: str = ""
    """How much of the watched field was heard, when it was not all."""
    language: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """(what a person can do, address): the story's page, mute, snooze, not news."""
    corrects: str | None = None
    """What was told before and is now corrected."""
    loud: bool = False
    """Important enough to be said beyond its thread."""

    @property
    def kind(self) -> str:
        return self.kinds[0]

    @property
    def edited(self) -> bool:
        """Whether this is the difference of a page to what it said before."""
        return self.detail("revision") is not None

    def detail(self, name: str) -> float | str | None:
        return dict(self.details).get(name)


def _weight(view: AlertView) -> tuple[float, int]:
    return view.importance, len(view.witnesses)


@checked(frozen=True, config=_CONFIG)
class FoldView:
    """Several alerts in one message."""

    alerts: tuple[AlertView, ...]
    more: int = 0
    """How many further ones there were, not named."""

    @property
    def leading(self) -> AlertView:
        """What its subject says: the most important; of equals, as first reports are, what most publishers carry; of
        these the first."""
        return max(self.alerts, key=_weight)

    @property
    def full(self) -> tuple[AlertView, ...]:
        """Those that are shown with their evidence."""
        return self.alerts[:FOLDED_SHOWN]

    @property
    def listed(self) -> tuple[AlertView, ...]:
        """Those that are named in a line."""
        return self.alerts[FOLDED_SHOWN:]


@checked(frozen=True, config=_CONFIG)
class HeldLine:
    """A development that was held back, as a digest says it."""

    headline: str
    story: str
    rule: str
    why: str
    url: str


@checked(frozen=True, config=_CONFIG)
class DigestView:
    watch: str
    since: datetime
    until: datetime
    zone: str
    alerts: tuple[AlertView, ...]
    """What was told since, and what a digest tells first, by story, most important first."""
    fresh: tuple[int, ...]
    """Development ids of those that this digest is the first to tell."""
    held: tuple[HeldLine, ...]
    heard: str
    more: int = 0
    links: tuple[tuple[str, str], ...] = ()

    @property
    def leading(self) -> AlertView:
        """What its subject says: the most important that it is the first to tell, else the latest of the story that
        stands first, which may have begun with more than what came last. There must be one."""
        fresh = [each for each in self.alerts if each.development_id in self.fresh]
        if fresh:
            return max(fresh, key=_weight)
        first = [each for each in self.alerts if each.story_id == self.alerts[0].story_id]
        return max(first, key=lambda each: (each.at, each.development_id))


@checked(frozen=True, config=_CONFIG)
class NoticeView:
    """Something that newsdelta says of itself."""

    title: str
    lines: tuple[str, ...]
    link: str | None = None
    story_id: int = 0
    """The story in whose thread it is said; 0: it stands alone."""


Content = AlertView | FoldView | DigestView | NoticeView

_ALERT: TypeAdapter[AlertView] = TypeAdapter(AlertView)
_DIGEST: TypeAdapter[DigestView] = TypeAdapter(DigestView)
_NOTICE: TypeAdapter[NoticeView] = TypeAdapter(NoticeView)


def to_json(view: Content) -> dict[str, Any]:
    """The view as JSON values; `*_from_json` gives it back, equal."""
    adapter: TypeAdapter[Any] = TypeAdapter(type(view))
    dumped: dict[str, Any] = adapter.dump_python(view, mode="json")
    return dumped


def alert_from_json(value: dict[str, Any]) -> AlertView:
    return _ALERT.validate_python(value)


def digest_from_json(value: dict[str, Any]) -> DigestView:
    return _DIGEST.validate_python(value)


def notice_from_json(value: dict[str, Any]) -> NoticeView:
    return _NOTICE.validate_python(value)


def stamped(view: AlertView, alert_id: int, links: tuple[tuple[str, str], ...]) -> AlertView:
    """The view with what is only known once its alert has an id."""
    return replace(view, alert_id=alert_id, links=links)


def said(view: AlertView) -> str:
    """What is new, inert: without a dateline, and without a label of the publisher's that `mark` repeats."""
    text = undated(inert(view.headline))
    return _LABEL.sub("", text) or text if view.kind == "correction" else text


_LABEL = re.compile(r"^correct(?:ed|ion)\s*[:–—-]\s*", re.IGNORECASE)


def _telling(view: AlertView, length: int) -> str:
    """The headline. One that is too long loses its middle where its end holds the value that has changed."""
    text = said(view)
    new = inert(view.changes[0].new or "") if view.changes else ""
    at = text.find(new) if new else -1
    end = at + len(new)
    if len(text) <= length or at < 0 or end < len(cut(text, length)) or len(new) > length // 2:
        return cut(text, length)
    if len(text) - end <= 1:
        end = len(text)  # its full stop stays
    rest = "" if end == len(text) else "…"
    head = cut(text, length * 2 // 5)
    start = end - (length - len(head) - 1 - len(rest))
    space = text.find(" ", start)
    return f"{head} {text[space + 1 if 0 <= space < at else start : end]}{rest}"


MARKS = {
    "correction": "Correction: ",
    "wake": "Awake again: ",
    "confirmed": "Confirmed: ",
    "burst": "Burst: ",
    "first": "New story: ",
    "development": "",
}


def mark(view: AlertView) -> str:
    """What kind of event it is, before its headline. A page that takes something back and says nothing of it is
    no correction of the publisher's."""
    if view.kind == "correction" and view.edited:
        return "Changed without a note: "
    return MARKS.get(view.kind, "")


def first_line(view: Content) -> str:
    """What is new, in the source's words, inert, at most 100 characters: fit for a lock screen."""
    match view:
        case AlertView():
            head = mark(view)
            return head + _telling(view, FIRST_LINE - len(head)) or "(no title)"
        case FoldView(alerts, more):
            stories = len({alert.story_id for alert in alerts})
            count = len(alerts) + more
            told = "1 story" if stories == 1 else f"{stories:,} stories"
            text = f"{count:,} developments in {told}: {said(view.leading)}"
        case DigestView():
            count = len(view.alerts) + view.more
            what = "nothing new" if not count else f"{count:,} development{'s' if count > 1 else ''}"
            text = f"{inert(view.watch)} digest: {what}"
            if view.alerts:
                text += f". {said(view.leading)}"
        case NoticeView():
            text = f"newsdelta: {inert(view.title)}"
    return cut(text, FIRST_LINE) or "(no title)"


def first_line_of(alert: dict[str, Any]) -> str:
    """The same of an alert as it is kept, also of one that this program cannot read."""
    try:
        return first_line(alert_from_json(alert))
    except ValidationError:
        return "(an alert of another version of newsdelta)"
