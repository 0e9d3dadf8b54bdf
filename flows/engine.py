"""One run, as newsdelta's worker starts it: `python -m flows.engine` is Prefect's own `prefect.engine`."""

from __future__ import annotations

import runpy

from settings.startup import start_lightly

if __name__ == "__main__":
    start_lightly()
    runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
