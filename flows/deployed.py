"""What prefect.yaml names: the flows, and the work pool that they need.

`prefect deploy` refuses a work pool that does not exist and cannot make one, but it loads the flows first;
so loading them here makes the pool, for that command alone.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from typing import Any

import httpx

_FLOWS = {
    "digest": ("flows.digest", "digest"),
    "monitor": ("flows.monitor", "monitor"),
    "upkeep": ("flows.upkeep", "upkeep"),
    "watchdog": ("flows.silence", "look"),
}


def __getattr__(name: str) -> Any:
    """The flow of that name, loaded alone: a pass starts without what digests and upkeep are made of."""
    if name not in _FLOWS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _FLOWS[name]
    return getattr(importlib.import_module(module), attribute)


def _is_prefect_deploy(words: list[str]) -> bool:
    return "prefect" in words[0] and "deploy" in words[1:]


if _is_prefect_deploy(sys.argv):
    from flows.pool import make_pool

    # Without a server `prefect deploy` says so itself, in its own words.
    with contextlib.suppress(httpx.TransportError, ValueError):
        make_pool()
