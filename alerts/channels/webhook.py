"""JSON by POST to any address, signed. docs/alerts.md describes the schema; `SCHEMA` is its version.

The signature is HMAC-SHA256 over 'timestamp.body', as 't=<seconds>,v1=<hex>' in Newsdelta-Signature, so that
what was caught once cannot be played again later.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from alerts import render_text
from alerts.channels.post import at, post, reach
from alerts.message import Failed, Message, Sent
from alerts.view import AlertView, DigestView, FoldView, NoticeView, first_line, to_json
from models.errors import SettingsError
from models.nouns import Problem
from settings.limits_alerts import SEND_DEADLINE_S, SEND_TIMEOUT_S
from settings.schema import WebhookChannel

SCHEMA = "newsdelta/1"
_KINDS = {AlertView: "alert", FoldView: "alerts", DigestView: "digest", NoticeView: "notice"}


class WebhookWay:
    def __init__(
        self,
        setting: WebhookChannel,
        timeout_s: float = SEND_TIMEOUT_S,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        deadline_s: float = SEND_DEADLINE_S,
    ) -> None:
        self.name = setting.name
        self._setting = setting
        self._timeout_s, self._deadline_s = timeout_s, deadline_s
        self._clock = clock

    def send(self, message: Message) -> Sent | Failed:
        body = payload(message)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "newsdelta",
            "Idempotency-Key": message.key,
        }
        secret = ""
        if self._setting.secret is not None:
            try:
                secret = self._setting.secret.reveal()
                headers["Newsdelta-Signature"] = sign(body, secret, self._clock())
            except SettingsError as error:
                return Failed(Problem("secret", str(error), retry=True))
        url, called = self._setting.url, self._called()
        answer = post(url, body, headers, called, self._timeout_s, self._deadline_s, secret=secret)
        return answer or Sent(message.key)

    def check(self) -> Problem | None:
        """Whether somebody answers at the address; whether they take an alert shows only when one is sent."""
        missing = self._setting.secret.missing() if self._setting.secret is not None else None
        if missing:
            return Problem("secret", missing)
        return reach(self._setting.url, self._called(), self._timeout_s)

    def _called(self) -> str:
        return f"the webhook at {at(self._setting.url)}"


def payload(message: Message) -> bytes:
    """The JSON document, the same for every attempt."""
    document = {
        "schema": SCHEMA,
        "key": message.key,
        "kind": _KINDS[type(message.content)],
        "at": message.at.isoformat(),
        "watches": list(message.watches),
        "first_line": first_line(message.content),
        "text": render_text.render(message.content, message.zone),
        "content": to_json(message.content),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def sign(body: bytes, secret: str, now: datetime) -> str:
    stamp = str(int(now.timestamp()))
    mac = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    return f"t={stamp},v1={mac.hexdigest()}"
