"""newsdelta's own Atom feed of developments (RFC 4287), one a watch, with ids that never change."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from alerts import render_html, say
from alerts.channels.files import check_folder, problem, write_atomically
from alerts.inert import link, plain
from alerts.message import Failed, Message, Sent, keyed
from alerts.view import AlertView, DigestView, FoldView, NoticeView, first_line
from models.nouns import Problem
from settings.limits_alerts import ATOM_ENTRIES

NS = "http://www.w3.org/2005/Atom"
ET.register_namespace("", NS)


class AtomWay:
    def __init__(self, name: str, path: Path, web_url: str | None = None) -> None:
        self.name = name
        self.path = path
        self._web_url = web_url

    def send(self, message: Message) -> Sent | Failed:
        try:
            for watch in message.watches or ("newsdelta",):
                file = self.path / file_name(watch)
                write_atomically(file, add(_read(file), message, watch))
        except OSError as error:
            return Failed(problem(error, self.path))
        return Sent(message.key)

    def check(self) -> Problem | None:
        return check_folder(self.path)


def file_name(watch: str) -> str:
    """'earthquakes-1a2b3c.xml': two watches never share a file, whatever their names."""
    words = re.sub(r"[^a-z0-9]+", "-", watch.casefold()).strip("-")[:60]
    return f"{words or 'watch'}-{keyed('atom', watch)[:6]}.xml"


def add(before: bytes | None, message: Message, watch: str) -> bytes:
    """The feed with the message's entries put in front; an entry that is there already is replaced."""
    old = _entries(before)
    new = entries(message, watch)
    ids = {entry.findtext(f"{{{NS}}}id") for entry in new}
    kept = [entry for entry in old if entry.findtext(f"{{{NS}}}id") not in ids]
    feed = ET.Element(f"{{{NS}}}feed")
    _text(feed, "id", f"urn:newsdelta:watch:{keyed('atom', watch)}")
    _text(feed, "title", f"newsdelta: {plain(watch)}")
    _text(feed, "updated", message.at.isoformat())
    _text(ET.SubElement(feed, f"{{{NS}}}author"), "name", "newsdelta")
    feed.extend([*new, *kept][:ATOM_ENTRIES])
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def entries(message: Message, watch: str) -> list[ET.Element]:
    match message.content:
        case AlertView() as view:
            views = [view]
        case FoldView(alerts):
            views = list(reversed(alerts))
        case DigestView(alerts=alerts, fresh=fresh):
            views = [view for view in alerts if view.development_id in fresh]
        case NoticeView():
            return [_entry(message, keyed("notice", message.key), None)]
    return [_entry(message, keyed("development", str(view.development_id), watch), view) for view in views]


def _entry(message: Message, identity: str, view: AlertView | None) -> ET.Element:
    content = view or message.content
    entry = ET.Element(f"{{{NS}}}entry")
    _text(entry, "id", f"urn:newsdelta:development:{identity}")
    _text(entry, "title", first_line(content))
    _text(entry, "updated", (view.at if view else message.at).isoformat())
    if view:
        address = link(view.article.url)
        if address:
            ET.SubElement(entry, f"{{{NS}}}link", {"rel": "alternate", "href": address})
        _text(ET.SubElement(entry, f"{{{NS}}}author"), "name", say.called(view.article) or "newsdelta")
    _text(entry, "content", render_html.render(content, message.zone)).set("type", "html")
    return entry


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{NS}}}{name}")
    child.text = text
    return child


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _entries(before: bytes | None) -> list[ET.Element]:
    if not before:
        return []
    try:
        return list(ET.fromstring(before).iter(f"{{{NS}}}entry"))  # noqa: S314  our own file
    except ET.ParseError:
        return []
