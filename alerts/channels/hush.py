"""Libraries that log what they send are kept quiet while they send something secret.

urllib3 logs the path of every request at DEBUG, and a webhook's path is its secret;
slack_sdk logs headers. Only this thread is hushed, and only while it sends.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TALKERS = ("urllib3", "slack_sdk")

_here = threading.local()


class _Hush(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(_here, "deep", 0)


_HUSH = _Hush()


@contextmanager
def hushed() -> Iterator[None]:
    """Drop what the libraries named above log in this thread."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in TALKERS:
            logging.getLogger(name).addFilter(_HUSH)  # adding it twice does nothing
    for name in TALKERS:
        logging.getLogger(name).addFilter(_HUSH)
    _here.deep = getattr(_here, "deep", 0) + 1
    try:
        yield
    finally:
        _here.deep -= 1
