"""Run a command that ends when its parent does: python -m flows.tether COMMAND...

If `newsdelta up` is killed outright, its server and worker must not go on without it. Linux can promise
that (prctl); elsewhere the next `newsdelta up` finds another port and the worker stops for want of a server.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent = int(sys.argv[1])
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(1)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606


if __name__ == "__main__":
    main()
