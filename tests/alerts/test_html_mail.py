"""The HTML of a mail, held to what mail programs show.

No checker of HTML mail was found on PyPI. The rules are those of caniemail.com (data of 2026-05-13, as in the npm
package caniemail 2.0.2) for Gmail, Outlook on Windows and on the web, Apple Mail, Yahoo, Thunderbird and Samsung:
what is listed works in all of them, or is left out by some without harm, as is said beside it.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from html.parser import HTMLParser
from typing import Any

import pytest

from alerts import render_html
from alerts.message import Message
from alerts.render_mail import render
from alerts.view import AlertView, DigestView, FoldView
from settings.limits_alerts import DIGEST_HELD_SHOWN, DIGEST_SHOWN, FOLDED_LISTED

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "h1", "h2", "h3", "hr", "blockquote"),
    *("b", "span", "a", "ul", "li", "img", "code"),
}
"""Not among them: html-semantics (nav, main, time …), html-picture, html-svg, html-form."""
PROPERTIES = {
    "background-color": "all; the shorthand loses parts of it in Yahoo and Outlook",
    "border": "all, up to 8px",
    "border-left": "all, up to 8px; the logical border-inline-start is shown by neither Gmail nor Outlook",
    "border-top": "all",
    "border-radius": "corners are square in Outlook on Windows",
    "color": "all",
    "display": "block only",
    "font-family": "all",
    "font-size": "all, in px",
    "height": "Yahoo makes it the least height",
    "line-height": "all, without a unit",
    "margin": "all, never below 0",
    "max-width": "Outlook on Windows: on tables only; there the table takes the window's width",
    "overflow-wrap": "Gmail and Outlook go by word-break",
    "padding": "all on cells of tables; lists lose theirs in Outlook, which indents them by itself",
    "padding-left": "as padding",
    "text-align": "all for left and center; start falls back to the left that stands before it",
    "word-break": "all but Yahoo",
    "-webkit-text-size-adjust": "iOS; left out elsewhere",
}
PADDED = {"td", "ul", "body"}
ONLY_IN_STYLE = {"color-scheme", "supported-color-schemes", "background", "border-color", "border-top-color"}
GMAIL_CLIPS = 102 * 1024
"""Bytes: Gmail cuts the message after so many and hides the rest behind a link."""
GMAIL_STYLE = 8192
"""Characters: Gmail drops a longer <style>."""
WIDE = 600


class Checked(HTMLParser):
    """Reads a mail and keeps what is wrong with it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.seen: list[str] = []
        self.styles: list[str] = []
        self._in_style = False
        self.feed(page)
        self.close()
        self.faults += self._whole(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.seen.append(tag)
        self._in_style = tag == "style"
        if tag not in TAGS:
            self.faults.append(f"<{tag}> is not shown by all")
        if tag == "style" and "body" in self.seen:
            self.faults.append("<style> outside of <head> is taken out by Gmail")
        if tag == "table" and given.get("role") != "presentation":
            self.faults.append("a table for layout is read out as one")
        if tag == "img":
            self.faults += [f"<img> without {name}" for name in ("alt", "width", "height") if not given.get(name)]
            if not (given.get("src") or "").startswith("cid:"):
                self.faults.append("a picture from elsewhere tells that the mail was read")
        if tag == "a" and not re.match(r"https?://", given.get("href") or ""):
            self.faults.append(f"a link to {given.get('href')!r}")
        for name, value in given.items():
            if name.startswith("on") or name in ("id", "background", "srcset", "loading"):
                self.faults.append(f"<{tag} {name}>")
            if name == "width" and value and value.isdigit() and int(value) > WIDE:
                self.faults.append(f"{value} px wide")
        self.faults += declarations_at_fault(tag, given.get("style") or "")

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.styles.append(data)
            self._in_style = False

    def _whole(self, page: str) -> Iterator[str]:
        if not page.startswith("<!doctype html>"):
            yield "no doctype: quirks mode"
        if not re.search(r'<html lang="[a-z]{2}', page):
            yield "no language"
        if len(page.encode()) >= GMAIL_CLIPS:
            yield f"{len(page.encode()):,} bytes: Gmail clips it"
        if not self.styles or "prefers-color-scheme" not in self.styles[0]:
            yield "nothing for the dark"
        for style in self.styles:
            if len(style) >= GMAIL_STYLE:
                yield "Gmail drops so long a <style>"
            if re.search(r"url\(|@import|@font-face|position|!IMPORTANT", style):
                yield "loads or places something"
            for found in re.finditer(r"([\w-]+)\s*:[^;{}]+;", style):
                if found[1] not in set(PROPERTIES) | ONLY_IN_STYLE:
                    yield f"{found[1]} in <style>"


def declarations_at_fault(tag: str, style: str) -> Iterator[str]:
    for each in filter(None, style.split(";")):
        name, _, value = each.partition(":")
        if name not in PROPERTIES:
            yield f"{name}: {value}"
        if re.search(r"-\d|url\(|rgba?\(|var\(|calc\(|\drem", value):
            yield f"{name}: {value}"
        if name.startswith("padding") and tag not in PADDED and value != "0":
            yield f"padding on <{tag}>: Outlook leaves it out"
        if name == "display" and value != "block":
            yield f"{name}: {value}"
        if name == "max-width" and value.endswith("px") and int(value[:-2]) > WIDE:
            yield f"{value} wide"


def page_of(content: Any) -> str:
    return render_html.render(content, picture_src="cid:x" if isinstance(content, AlertView) else None)


@pytest.mark.parametrize("name", ["alert", "correction", "fold", "digest", "notice"])
def test_every_form(examples: dict[str, Any], name: str) -> None:
    assert Checked(page_of(examples[name])).faults == []


def long_alert(alert: AlertView, number: int) -> AlertView:
    """As long as they come: the 90th percentile of sentences and addresses, and all the changes."""
    sentence = ("The ministry said on Monday that it would look into every claim. " * 4)[:240]
    changes = tuple(replace(each, sentence=sentence, known=sentence) for each in alert.changes)
    address = "https://wire.example/2026/05/04/" + "a-long-address-" * 8 + str(number)
    return replace(
        alert,
        headline=f"{number} {sentence}",
        changes=changes,
        development_id=number,
        article=replace(alert.article, url=address),
    )


def test_the_largest_are_not_clipped(examples: dict[str, Any]) -> None:
    many = tuple(long_alert(examples["alert"], number) for number in range(FOLDED_LISTED))
    assert Checked(page_of(FoldView(many, more=7))).faults == []
    digest: DigestView = examples["digest"]
    held = digest.held * DIGEST_HELD_SHOWN
    assert Checked(page_of(replace(digest, alerts=many[:DIGEST_SHOWN], held=held))).faults == []


def test_the_parts_are_in_order(examples: dict[str, Any]) -> None:
    """RFC 2046, 5.1.4: the plainest first, the best last; the picture belongs to the HTML alone."""
    message = Message("k", examples["alert"], datetime(2026, 5, 4, tzinfo=UTC), ("Ferries",))
    made = render(message, "n@example.org", ("t@example.org",))
    mail = message_from_bytes(made.as_bytes(), policy=email.policy.default)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    assert all(len(line) <= 998 for line in made.as_bytes().splitlines()), "RFC 5322, 2.1.1"


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<script>1</script>", "<script>"),
        ('<img src="https://spy.example/x.png" alt="x" width="1" height="1">', "from elsewhere"),
        ('<p style="border-inline-start:4px solid red">', "border-inline-start"),
        ('<p style="padding:4px">', "padding on <p>"),
        ('<p style="background-color:rgb(0 0 0 / 1)">', "rgb"),
        ('<a href="javascript:1">', "a link to"),
        ('<table width="700">', "700 px"),
        ("<p>" + "x" * GMAIL_CLIPS, "clips"),
    ],
)
def test_the_check_finds(examples: dict[str, Any], page: str, fault: str) -> None:
    good = page_of(examples["notice"])
    faults = Checked(good.replace("</body>", page + "</body>")).faults
    assert any(fault in each for each in faults), faults
