"""Everything that Apprise reaches: Teams, Discord, Telegram, Matrix, SMS, desktop ..."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts import render_text
from alerts.channels.hush import hushed
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

        with hushed():
            taken = service.notify(body, title=first_line(message.content), body_format=NotifyFormat.TEXT)
        if taken:
            return Sent(message.key)
        # Apprise says yes or no, not why: a service that is down cannot be told from one that refuses.
        return Failed(Problem("apprise", "the service did not take the message"), maybe_sent=False)

    def check(self) -> Problem | None:
        service = self._service()
        return service if isinstance(service, Problem) else None

    def _service(self) -> apprise.Apprise | Problem:
        import apprise  # here, since it loads some 120 plugins

        try:
            url = self._setting.url.reveal()
        except SettingsError as error:
            return Problem("secret", str(error))
        service = apprise.Apprise()
        with hushed():
            known = service.add(url)
        if not known:
            return Problem(
                "address", f"{self._setting.url} does not hold an address that Apprise knows", False
            )
        return service
