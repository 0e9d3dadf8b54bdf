"""The ways to a person, one file each. `open_channel` makes the one that a setting describes."""

from __future__ import annotations

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
    """Makes no connection and reveals no secret: `send` does, each time. Loads the library of that channel alone."""
    match setting:
        case TerminalChannel():
            from alerts.channels.terminal import TerminalWay

            return TerminalWay(setting.name, tools.print)
        case FolderChannel():
            from alerts.channels.folder import FolderWay

            return FolderWay(setting.name, setting.path)
        case SmtpChannel():
            from alerts.channels.smtp import SmtpWay

            return SmtpWay(setting)
        case SlackChannel():
            from alerts.channels.slack import SlackWay

            return SlackWay(setting)
        case SlackWebhookChannel():
            from alerts.channels.slack_webhook import SlackWebhookWay

            return SlackWebhookWay(setting)
        case WebhookChannel():
            from alerts.channels.webhook import WebhookWay

            return WebhookWay(setting)
        case AppriseChannel():
            from alerts.channels.apprise_channel import AppriseWay

            return AppriseWay(setting)
        case AtomChannel():
            from alerts.channels.atom import AtomWay

            return AtomWay(setting.name, setting.path, tools.web_url)
