"""Everything that Apprise reaches: Teams, Discord, Telegram, Matrix, SMS, desktop ..."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from alerts import render_text
from alerts.channels.apprise_process import NO_ADDRESS, NOT_TAKEN, TAKEN
from alerts.message import Failed, Message, Sent
from alerts.view import first_line
from models.errors import SettingsError
from models.nouns import Problem
from settings.limits_alerts import SEND_DEADLINE_S
from settings.schema import AppriseChannel

# -P: the folder of that file holds modules of ours by names that libraries have as well
_COMMAND = (sys.executable, "-P", str(Path(__file__).with_name("apprise_process.py")))


class AppriseWay:
    def __init__(self, setting: AppriseChannel, deadline_s: float = SEND_DEADLINE_S) -> None:
        self.name = setting.name
        self._setting = setting
        self._deadline_s = deadline_s

    def send(self, message: Message) -> Sent | Failed:
        text = render_text.render(message.content, message.zone)
        body = text.partition("\n")[2].strip() or text
        return self._ask(first_line(message.content), body) or Sent(message.key)

    def check(self) -> Problem | None:
        failed = self._ask(None, "")
        return failed.problem if failed else None

    def _ask(self, title: str | None, body: str) -> Failed | None:
        try:
            url = self._setting.url.reveal()
        except SettingsError as error:
            return Failed(Problem("secret", str(error)))
        asked = {"url": url, "title": title, "body": body, "seconds": self._deadline_s}
        status = _status(json.dumps(asked).encode(), self._deadline_s)
        if status == TAKEN:
            return None
        if status == NO_ADDRESS:
            text = f"{self._setting.url} does not hold an address that Apprise knows"
            return Failed(Problem("address", text, retry=False))
        if status == NOT_TAKEN:
            # Apprise says yes or no, not why: a service that is down cannot be told from one that refuses.
            return Failed(Problem("apprise", "the service did not take the message"))
        if status is None:
            return Failed(Problem("timeout", "the service did not answer in time"), maybe_sent=True)
        return Failed(Problem("apprise-died", f"Apprise broke off (status {status})"), maybe_sent=True)


def _status(asked: bytes, seconds: float) -> int | None:
    """What the process came to; None when its time was over."""
    try:
        done = subprocess.run(  # noqa: S603  our own file
            _COMMAND, input=asked, timeout=seconds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode == -signal.SIGALRM else done.returncode
