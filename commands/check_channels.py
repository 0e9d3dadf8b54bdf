"""Whether the channels would take an alert; with `send`, whether they do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from commands.at_once import begun
from commands.finding import Finding, fine, note, wrong
from settings.limits import NAMES_WITHIN_S
from settings.load import how_to_set, secrets_in

if TYPE_CHECKING:
    from alerts.message import Message
    from settings.schema import AnyChannel, Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """A channel that has been asked, and what will be found of it."""

    setting: AnyChannel
    since: float
    """time.monotonic()"""
    found: Future[list[Finding]]


def ask(settings: Settings, *, send: bool, now: datetime) -> list[Asked]:
    """Every channel, whether a watch names it or not, all at once."""
    since = time.monotonic()
    return [Asked(each, since, begun(partial(_of, each, settings, send, now))) for each in settings.channels]


def answers(asked: Sequence[Asked], *, away: bool) -> Iterator[Finding]:
    """What was found, in the order of the settings. `away`: the network is, so that a channel that needs one is waited
    for no longer than the feeds' hosts were."""
    for each in asked:
        left = max(0.0, each.since + NAMES_WITHIN_S - time.monotonic())
        try:
            yield from each.found.result(left if away and each.setting.kind not in _HERE else None)
        except TimeoutError:
            yield wrong(_called(each.setting), "has not answered so far", "Look at the network first.")


def _of(setting: AnyChannel, settings: Settings, send: bool, now: datetime) -> list[Finding]:
    from alerts.channels import open_channel
    from alerts.message import Failed, Tools

    if missing := list(_missing(setting)):
        return missing
    channel = open_channel(setting, Tools(web_url=settings.web.url))
    about = _called(setting)
    problem = channel.check()
    if problem is None and send:
        answer = channel.send(_test_message(setting.name, now))
        problem = answer.problem if isinstance(answer, Failed) else None
    if problem is not None:
        return [wrong(about, problem.text.rstrip("."), _mend(setting.kind, problem.code))]
    if send:
        return [fine(about, "took a test alert")]
    if setting.kind in _UNTRIED:
        untried = f"{_UNTRIED[setting.kind]}; whether it takes alerts was not tried"
        return [note(about, untried, "Add --send to try it.")]
    return [fine(about, _FINE.get(setting.kind, "answers"))]


def _mend(kind: str, code: str) -> str:
    return _MEND.get(f"{kind} {code}") or _MEND.get(code, "")


def secrets(settings: Settings) -> Iterator[Finding]:
    """One finding for each secret of a channel that cannot be looked up; asks nobody."""
    for setting in settings.channels:
        yield from _missing(setting)


def _missing(setting: AnyChannel) -> Iterator[Finding]:
    for _, secret in secrets_in(setting):
        if why := secret.missing():
            yield wrong(_called(setting), why, f"{how_to_set(secret)} Until then its alerts wait.")


def _called(setting: AnyChannel) -> str:
    return f"channel {setting.name} ({setting.kind})"


_HERE = ("terminal", "folder", "atom")
"""Channels that need no network."""

_FINE = {
    "terminal": "prints where newsdelta runs",
    "folder": "can be written into",
    "atom": "can be written into",
}
_UNTRIED = {
    "webhook": "somebody answers there",
    "slack-webhook": "somebody answers there",
    "apprise": "its address is of a kind that Apprise knows",
}
"""What was found of a channel that cannot be asked without sending."""

OWN_AUTHORITY = (
    "If an authority of your own signs there, name its certificate in SSL_CERT_FILE (docs/running.md, 'Certificates')."
)
_MEND = {
    "smtp-login": "Look at 'user' in the settings, and at what its 'password' names.",
    "smtp tls": "Look at 'host', 'port' and 'security' in the settings: tls is usually port 465, starttls 587.",
    "tls": f"Is the address right? {OWN_AUTHORITY}",
    "certificate": OWN_AUTHORITY,
    "smtp-unsupported": "Look at 'security' in the settings: tls, starttls or none. Logins are by password alone.",
    "timeout": "Is the address right, and does a firewall stand between?",
    "connection": "Is the address right, and is the server up?",
    "slack-invalid_auth": "The token is not valid: copy the bot's token (xoxb-...) again.",
    "slack-channel_not_found": "Use the channel's id, and invite the bot into it.",
    "slack-not_in_channel": "Invite the bot into the channel.",
    "slack-is_archived": "The channel is archived: name another, or take it out of the archive.",
    "slack-token_revoked": "The token was revoked: install the app in Slack again, and copy the bot's token.",
    "slack-account_inactive": "The bot was removed: install the app in Slack again, and copy the bot's token.",
    "slack-webhook http-403": "Copy the webhook's whole address again, or make a new one in Slack.",
    "slack-webhook http-404": "It was removed, or its address is not whole: copy it again, or make a new one.",
    "slack-webhook http-410": "Its channel is archived: make a webhook for another one in Slack.",
    "slack-webhook answer": "A proxy, or the login page of a network, may have answered in Slack's place.",
    "slack-answer": "A proxy, or the login page of a network, may have answered in Slack's place.",
    "slack-missing_scope": "The bot needs the scope chat:write.",
}


def _test_message(channel: str, now: datetime) -> Message:
    from alerts.message import Message, keyed
    from alerts.view import NoticeView

    text = (
        "Alerts from newsdelta will reach you here.",
        f"Sent by 'newsdelta check --send' through the channel {channel}.",
    )
    return Message(
        keyed("test", channel, now.isoformat()), NoticeView("A test from newsdelta", text), now, watches=()
    )
