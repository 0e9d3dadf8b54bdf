"""What `newsdelta up` looks after, with small processes in place of Prefect's: python small_up.py FOLDER WORKER [WEB]

WORKER and WEB are Python; the server prints its port. A WEB of "too long" is a command that no machine starts.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from flows import home
from flows.supervise import Supervisor

SERVER = """
import socket, sys, time
print("port:", socket.socket(fileno=int(sys.argv[1])).getsockname()[1], flush=True)
time.sleep(600)
"""


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    folder, worker, *web = sys.argv[1:]
    for sign in (signal.SIGINT, signal.SIGHUP):  # as from a terminal: nohup and "&" ignore them
        signal.signal(sign, signal.SIG_DFL)
    home.server_command = lambda listening: [sys.executable, "-c", SERVER, str(listening.fileno())]
    home.worker_command = lambda config: [sys.executable, "-c", worker]
    pages = ["x" * 10**7] if web == ["too long"] else [sys.executable, "-c", web[0]] if web else None
    supervisor = Supervisor(Path(folder) / "newsdelta.yaml", Path(folder), say, pages)
    supervisor.run(lambda: say(f"works: {supervisor.dashboard}; pages: {supervisor.pages or supervisor.pages_missing}"))
    say("Stopped.")


if __name__ == "__main__":
    main()
