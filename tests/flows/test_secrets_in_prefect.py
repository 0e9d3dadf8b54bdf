"""A canary in every secret, the real flow on a real Prefect server with everything at DEBUG: it is seen by the
channels' servers and nowhere else: no log, state, parameter, result or row of Prefect's, or of newsdelta's."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from flows.home import free_port
from settings.load import parse
from steps.telling import notices
from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary9c41e7"
LOGGERS = "alerts,steps,storage,flows,sources,urllib3,slack_sdk,apprise,requests,smtplib"
"""Not httpx: Prefect sends logs with it, and would log that without end."""

RUN = """
import asyncio, sys
from flows.monitor import monitor
for config in sys.argv[1:]:
    state = asyncio.run(monitor(config, return_state=True))
    print("ended:", state.type.value, repr(state), flush=True)
"""


class Far:
    """The other side of every channel: it refuses each message, says the secret back, and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        far = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                said = f"{self.path} {self.headers} {body}"
                far.heard.append(said)
                answer = b'{"ok": false, "error": "invalid_auth"}' if "/api/" in self.path else said.encode()
                self.send_response(200 if "/api/" in self.path else 500 if "signed" in self.path else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        self._smtp = Controller(
            self, hostname="127.0.0.1", port=free_port(), authenticator=self._refuse, auth_require_tls=False
        )
        self._smtp.start()
        self.mail_port: int = self._smtp.port

    def _refuse(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        self.heard.append(f"login {given.login} {given.password}")
        return AuthResult(success=False, handled=False)

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._smtp.stop()


@pytest.fixture
def far() -> Iterator[Far]:
    far = Far()
    yield far
    far.stop()


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_no_secret_in_prefect(
    prefect_server: str, ask: Any, far: Far, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secrets = {
        "PASSWORD": CANARY,
        "TOKEN": f"xoxb-{CANARY}",
        "HOOK": f"{far.url}/services/{CANARY}/hook",
        "DEAD_HOOK": f"http://127.0.0.1:1/services/{CANARY}",
        "SIGNING": CANARY,
        "PHONE": far.url.replace("http://", f"json://user:{CANARY}@") + f"/{CANARY}/phone",
        "PHONE_BAD": f"nothing://{CANARY}",
        "PAGES": CANARY * 4,
    }
    smtp = "kind: smtp, user: me, password: env:PASSWORD, sender: n@example.org, to: [t@example.org]"
    slack = "kind: slack, channel: '#x', token: env:TOKEN"
    channels = [
        f"{{name: mail, {smtp}, host: 127.0.0.1, port: {far.mail_port}, security: none}}",
        f"{{name: mail-dead, {smtp}, host: 127.0.0.1, port: 1}}",
        f"{{name: mail-plain, {smtp}, host: 127.0.0.1, port: {far.mail_port}}}",
        f"{{name: slack, {slack}, api_url: '{far.url}/api/'}}",
        f"{{name: slack-dead, {slack}, api_url: 'http://127.0.0.1:1/api/'}}",
        "{name: hook, kind: slack-webhook, url: env:HOOK}",
        "{name: hook-dead, kind: slack-webhook, url: env:DEAD_HOOK}",
        f"{{name: signed, kind: webhook, url: '{far.url}/signed', secret: env:SIGNING}}",
        "{name: phone, kind: apprise, url: env:PHONE}",
        "{name: phone-bad, kind: apprise, url: env:PHONE_BAD}",
    ]
    (tmp_path / "a-file").write_text("no folder")
    configs = {"newsdelta.yaml": "newsdelta.db", "fails.yaml": "a-file/newsdelta.db"}
    for name, database in configs.items():
        (tmp_path / name).write_text(
            f"database: {database}\nweb: {{port: 0, token: env:PAGES}}\nwatches: [{{name: All, words: water}}]\n"
            "channels:\n" + "".join(f"  - {channel}\n" for channel in channels)
        )
    config = tmp_path / "newsdelta.yaml"
    settings = parse(config.read_text(), config, check_secrets=False)
    with Database.open(settings.database_url()) as db, db.write() as conn:
        told = notices.say(conn, settings, "test", "A test", ["Nothing."], datetime.now(UTC))
        assert len(told) == len(channels)

    done = subprocess.run(
        [sys.executable, "-c", RUN, *(str(tmp_path / name) for name in configs)],
        cwd=ROOT,
        env=os.environ
        | secrets
        | {
            "PREFECT_API_URL": prefect_server,
            "PREFECT_LOGGING_LEVEL": "DEBUG",
            "PREFECT_LOGGING_EXTRA_LOGGERS": LOGGERS,
            "PREFECT_LOGGING_TO_API_ENABLED": "true",
            "PREFECT_LOGGING_LOG_PRINTS": "true",
            "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "true",
            "PREFECT_LOCAL_STORAGE_PATH": str(tmp_path / "results"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "ended: COMPLETED" in said
    assert "ended: FAILED" in said
    assert " | DEBUG " in said, "or else nothing was logged that could have held one"

    heard = "\n".join(far.heard)
    for sign in (f"login b'me' b'{CANARY}'", f"Bearer xoxb-{CANARY}", f"/services/{CANARY}/hook", f"/{CANARY}/phone"):
        assert sign in heard, "the secrets were really used"
    api = [ask(prefect_server, f"{what}/filter") for what in ("logs", "flow_runs", "task_runs", "artifacts")]
    assert len(api[0]) > 10, "the logs did reach the server"
    assert CANARY not in said, said[max(0, said.index(CANARY) - 400) :][:800]
    assert CANARY not in repr(api)
    places = [tmp_path, *tmp_path_factory.getbasetemp().glob("prefect*")]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" and "prefect" in str(path.parent) for path in files), "Prefect's own database"
    assert [str(path) for path in files if CANARY.encode() in path.read_bytes()] == []
