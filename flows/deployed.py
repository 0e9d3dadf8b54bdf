"""What prefect.yaml names: the flows, and the work pool that they need.

`prefect deploy` refuses a work pool that does not exist and cannot make one, but it loads the flow first;
so loading it here makes the pool. A run, which has its pool already, skips that.
"""

from __future__ import annotations

import contextlib
import os

import httpx

from flows.digest import digest
from flows.monitor import monitor
from flows.upkeep import upkeep

__all__ = ["digest", "monitor", "upkeep"]


if "PREFECT__FLOW_RUN_ID" not in os.environ:
    # Without a server (or the address of one) whoever loads the flow says so, in its own words.
    from flows.pool import make_pool

    with contextlib.suppress(httpx.TransportError, ValueError):
        make_pool()
