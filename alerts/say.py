"""The sentences that every rendering of an alert shares. All of them inert; none of them markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.inert import cut, inert
from alerts.view import AlertView, Change, Source, Witness, mark, said
from models.text.credits import undated
from settings.limits_alerts import SENTENCE_SHOWN, TITLE_SHOWN, WITNESSES_SHOWN

UTC = ZoneInfo("UTC")


def day(at: datetime, zone: ZoneInfo = UTC) -> str:
    """'3 May 2026'."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y}"


def moment(at: datetime, zone: ZoneInfo = UTC) -> str:
    """'3 May 2026, 14:05 UTC'."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M} {local:%Z}"


def span(time: timedelta) -> str:
    """'3 hours', '2 days': in the largest unit that is at least one."""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 60:
        return count(minutes, "minute")
    return count(minutes // 60, "hour") if minutes < 2 * 24 * 60 else count(minutes // (24 * 60), "day")


def quoted(sentence: str) -> str:
    """A sentence as evidence, without an agency's dateline: who says so stands beside it."""
    return cut(inert(undated(sentence)), SENTENCE_SHOWN)


def title(text: str) -> str:
    return cut(inert(text), TITLE_SHOWN) or "(no title)"


def value(text: str | None) -> str:
    return cut(inert(text or ""), 80)


def headline(view: AlertView) -> str:
    """What is new, at more length than the first line of a message has."""
    return mark(view) + title(said(view))


def watch(view: AlertView) -> str:
    """'Watch: Ferries. Why: words: ferry.'"""
    return f"Watch: {inert(view.watch)}." + (f" Why: {inert(view.why)}." if view.why else "")


def foremost(view: AlertView) -> tuple[tuple[str, str], ...]:
    """The links of an alert that shares its message with others: its story's page, and not to hear of it again."""
    return tuple((name, target) for name, target in view.links if name in ("Story", "Mute"))


def rest(more: int, links: Sequence[tuple[str, str]]) -> tuple[str, str | None]:
    """'And 3 more', with where they are listed: an address beside that of a story's or a watch's page, if there is
    one, else a command in the text."""
    for _, target in links:
        root = re.match(r"(.+)/(?:stories|watches|alerts)/[^/]+$", target)
        if root:
            return f"And {more:,} more", f"{root[1]}/alerts"
    return f"And {more:,} more; `newsdelta alerts` lists them.", None


def telling(view: AlertView) -> tuple[Change, ...]:
    """The change that a short rendering quotes: none when its headline says as much."""
    first = view.changes[:1]
    if first and not first[0].known and inert(first[0].sentence) == inert(view.headline):
        return ()
    return first


def change_label(change: Change) -> str:
    """'New', or 'Changed: 8 → 11'."""
    if not change.changed:
        return "New"
    if change.old and change.new:
        return f"Changed: {value(change.old)} → {value(change.new)}"
    return "Changed"


def known_label(change: Change, zone: ZoneInfo) -> str:
    """'Nearest known before, Kurier, 3 May 2026'."""
    source = change.known_from
    if source is None:
        return "Nearest known before"
    if change.same_page:
        return f"This page said before, {day(source.at, zone)}"
    return f"Nearest known before, {called(source)}, {day(source.at, zone)}"


def known_address(change: Change) -> str | None:
    """Where the known sentence can be read; a page that was changed no longer holds it."""
    return change.known_from.url if change.known_from and not change.same_page else None


def source_line(source: Source) -> str:
    name, site = called(source), inert(source.site)
    return name if not site or _name(source).casefold() == site.casefold() else f"{name} ({site})"


def called(source: Source | Witness) -> str:
    """The outlet by the name that a reader knows. One that is written from right to left is isolated (Unicode Annex 9,
    2.4), or it would turn the date beside it."""
    name = _name(source)
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def _name(source: Source | Witness) -> str:
    return inert(source.name or source.publisher or source.site)


def shown(witnesses: Sequence[Witness]) -> tuple[Sequence[Witness], int]:
    """Those that are listed, and how many more there are."""
    return witnesses[:WITNESSES_SHOWN], max(0, len(witnesses) - WITNESSES_SHOWN)


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 story', '2 stories'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reporters(view: AlertView) -> str:
    """'Reported by 3 independent publishers; 4 copies are not counted.'"""
    line = f"Reported by {count(max(1, len(view.witnesses)), 'independent publisher')}"
    if view.copies:
        line += f"; {count(view.copies, 'copy', 'copies')} of the same text not counted"
    return line + "."


def running(view: AlertView, zone: ZoneInfo) -> str:
    """'Story since 3 May 2026 (17 days): 24 articles by 6 independent publishers.'"""
    days = max(0, (view.at - view.since).days)
    age = f" ({count(days, 'day')})" if days else ""
    size = f"{count(view.articles, 'article')} by {count(view.publishers, 'independent publisher')}"
    return f"Story since {day(view.since, zone)}{age}: {size}."


def event(view: AlertView) -> str | None:
    """What kind of event this is, where that is not plain."""
    match view.kind:
        case "first":
            return "First report of a new story."
        case "wake":
            asleep = _asleep(view)
            return f"The story was asleep for {asleep} and woke today." if asleep else "The story had slept."
        case "correction":
            if view.edited:
                return "The page was changed and does not say so; what it said before is below."
            return "This corrects what was reported before."
        case "confirmed":
            return "A second independent publisher now reports this."
        case "burst":
            return "Far more publishers report on this story than it is used to."
        case "development" if view.edited:
            return "A page that was read before has changed."
    return None


def _asleep(view: AlertView) -> str | None:
    for name, number in view.details:
        if "asleep" in name and isinstance(number, int | float):
            return count(round(number), "day")
    return None


def corrected(view: AlertView) -> str | None:
    """What an earlier alert said that this one corrects."""
    return f"Told before: “{quoted(view.corrects)}”" if view.corrects else None
