"""What prefect.yaml names: the flows, and the work pool that they need.

`prefect deploy` refuses a work pool that does not exist and cannot make one, but it loads the flows first;
so loading them here makes the pool, for that command alone.
"""

from __future__ import annotations

import contextlib
import sys

import httpx

from flows.digest import digest
from flows.monitor import monitor
from flows.silence import look as watchdog
from flows.upkeep import upkeep

__all__ = ["digest", "monitor", "upkeep", "watchdog"]


def _is_prefect_deploy(words: list[str]) -> bool:
    return "prefect" in words[0] and "deploy" in words[1:]


if _is_prefect_deploy(sys.argv):
    from flows.pool import make_pool

    # Without a server `prefect deploy` says so itself, in its own words.
    with contextlib.suppress(httpx.TransportError, ValueError):
        make_pool()
