"""The ways to a person, one file each. `open_channel` makes the one that a setting describes."""

from __future__ import annotations

from alerts.channels.apprise_channel import AppriseWay
from alerts.channels.atom import AtomWay
from alerts.channels.folder import FolderWay
from alerts.channels.slack import SlackWay
from alerts.channels.slack_webhook import SlackWebhookWay
from alerts.channels.smtp import SmtpWay
from alerts.channels.terminal import TerminalWay
from alerts.channels.webhook import WebhookWay
from alerts.message import Channel, Tools
from settings.schema import (
    AnyChannel,
    AppriseChannel,
    AtomChannel,
    FolderChannel,
    SlackChannel,
    SlackWebhookChannel,
    SmtpChannel,
    TerminalChannel,
    WebhookChannel,
)


def open_channel(setting: AnyChannel, tools: Tools) -> Channel:
    """Makes no connection and reveals no secret: `send` does, each time."""
    match setting:
        case TerminalChannel():
            return TerminalWay(setting.name, tools.print)
        case FolderChannel():
            return FolderWay(setting.name, setting.path)
        case SmtpChannel():
            return SmtpWay(setting)
        case SlackChannel():
            return SlackWay(setting)
        case SlackWebhookChannel():
            return SlackWebhookWay(setting)
        case WebhookChannel():
            return WebhookWay(setting)
        case AppriseChannel():
            return AppriseWay(setting)
        case AtomChannel():
            return AtomWay(setting.name, setting.path, tools.web_url)
