"""Alerts printed where newsdelta runs."""

from __future__ import annotations

from collections.abc import Callable

from alerts import render_text
from alerts.message import Failed, Message, Sent
from models.nouns import Problem

RULE = "─" * 72


class TerminalWay:
    def __init__(self, name: str, print_line: Callable[[str], None]) -> None:
        self.name = name
        self._print = print_line

    def send(self, message: Message) -> Sent | Failed:
        try:
            self._print(f"{RULE}\n{render_text.render(message.content, message.zone)}\n")
        except (OSError, UnicodeEncodeError) as error:
            return Failed(Problem("terminal", f"cannot print: {error.__class__.__name__}", retry=True))
        return Sent(message.key)

    def check(self) -> Problem | None:
        return None
