"""Run a command that ends when its parent does: python -m flows.tether COMMAND...

If `newsdelta up` is killed outright, its server and worker must not go on without it. Linux can promise
that (prctl); elsewhere the next `newsdelta up` finds another port and the worker stops for want of a server.

A worker that is asked to stop waits for its passes, and a pass for a server that is gone: those look out for the death
of `newsdelta up` themselves (`end_with_up`), however many parents lie between.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import threading

from settings.limits_flows import ORPHAN_ENDS_WITHIN_S

PR_SET_PDEATHSIG = 1
UP_VARIABLE = "NEWSDELTA_UP"
"""The process that all this is for, where it is for one."""


def end_with_up() -> None:
    """Let this process end when the `newsdelta up` that it works for has: asked to first, then killed, which harms
    nothing. From Linux 5.3 on; elsewhere nothing is promised."""
    pid = os.environ.get(UP_VARIABLE)
    if pid is None or not hasattr(os, "pidfd_open"):
        return
    try:
        up = os.pidfd_open(int(pid))
    except ProcessLookupError:
        sys.exit(1)
    except OSError:
        return
    threading.Thread(target=_wait_for, args=(up,), daemon=True).start()


def _wait_for(up: int) -> None:
    ends = select.poll()
    ends.register(up, select.POLLIN)
    ends.poll()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(ORPHAN_ENDS_WITHIN_S)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    parent = int(sys.argv[1])
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(1)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606


if __name__ == "__main__":
    main()
