"""Prefect's server on a socket that it is handed: python -m flows.lightly flows.serving FILENO

`newsdelta up` holds the socket from before the server starts until after it has ended, so that nobody else can have the
port meanwhile, and what is asked of a server that is starting waits for it. uvicorn's own `--fd` would take it for
one that is not TCP, and Nagle's algorithm would then cost 40 ms an answer.
"""

from __future__ import annotations

import socket
import sys

import uvicorn

APP = "flows.lightly:server"
"""What makes the server, for uvicorn."""


def main() -> None:
    listening = socket.socket(fileno=int(sys.argv[1]))
    config = uvicorn.Config(APP, factory=True, log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
