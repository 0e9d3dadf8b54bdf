"""Everything that Apprise reaches: Teams, Discord, Telegram, Matrix, SMS, desktop ..."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from alerts import render_text
from alerts.message import Failed, Message, Sent
from alerts.view import first_line
from models.errors import SettingsError
from models.nouns import Problem
from settings.schema import AppriseChannel

if TYPE_CHECKING:
    import apprise


class AppriseWay:
    def __init__(self, setting: AppriseChannel) -> None:
        self.name = setting.name
        self._setting = setting

    def send(self, message: Message) -> Sent | Failed:
        service = self._service()
        if isinstance(service, Problem):
            return Failed(service)
        text = render_text.render(message.content, message.zone)
        body = text.partition("\n")[2].strip() or text
        from apprise import NotifyFormat

        if service.notify(body, title=first_line(message.content), body_format=NotifyFormat.TEXT):
            return Sent(message.key)
        # Apprise says yes or no, not why: a service that is down cannot be told from one that refuses.
        return Failed(Problem("apprise", "the service did not take the message"), maybe_sent=False)

    def check(self) -> Problem | None:
        service = self._service()
        return service if isinstance(service, Problem) else None

    def _service(self) -> apprise.Apprise | Problem:
        # Imported here: Apprise loads some 120 plugins. Its loggers show addresses, and with them secrets.
        import apprise

        for name in ("apprise", "apprise.plugins"):
            logging.getLogger(name).disabled = True
        try:
            url = self._setting.url.reveal()
        except SettingsError as error:
            return Problem("secret", str(error))
        service = apprise.Apprise()
        if not service.add(url):
            return Problem(
                "address", f"{self._setting.url} does not hold an address that Apprise knows", False
            )
        return service
