"""Each message as .eml and .html in a folder: to read, to keep, to import."""

from __future__ import annotations

import base64
import re
from datetime import UTC
from pathlib import Path

from alerts import picture, render_html, render_mail
from alerts.channels.files import check_folder, problem, write_atomically
from alerts.inert import inert
from alerts.message import Failed, Message, Sent
from alerts.view import AlertView, first_line
from models.nouns import Problem

SENDER = "newsdelta <newsdelta@localhost>"


class FolderWay:
    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path

    def send(self, message: Message) -> Sent | Failed:
        stem = file_stem(message)
        mail = render_mail.render(message, SENDER, ("you <you@localhost>",))
        image = picture.coverage(message.content.coverage) if isinstance(message.content, AlertView) else None
        source = f"data:image/png;base64,{base64.b64encode(image).decode()}" if image else None
        page = render_html.render(message.content, message.zone, source)
        try:
            write_atomically(self.path / f"{stem}.html", page.encode())
            write_atomically(self.path / f"{stem}.eml", mail.as_bytes())
        except OSError as error:
            return Failed(problem(error, self.path))
        return Sent(render_mail.message_id(message.key, SENDER), place=stem)

    def check(self) -> Problem | None:
        return check_folder(self.path)


def file_stem(message: Message) -> str:
    """'2026-05-03-1405-toll-rises-to-11-a1b2c3d4': by time, readable, the same for every attempt."""
    words = re.sub(r"[^a-z0-9]+", "-", inert(first_line(message.content)).casefold()).strip("-")
    return f"{message.at.astimezone(UTC):%Y-%m-%d-%H%M}-{words[:48].strip('-') or 'alert'}-{message.key[:8]}"
