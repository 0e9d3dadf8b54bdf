"""Apprise in a process of its own, which ends when its time is over: its 120 plugins open connections as they like.

Run as a file. Reads {"url", "title", "body", "seconds"} as JSON; without a title it sends nothing. What came of it is
the exit status, and nothing is printed: a plugin may log its secret.
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import sys

TAKEN, NOT_TAKEN, NO_ADDRESS = 0, 81, 82
"""Exit statuses; no other program's."""


def trust_as_others_do() -> None:
    """By the certificates that all else here believes, the system's or SSL_CERT_FILE's: requests brings its own."""
    believed = ssl.get_default_verify_paths()
    where = believed.cafile or believed.capath
    if where and not os.environ.keys() & {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}:
        os.environ["REQUESTS_CA_BUNDLE"] = where


def main() -> int:
    asked = json.load(sys.stdin)
    # The kernel's own: whatever a plugin is at, and though newsdelta itself was killed meanwhile.
    signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
    trust_as_others_do()
    import apprise

    service = apprise.Apprise()
    if not service.add(asked["url"]):
        return NO_ADDRESS
    if asked["title"] is None:
        return TAKEN
    taken = service.notify(asked["body"], title=asked["title"], body_format=apprise.NotifyFormat.TEXT)
    return TAKEN if taken else NOT_TAKEN


if __name__ == "__main__":
    sys.exit(main())
