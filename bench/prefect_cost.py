"""What Prefect costs: a pass with nothing new over 1,000 feeds, by the flow and without it.

    python -m bench.prefect_cost [--feeds 1000] [--rounds 5] [--json OUT]

The feeds answer 304 from loopback. Each round runs, from process start to process end and turn about, a flow
run as the worker of `newsdelta up` starts it (`flows.home.run_command`, with its environment, against a running
server) and `newsdelta run`, which is the same pass without Prefect.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import sqlalchemy as sa

from flows import home, throwaway
from storage.database import Database
from storage.schema import feeds

HOSTS = 20
"""Loopback addresses that the feeds are spread over, since politeness counts by host."""
EMPTY = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Quiet</title><link>http://q.example/</link>
<description>Nothing new.</description></channel></rss>"""


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if known else 404 if self.path == "/robots.txt" else 200)
        self.send_header("ETag", '"1"')
        body = b"" if known or self.path == "/robots.txt" else EMPTY
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The terminal belongs to the figures."""


def settings_file(folder: Path, number: int, stack: ExitStack) -> Path:
    servers = []
    for host in range(1, HOSTS + 1):
        server = ThreadingHTTPServer((f"127.0.1.{host}", 0), Quiet)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        servers.append(f"127.0.1.{host}:{server.server_port}")
    lines = ["database: newsdelta.db", "watches: [{name: all, words: water}]"]
    lines += ["channels: [{name: mail, kind: folder, path: mail}]", "network:", "  allow_private:"]
    lines += [f"    - {each.partition(':')[0]}" for each in servers]
    lines += ["feeds:"]
    for feed in range(number):
        lines += [f"  - url: http://{servers[feed % HOSTS]}/{feed}.xml", f"    name: feed {feed}"]
    path = folder / "newsdelta.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


async def flow_runs(config: Path, count: int) -> list[str]:
    """Ids of so many runs of the deployment that prefect.yaml names, which wait to be started."""
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        deployment = await client.create_deployment(
            await client.create_flow_from_name("newsdelta-monitor"),
            "monitor",
            entrypoint="flows.deployed.monitor",
            parameters={"config": str(config)},
            pull_steps=[],
            paused=False,
        )
        return [str((await client.create_flow_run_from_deployment(deployment)).id) for _ in range(count)]


def timed(command: list[str], folder: Path, run: str = "") -> tuple[float, float]:
    """Seconds from process start to process end, with every feed due; and of processor time, which a busy
    machine leaves alone."""
    not_a_workers = {*throwaway.QUIET, "PYTHONDONTWRITEBYTECODE"}  # the last would compile newsdelta each time
    env = {name: value for name, value in os.environ.items() if name not in not_a_workers}
    env |= {"PREFECT__FLOW_RUN_ID": run} if run else {}
    with Database.open(str(folder / "newsdelta.db")) as db, db.write() as conn:
        conn.execute(sa.update(feeds).values(next_poll=None, last_attempt=None))
    begun, used = time.monotonic(), _processor_s()
    subprocess.run(
        command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.monotonic() - begun, _processor_s() - used


def _processor_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        answers = stack.enter_context(throwaway.server(folder / "prefect"))
        config = settings_file(folder, options.feeds, stack)
        flow = shlex.split(home.run_command())
        plain = [sys.executable, "-m", "newsdelta", "--config", str(config), "run"]
        answers()
        timed(plain, folder)  # the first polls, which bring validators
        first, *others = asyncio.run(flow_runs(config, 1 + options.rounds))
        timed(flow, folder, first)
        rounds = [(timed(flow, folder, run), timed(plain, folder)) for run in others]
    found = {
        "feeds": options.feeds,
        "load_average": round(os.getloadavg()[0], 1),
        "flow_s": _spread([flow[0] for flow, _ in rounds]),
        "without_prefect_s": _spread([plain[0] for _, plain in rounds]),
        "flow_processor_s": _spread([flow[1] for flow, _ in rounds]),
        "without_prefect_processor_s": _spread([plain[1] for _, plain in rounds]),
    }
    print(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds), 2),
        "least": round(min(seconds), 2),
        "most": round(max(seconds), 2),
    }


if __name__ == "__main__":
    main()
