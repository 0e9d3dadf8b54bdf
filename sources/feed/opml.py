"""OPML 2.0 in and out: lists of feeds as other readers keep them. Pure strings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from models.errors import InputError
from settings import limits_sources as limits
from sources import plain


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    name: str
    site: str | None = None
    folder: str = ""
    """The folders that it lies in, joined by '/'."""


def parse(text: str | bytes, where: str = "the OPML file") -> tuple[Outline, ...]:
    """The feeds of an OPML document, each address once. Raises InputError when it is none, or no reader's."""
    if len(text) > limits.OPML_BYTES:
        raise InputError(f"{where}: it is larger than {limits.OPML_BYTES // 2**20} MiB, and no list of feeds is.")
    try:
        root = fromstring(text)
    except DefusedXmlException as e:
        raise InputError(f"{where}: it defines entities of its own, as attacks do; it is not read.") from e
    except (ElementTree.ParseError, ValueError) as e:
        raise InputError(f"{where}: it is not well-formed XML ({e}); export it again from the reader.") from e
    body = root.find("body")
    if root.tag.lower() != "opml" or body is None:
        raise InputError(f"{where}: it is XML, but not OPML with a body; export it again from the reader.")
    found: dict[str, Outline] = {}
    waiting = [(child, "") for child in reversed(body)]
    while waiting:
        node, folder = waiting.pop()
        said = {k.lower(): plain.one_line(v) for k, v in node.attrib.items()}
        name = said.get("title") or said.get("text") or ""
        if url := said.get("xmlurl"):
            outline = Outline(
                url, name or url, said.get("htmlurl") or None, folder or said.get("category", "").strip("/")
            )
            found.setdefault(url, outline)
        inside = f"{folder}/{name}".strip("/")[: limits.FOLDER_CHARS] if not url else folder
        waiting += [(child, inside) for child in reversed(node)]
    return tuple(found.values())


def render(feeds: Iterable[Outline], title: str = "newsdelta") -> str:
    """An OPML 2.0 document that holds the feeds, in their folders."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = title
    body = ElementTree.SubElement(root, "body")
    folders: dict[str, ElementTree.Element] = {"": body}
    for feed in feeds:
        path = ""
        for name in filter(None, feed.folder.split("/")):
            inside, path = folders[path], f"{path}/{name}".strip("/")
            if path not in folders:
                folders[path] = ElementTree.SubElement(inside, "outline", text=name, title=name)
        said = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url}
        ElementTree.SubElement(folders[path], "outline", said | ({"htmlUrl": feed.site} if feed.site else {}))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
