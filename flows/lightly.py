"""Runs a module as `python -m` does, without searching for garbage what it loads: python -m flows.lightly MODULE ...

For Prefect's server, its worker and each run: they load thousands of modules, which stay until they end.
"""

from __future__ import annotations

import runpy
import sys

from settings.startup import start_lightly

if __name__ == "__main__":
    start_lightly()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
