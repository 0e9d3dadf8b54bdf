"""newsdelta's own Prefect: a server of its own in a folder of its own, and silent towards the world."""

from __future__ import annotations

import os
import secrets
import shlex
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import certifi

from settings.limits_flows import CONNECTIONS_WAIT, PREFECT_KEEPS_S, WORKER_ASKS_EVERY_S
from storage.running.leases import machine

POOL = "newsdelta"
"""The work pool; prefect.yaml names the same."""

READY = "ready:"
"""What the worker says first when it has put everything in place."""

PAGES = "Pages:"
"""What the pages say first when they listen, and then where."""

HOST = "127.0.0.1"
LOGIN = "login"
"""The file, in the server's folder, of the name and password that the server asks for."""

USUAL_PORT = 4200
"""Where Prefect's own commands look for a server when nothing else is said."""


def environment(
    folder: Path, port: int, *, dashboard: bool = True, base: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Variables under which Prefect's server, worker and flows keep to `folder` and to 127.0.0.1:`port`.

    Whatever else the person has set for Prefect, a profile or a key for another server, is left out. A proxy stays,
    for channels; what is asked of this machine does not go through it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in base.items() if not name.startswith("PREFECT_")}
    direct = ",".join(filter(None, (kept.get("no_proxy") or kept.get("NO_PROXY"), HOST)))
    login = server_login(folder)
    return kept | {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": login,
        "PREFECT_API_AUTH_STRING": login,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_ENABLED": str(dashboard).lower(),
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(PREFECT_KEEPS_S),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"PT{PREFECT_KEEPS_S}S",
        "PREFECT_WORKER_QUERY_SECONDS": str(WORKER_ASKS_EVERY_S),
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_API_SSL_CERT_FILE": str(_one_certificate(folder)),
        # Threads that wait for each other sleep instead of spinning: beside other work on two cores, the
        # model then takes a quarter of the processor time.
        "OMP_WAIT_POLICY": kept.get("OMP_WAIT_POLICY", "PASSIVE"),
        "PREFECT_LOGGING_COLORS": "false",
        "NO_PROXY": direct,
        "no_proxy": direct,
    }


def server_login(folder: Path) -> str:
    """What the server asks for, as NAME:PASSWORD; made once, and readable for its owner alone.

    Who may ask the server has the worker run any command: without a password each user of this machine, and each page
    that somebody here opens in a browser, since the server answers to every origin.
    """
    path = folder / LOGIN
    if not path.exists():
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)  # left by one that was killed, perhaps open to others
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"newsdelta:{secrets.token_urlsafe(32)}\n")
        new.replace(path)
    return path.read_text(encoding="ascii").strip()


def _one_certificate(folder: Path) -> Path:
    """A bundle of one certificate. Prefect's client loads the whole bundle seven times a pass, 50 ms each, to
    talk to a server on this machine without TLS."""
    path = folder / "one-certificate.pem"
    if not path.exists():
        bundle = Path(certifi.where()).read_text(encoding="utf-8")
        start, end = bundle.index("-----BEGIN"), bundle.index("-----END CERTIFICATE-----")
        new = path.with_suffix(".new")  # half of one, on a full disk, would be believed at every later start
        new.write_text(bundle[start:end] + "-----END CERTIFICATE-----\n", encoding="ascii")
        new.replace(path)
    return path


def server_command(listening: socket.socket) -> list[str]:
    """The server as one process that stops when it is told to, on a socket that it inherits."""
    return [sys.executable, "-m", "flows.lightly", "flows.serving", str(listening.fileno())]


def worker_command(config: Path) -> list[str]:
    return [sys.executable, "-m", "flows.lightly", "flows.work", str(config)]


def run_command() -> str:
    """What starts a run: a command of our own spares it a second process, which would only find out the first's."""
    return shlex.join([sys.executable, "-m", "flows.lightly", "prefect.engine"])


def worker_name() -> str:
    """The same at every start on one machine, so that a worker takes its own place again; on a server that machines
    share, another one on each, though they be copies with one host name."""
    alone = f"//{HOST}:" in os.environ.get("PREFECT_API_URL", "")
    return "-".join(filter(None, ("newsdelta", socket.gethostname(), "" if alone else machine()[:8])))


def listen(wanted: int = 0) -> socket.socket:
    """A listening socket on `wanted` if that port is free, else on any that is. OSError when none is.

    Whoever has it has the port: looked for and taken at once, so that two that start together get two.
    """
    for port in (wanted, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((HOST, port))
            listening.listen(CONNECTIONS_WAIT)  # with SO_REUSEADDR it is this that only one of two can do
        except OSError:
            listening.close()
            continue
        return listening
    raise OSError(f"no port is free on {HOST}")


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def free_port() -> int:
    """One that was free just now: for what cannot be handed a socket."""
    with listen() as listening:
        return port_of(listening)
