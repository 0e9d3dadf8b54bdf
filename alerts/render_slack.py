"""Messages as Slack blocks. What strangers wrote stands in rich text, which Slack does not read for markup,
mentions or links; only our own words and checked addresses stand elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from alerts import say
from alerts.inert import cut, inert, link
from alerts.message import Message
from alerts.view import AlertView, Change, Content, DigestView, FoldView, NoticeView, first_line
from settings.limits_alerts import SLACK_BLOCKS, SLACK_FALLBACK, SLACK_HEADER, SLACK_TEXT

Block = dict[str, Any]

_LINE: Block = {"type": "divider"}
_AROUND_STORIES = 7
"""Blocks of a digest beside its stories: two above, what more there is, what was held back and a line, the page, the
feeds."""


def fallback(content: Content) -> str:
    """The text of a notification, with Slack's three control characters escaped."""
    return cut(escape(first_line(content)), SLACK_FALLBACK)


def escape(text: str) -> str:
    """As Slack asks: https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def render(message: Message, zone: ZoneInfo | None = None) -> list[Block]:
    """At most 50 blocks, each within Slack's limits."""
    zone = zone or message.zone
    content = message.content
    match content:
        case AlertView():
            blocks = _alert(content, zone)
        case FoldView():
            blocks = [_header(first_line(content))]
            for alert in content.full:
                blocks += [_rich([*_short(alert, zone), _section(_for_whom(alert))]), _LINE]
            if content.listed:
                lines = [_link(alert.article.url, f"· {say.headline(alert)}\n") for alert in content.listed]
                blocks.append(_rich([_section(lines)]))
            if content.more:
                blocks.append(_rest(content.more, content.alerts[0].links))
        case DigestView():
            blocks = _digest(content)
        case NoticeView():
            said = "\n".join(inert(line) for line in content.lines)
            page = [_text("\n"), _link(content.link, content.link)] if content.link else []
            blocks = [_header(first_line(content)), _rich([_section([_text(said or " "), *page])])]
    return [block for block in blocks if block.get("elements", True)]  # Slack refuses one that is empty


def _alert(view: AlertView, zone: ZoneInfo) -> list[Block]:
    blocks = [_header(say.headline(view))]
    event, corrected = say.event(view), say.corrected(view)
    if event or corrected:
        blocks.append(_rich([_section([_text(" ".join(filter(None, (event, corrected))))])]))
    blocks += [_rich(_change(change, zone)) for change in view.changes]
    evidence = [_text(say.reporters(view) + " ", bold=True)]
    witnesses, more = say.shown(view.witnesses)
    for index, witness in enumerate(witnesses):
        evidence += [_text(", " if index else ""), _link(witness.url, say.called(witness))]
    if more:
        evidence.append(_text(f" and {more:,} more"))
    evidence += [_text("\n" + say.running(view, zone) + " "), _text(say.title(view.story), italic=True)]
    evidence += [_text("\nRead: "), _link(view.article.url, say.title(view.article.title))]
    evidence.append(_text(f", {say.source_line(view.article)}, {say.moment(view.article.at, zone)}"))
    blocks.append(_rich([_section(evidence)]))
    if view.links:
        blocks.append(
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": cut(inert(name), 75), "emoji": False},
                        "url": target,
                        "action_id": f"link-{index}",
                    }
                    for index, (name, target) in enumerate(view.links[:25])
                    if link(target)
                ],
            }
        )
    blocks.append(_context(say.watch(view), *([inert(view.heard)] if view.heard else [])))
    return blocks


def _change(change: Change, zone: ZoneInfo) -> list[Block]:
    elements = [_section([_text(say.change_label(change), bold=True)]), _quote(say.quoted(change.sentence))]
    if change.known:
        label = _link(say.known_address(change), say.known_label(change, zone))
        elements += [_section([label]), _quote(say.quoted(change.known))]
    return elements


def _short(alert: AlertView, zone: ZoneInfo, told: bool = False) -> list[Block]:
    elements = [_section([_link(alert.article.url, say.headline(alert), bold=True)])]
    for change in say.telling(alert):
        if change.changed:
            elements.append(_section([_text(say.change_label(change))]))
        elements.append(_quote(say.quoted(change.sentence)))
    about = f"{say.reporters(alert)} {say.source_line(alert.article)}, {say.moment(alert.at, zone)}"
    return [*elements, _section([_text(about + (" · already sent by itself" if told else ""))])]


def _for_whom(alert: AlertView) -> list[Block]:
    return [_text(say.watch(alert)), *_offered(say.foremost(alert))]


def _offered(links: Sequence[tuple[str, str]]) -> list[Block]:
    return [part for name, target in links for part in (_text(" · "), _link(target, inert(name)))]


def _digest(view: DigestView) -> list[Block]:
    zone = ZoneInfo(view.zone)
    blocks = [
        _header(first_line(view)),
        _context(f"{say.moment(view.since, zone)} to {say.moment(view.until, zone)}"),
    ]
    stories = [list(group) for _, group in groupby(view.alerts, lambda alert: alert.story_id)]
    # Lines between them while there is room for all: of 40 stories 17 would be left out.
    between = [_LINE] if 2 * len(stories) + _AROUND_STORIES <= SLACK_BLOCKS else []
    for alerts in stories:
        elements = [
            _section([_text(say.title(alerts[0].story), bold=True), _text("\n" + say.running(alerts[0], zone))])
        ]
        for alert in alerts:
            elements += _short(alert, zone, alert.development_id not in view.fresh)
        blocks += [*between, _rich(elements)]
    if view.more:
        blocks.append(_rest(view.more, view.links))
    if view.held:
        lines = [_text("Held back\n", bold=True)]
        for held in view.held:
            lines += [_text("· "), _link(held.url, say.title(held.headline)), _text(f" ({inert(held.why)})\n")]
        blocks += [_LINE, _rich([_section(lines)])]
    pages = [_rich([_section(_offered(view.links)[1:])])] if view.links else []
    return [*blocks, *pages, _context(inert(view.heard))]


def _rest(more: int, links: Sequence[tuple[str, str]]) -> Block:
    text, address = say.rest(more, links)
    return _rich([_section([_link(address, text)])])


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, SLACK_HEADER), "emoji": False}}


def _context(*texts: str) -> Block:
    # plain_text: Slack reads no markup in it
    elements = [
        {"type": "plain_text", "text": cut(text, SLACK_TEXT), "emoji": False} for text in texts if text
    ]
    return {"type": "context", "elements": elements}


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": [each for each in elements if each.get("text") != ""]}


def _quote(text: str) -> Block:
    return {"type": "rich_text_quote", "elements": [_text(text)]}


def _text(text: str, bold: bool = False, italic: bool = False) -> Block:
    element: Block = {"type": "text", "text": cut(text, SLACK_TEXT)}
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return element | ({"style": style} if style else {})


def _link(address: str | None, text: str, bold: bool = False) -> Block:
    address = link(address)
    if not address:
        return _text(text, bold=bold)
    element: Block = {"type": "link", "url": address, "text": cut(text, SLACK_TEXT)}
    return element | ({"style": {"bold": True}} if bold else {})
