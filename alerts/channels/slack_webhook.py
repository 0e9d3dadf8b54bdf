"""Slack's incoming webhook: no token and no threads."""

from __future__ import annotations

import json

from alerts import render_slack
from alerts.channels.post import post, reach
from alerts.inert import link
from alerts.message import Failed, Message, Sent
from models.errors import SettingsError
from models.nouns import Problem
from settings.limits_alerts import SEND_DEADLINE_S, SEND_TIMEOUT_S
from settings.schema import SlackWebhookChannel

_SAID = {
    *("action_prohibited", "channel_is_archived", "channel_not_found", "posting_to_general_channel_denied"),
    *("invalid_blocks", "invalid_payload", "invalid_token", "no_active_hooks", "no_service", "no_service_id"),
    *("no_team", "no_text", "team_disabled", "user_not_found"),
}
"""What Slack's webhooks answer. Other words are not repeated: they may hold the address, which is the secret."""


class SlackWebhookWay:
    def __init__(
        self,
        setting: SlackWebhookChannel,
        timeout_s: float = SEND_TIMEOUT_S,
        deadline_s: float = SEND_DEADLINE_S,
    ) -> None:
        self.name = setting.name
        self._setting = setting
        self._timeout_s, self._deadline_s = timeout_s, deadline_s

    def send(self, message: Message) -> Sent | Failed:
        try:
            url = self._setting.url.reveal()
        except SettingsError as error:
            return Failed(Problem("secret", str(error), retry=True))
        body = json.dumps(
            {
                "text": render_slack.fallback(message.content),
                "blocks": render_slack.render(message),
                "unfurl_links": False,
                "unfurl_media": False,
            }
        ).encode()
        headers = {"Content-Type": "application/json"}
        limits = self._timeout_s, self._deadline_s
        answer = post(url, body, headers, "Slack's webhook", *limits, quote=_SAID, taken=b"ok")
        return answer or Sent(message.key)

    def check(self) -> Problem | None:
        """A webhook cannot be asked without posting: only whether somebody answers at its address."""
        try:
            url = self._setting.url.reveal()
        except SettingsError as error:
            return Problem("secret", str(error))
        if not link(url):
            return Problem("address", f"{self._setting.url} does not hold an http(s) address", False)
        return reach(url, "Slack's webhook", self._timeout_s)
