"""Slack with a bot's token: one thread a story, its root rewritten to the latest state."""

from __future__ import annotations

import http.client
import re
import ssl
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts import render_slack, retry
from alerts.channels.deadline import trusting, within
from alerts.channels.hush import hushed
from alerts.message import Failed, Message, Sent, Thread
from alerts.view import AlertView
from models.errors import SettingsError
from models.nouns import Problem
from settings.limits_alerts import SEND_DEADLINE_S, SEND_TIMEOUT_S
from settings.schema import SlackChannel

EVENT = "newsdelta_alert"
_AGAIN = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "accesslimited",
    "message_limit_exceeded",
    *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"),
    *("channel_not_found", "not_in_channel", "is_archived", "org_login_required"),
}
"""Errors of Slack's that pass by themselves, or that a person mends: what was to be told meanwhile waits."""
_UNREADABLE = Failed(Problem("slack-answer", "Slack's answer could not be read"), maybe_sent=True)


class SlackWay:
    def __init__(
        self,
        setting: SlackChannel,
        timeout_s: float = SEND_TIMEOUT_S,
        deadline_s: float = SEND_DEADLINE_S,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`tls`: whom to trust; left out, as the system does. `timeout_s` for each exchange, `deadline_s` for all."""
        self.name = setting.name
        self._setting = setting
        self._timeout_s, self._deadline_s = timeout_s, deadline_s
        self._tls = tls

    def send(self, message: Message) -> Sent | Failed:
        with within(self._deadline_s):
            return self._send(message)

    def _send(self, message: Message) -> Sent | Failed:
        try:
            client = self._client()
        except SettingsError as error:
            return Failed(Problem("secret", str(error), retry=True))
        thread = message.thread
        if message.maybe_sent:
            found = self._find(client, message)
            if found:
                return Sent(found, place=thread.place if thread else None, duplicate=True)
        loud = isinstance(message.content, AlertView) and message.content.loud
        arguments: dict[str, Any] = {
            "channel": (thread and thread.place) or self._setting.channel,
            "text": render_slack.fallback(message.content),
            "blocks": render_slack.render(message),
            "client_msg_id": str(uuid.uuid5(uuid.NAMESPACE_OID, message.key)),
            "metadata": {"event_type": EVENT, "event_payload": {"key": message.key}},
            "parse": "none",
            "link_names": False,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread:
            arguments |= {"thread_ts": thread.root, "reply_broadcast": loud}
        answer = _call(client, "chat_postMessage", arguments)
        if isinstance(answer, Failed):
            return answer
        if "ts" not in answer:
            return _UNREADABLE
        place = str(answer.get("channel") or "") or None
        sent = Sent(str(answer["ts"]), place=place)
        if thread and place and isinstance(message.content, AlertView):
            self._rewrite_root(client, thread, place, message)
        return sent

    def check(self) -> Problem | None:
        try:
            with within(self._deadline_s):
                answer = _call(self._client(), "auth_test", {})
        except SettingsError as error:
            return Problem("secret", str(error))
        return answer.problem if isinstance(answer, Failed) else None

    def _client(self) -> WebClient:
        return WebClient(
            token=self._setting.token.reveal(),
            base_url=self._setting.api_url.rstrip("/") + "/",
            timeout=max(1, int(self._timeout_s)),
            ssl=trusting(self._tls),
            retry_handlers=[],  # the outbox retries, with its own record
        )

    def _find(self, client: WebClient, message: Message) -> str | None:
        """The ts of our message when an earlier attempt arrived; None as well when Slack does not say."""
        thread = message.thread
        arguments: dict[str, Any] = {
            "channel": (thread and thread.place) or self._setting.channel,
            "oldest": f"{message.at.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": 100,
        }
        method = "conversations_history"
        if thread:
            method = "conversations_replies"
            arguments["ts"] = thread.root
        answer = _call(client, method, arguments)
        if isinstance(answer, Failed):
            return None
        for each in answer.get("messages") or ():
            payload = ((each.get("metadata") or {}).get("event_payload")) or {}
            if payload.get("key") == message.key:
                return str(each.get("ts"))
        return None

    def _rewrite_root(self, client: WebClient, thread: Thread, place: str, message: Message) -> None:
        """The channel shows where the story stands. When that fails, the reply has still arrived."""
        arguments = {
            "channel": place,
            "ts": thread.root,
            "text": render_slack.fallback(message.content),
            "blocks": render_slack.render(message),
            "parse": "none",  # left out, an update is read for links and mentions, which a message is not
            "link_names": False,
        }
        _call(client, "chat_update", arguments)


def _call(client: WebClient, method: str, arguments: dict[str, Any]) -> dict[str, Any] | Failed:
    try:
        with hushed():
            answer = getattr(client, method)(**arguments)
    except SlackApiError as error:
        return _refused(error)
    except TimeoutError:
        return Failed(Problem("timeout", "Slack did not answer in time"), maybe_sent=True)
    except URLError as error:
        return _unreached(error.reason)
    except (OSError, http.client.HTTPException) as error:
        return _unreached(error, maybe_sent=True)
    except (SlackClientError, ValueError, AttributeError):  # the last is what JSON that is no object meets there
        return _UNREADABLE
    return answer.data if isinstance(answer.data, dict) else {}


def _refused(error: SlackApiError) -> Failed:
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    headers = {name.lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    said = str(data.get("error") or "")  # of an answer that is not JSON the library makes a sentence
    code = said if re.fullmatch(r"[a-z0-9_]{1,34}", said) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return retry.http(429, "too many messages", headers.get("retry-after"), datetime.now(UTC))
    if status >= 400:
        return retry.http(status, code, headers.get("retry-after"), datetime.now(UTC))
    if not code:
        return _UNREADABLE
    return Failed(Problem(f"slack-{code}", f"Slack refused: {code}", retry=code in _AGAIN))


def _unreached(reason: object, maybe_sent: bool = False) -> Failed:
    match reason:
        case ssl.SSLError():
            return Failed(Problem("tls", f"no TLS with Slack: {reason.reason or 'handshake failed'}"))
        case TimeoutError():
            return Failed(Problem("timeout", "Slack did not answer in time"), maybe_sent=True)
        case OSError():
            return Failed(
                Problem("connection", f"Slack cannot be reached: {reason.strerror or type(reason).__name__}"),
                maybe_sent=maybe_sent,
            )
        case _:
            return Failed(Problem("connection", "the connection to Slack broke"), maybe_sent=True)
