"""Fixtures of these tests: a newsroom in a database, example messages, servers to send to (in support/)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).with_name("support")))  # tests are no package: pytest imports them by path

from alerts_examples import examples
from alerts_newsroom import empty_database, make, recorder
from alerts_servers import mail_server, slack_server

__all__ = ["empty_database", "examples", "mail_server", "make", "recorder", "slack_server"]
