"""Messages as plain text: for the terminal, the text part of a mail, and every channel through Apprise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from alerts import say
from alerts.inert import inert, link
from alerts.view import AlertView, Content, DigestView, FoldView, NoticeView, first_line


def render(content: Content, zone: ZoneInfo = say.UTC) -> str:
    """The message as lines of text; the first one is `first_line`. Ends without a line break."""
    match content:
        case AlertView():
            lines = _alert(content, zone)
        case FoldView():
            lines = _fold(content, zone)
        case DigestView():
            lines = _digest(content)
        case NoticeView():
            lines = _notice(content)
    return "\n".join(lines)


def _alert(view: AlertView, zone: ZoneInfo) -> Iterator[str]:
    yield first_line(view)
    yield ""
    event = say.event(view)
    if event:
        yield event
        yield ""
    corrected = say.corrected(view)
    if corrected:
        yield corrected
        yield ""
    yield from _changes(view, zone)
    yield say.reporters(view)
    witnesses, more = say.shown(view.witnesses)
    for witness in witnesses:
        address = link(witness.url)
        yield f"  · {say.called(witness)}, {say.moment(witness.at, zone)}" + (
            f": {address}" if address else ""
        )
    if more:
        yield f"  · and {more:,} more"
    yield say.running(view, zone)
    yield f"  {say.title(view.story)}"
    yield ""
    address = link(view.article.url)
    yield f"Read: {say.title(view.article.title)}"
    if address:
        yield f"  {address}"
    yield f"  {say.source_line(view.article)}, {say.moment(view.article.at, zone)}"
    for name, target in view.links:
        yield f"{inert(name)}: {target}"
    yield ""
    yield say.watch(view)
    if view.heard:
        yield inert(view.heard)


def _changes(view: AlertView, zone: ZoneInfo) -> Iterator[str]:
    for change in view.changes:
        yield f"{say.change_label(change)}:"
        yield f"  “{say.quoted(change.sentence)}”"
        if change.known:
            yield f"{say.known_label(change, zone)}:"
            yield f"  “{say.quoted(change.known)}”"
        yield ""


def _fold(view: FoldView, zone: ZoneInfo) -> Iterator[str]:
    yield first_line(view)
    for alert in view.full:
        yield ""
        yield from _entry(alert, zone)
        yield f"  {say.watch(alert)}"
        for name, target in say.foremost(alert):
            yield f"  {inert(name)}: {target}"
    if view.listed:
        yield ""
    for alert in view.listed:
        address = link(alert.article.url)
        yield f"· {say.headline(alert)}" + (f" {address}" if address else "")
    yield from _rest(view.more, view.alerts[0].links)


def _rest(more: int, links: Sequence[tuple[str, str]]) -> Iterator[str]:
    if more:
        text, address = say.rest(more, links)
        yield ""
        yield f"{text}: {address}" if address else text


def _entry(alert: AlertView, zone: ZoneInfo) -> Iterator[str]:
    yield f"— {say.headline(alert)}"
    for change in say.telling(alert):
        yield f"  {say.change_label(change)}: “{say.quoted(change.sentence)}”"
        if change.known:
            yield f"  {say.known_label(change, zone)}: “{say.quoted(change.known)}”"
    yield f"  {say.reporters(alert)} {say.source_line(alert.article)}, {say.moment(alert.at, zone)}"
    address = link(alert.article.url)
    if address:
        yield f"  {address}"


def _digest(view: DigestView) -> Iterator[str]:
    zone = ZoneInfo(view.zone)
    yield first_line(view)
    yield ""
    yield f"From {say.moment(view.since, zone)} to {say.moment(view.until, zone)}."
    story = 0
    for alert in view.alerts:
        if alert.story_id != story:
            story = alert.story_id
            yield ""
            yield f"## {say.title(alert.story)}"
            yield f"   {say.running(alert, zone)}"
        yield from _entry(alert, zone)
        if alert.development_id not in view.fresh:
            yield "  (already sent by itself)"
    yield from _rest(view.more, view.links)
    if view.held:
        yield ""
        yield "Held back:"
        for held in view.held:
            yield f"  · {say.title(held.headline)} ({inert(held.why)})"
    yield ""
    yield inert(view.heard)
    for name, target in view.links:
        yield f"{inert(name)}: {target}"


def _notice(view: NoticeView) -> Iterator[str]:
    yield first_line(view)
    yield ""
    for line in view.lines:
        yield inert(line)
    if view.link and link(view.link):
        yield view.link
