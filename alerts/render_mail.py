"""Messages as mail (RFC 5322): text and HTML, in the story's thread, whatever a headline may hold."""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Literal

from alerts import picture, render_html, render_text
from alerts.inert import cut, inert, plain
from alerts.message import Message, keyed
from alerts.view import AlertView, DigestView, first_line
from settings.limits_alerts import FIRST_LINE
from settings.words import bare


class _Folding(EmailPolicy):
    """As the standard library folds, but for a Subject with letters beyond ASCII: of two encoded words side by side it
    drops the blank between (Python 3.11.7), and "developments. „Aurelia”" arrived as "developments.„Aurelia”"."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        folded = Header(str(value), "utf-8", maxlinelen=75, header_name=name)  # and a blank before it
        return f"{name}: {folded.encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        subject = name.lower() == "subject" and not str(value).isascii()
        return self.fold(name, value).encode("ascii") if subject else super().fold_binary(name, value)


_POLICY = _Folding(linesep="\r\n", max_line_length=76, cte_type="7bit")


def message_id(key: str, sender: str) -> str:
    """'<key@domain of the sender>': the same for every attempt, so that a mailbox can tell a second one."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{key}@{domain if re.fullmatch(r'[A-Za-z0-9.-]+', domain) else 'newsdelta.invalid'}>"


def header(text: str) -> str:
    """Text for a header: one line, and no encoded word in it that a parser would decode (CVE-2024-6923)."""
    return plain(text).replace("=?", "= ?").replace("?=", "? =")


def render(
    message: Message, sender: str, to: tuple[str, ...], subject: Literal["news", "story"] = "news"
) -> EmailMessage:
    """The mail. Text and HTML parts say the same; the picture of coverage is inside. `subject`: what is new, or, of an
    alert, its story's headline, with which mail programs that go by the subject keep a thread together."""
    content = message.content
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _address(sender)
    mail["To"] = tuple(_address(each) for each in to)
    mail["Subject"] = header(_of_story(message) if subject == "story" else first_line(content))
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message_id(message.key, sender)
    if message.thread:
        mail["In-Reply-To"] = _reference(message.thread.last)
        references = dict.fromkeys((_reference(message.thread.root), _reference(message.thread.last)))
        mail["References"] = " ".join(references)
    mail["List-Id"] = _list_id(message.watches, sender)
    unsubscribe = _unsubscribe(message)
    mail["List-Unsubscribe"] = ", ".join(
        f"<{each}>" for each in (unsubscribe, f"mailto:{parseaddr(sender)[1]}?subject=unsubscribe") if each
    )
    mail["Auto-Submitted"] = "auto-generated"
    mail["Precedence"] = "list"
    mail["X-Newsdelta-Key"] = message.key
    mail.set_content(render_text.render(content, message.zone) + "\n", cte="quoted-printable")
    image = picture.coverage(content.coverage) if isinstance(content, AlertView) else None
    source = f"cid:{render_html.PICTURE_CID}" if image else None
    mail.add_alternative(
        render_html.render(content, message.zone, source), subtype="html", cte="quoted-printable"
    )
    if image:
        html = mail.get_payload()[1]  # type: ignore[index]
        html.add_related(  # type: ignore[union-attr]
            image,
            "image",
            "png",
            cid=f"<{render_html.PICTURE_CID}>",
            disposition="inline",
            filename="coverage.png",
        )
    return mail


def _of_story(message: Message) -> str:
    """The story's headline, the same in each answer; of what is no single alert its first line."""
    if not isinstance(message.content, AlertView):
        return first_line(message.content)
    return ("Re: " if message.thread else "") + cut(inert(message.content.story), FIRST_LINE)


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    user, _, domain = address.rpartition("@")
    return Address(header(name), user, domain)


def _reference(text: str) -> str:
    """A Message-ID from the database, as it may stand in a header."""
    return re.sub(r"[^\x21-\x7e]", "", text)[:200]


def _list_id(watches: tuple[str, ...], sender: str) -> str:
    watch = watches[0] if watches else "newsdelta"
    label = re.sub(r"[^a-z0-9]+", "-", bare(watch).casefold()).strip("-")[:60] or "watch"
    if not bare(watch).isascii():  # its letters are not all in the label, as another watch's may not be
        label += f"-{keyed('list', watch)[:6]}"
    domain = message_id("x", sender)[3:-1]
    return f"<{label}.newsdelta.{domain}>"


def _unsubscribe(message: Message) -> str | None:
    if isinstance(message.content, AlertView | DigestView):
        for name, target in message.content.links:
            if name in ("Mute", "Mute this story", "Watch"):
                return target
    return None
