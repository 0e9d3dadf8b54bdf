"""Runs a module as `python -m` does, without searching for garbage what it loads: python -m flows.lightly MODULE ...

For Prefect's server, its worker and each run: they load thousands of modules, which stay until they end. Server and
worker look for garbage as usual once they are loaded.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

from flows.tether import end_with_up
from settings.startup import settle, start_lightly


def server() -> Any:
    """Prefect's server, for `uvicorn --factory`."""
    from prefect.server.api.server import create_app

    app = create_app()
    settle()
    return app


if __name__ == "__main__":
    end_with_up()
    start_lightly()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
