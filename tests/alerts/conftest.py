"""A small newsroom in a real database: stories, articles and developments put there by hand."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from alerts.message import Failed, Message, Sent
from alerts.view import AlertView, Change, DigestView, FoldView, HeldLine, NoticeView, Source, Witness
from models.nouns import Article, Development, EventKind, Finding, FindingKind, Nearest, Problem
from settings.schema import Settings
from steps.context import Context, open_context
from storage import articles as article_rows
from storage import developments, stories
from storage.database import Database
from storage.ledger import pack
from storage.schema import members, statements

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MODEL = "fake/3"


class FakeEncoder:
    """Three dimensions: water, fire, everything else."""

    name = MODEL
    dim = 3
    languages = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = [
            (1.0, 0.0, 0.05)
            if "water" in text.lower()
            else (0.0, 1.0, 0.05)
            if "fire" in text.lower()
            else (0, 0, 1)
            for text in texts
        ]
        matrix = np.asarray(rows, dtype=np.float32)
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Newsroom:
    context: Context
    clock: Clock
    articles: int = 0
    encoder: FakeEncoder = field(default_factory=FakeEncoder)

    def story(self, headline: str = "Water main bursts in Dunmere") -> int:
        with self.context.db.write() as conn:
            return stories.open_story(conn, headline, self.clock(), "en")

    def article(
        self,
        conn: sa.Connection,
        story_id: int,
        title: str,
        publisher: str = "Kurier",
        copy_of: int | None = None,
        text: str = "",
        url: str | None = None,
    ) -> int:
        self.articles += 1
        url = url or f"https://{publisher.lower().replace(' ', '-')}.example/{self.articles}"
        article = Article(
            id=0,
            url=url,
            canonical_url=url,
            title=title,
            text=text or title,
            published=self.clock(),
            seen=self.clock(),
            site=f"{publisher.lower()}.example",
            publisher=publisher,
            language="en",
            content_hash=str(self.articles),
        )
        article_id, _ = article_rows.store(conn, article)
        article_rows.decided(conn, article_id)
        conn.execute(
            members.insert().values(
                article_id=article_id,
                story_id=story_id,
                at=self.clock(),
                publisher=publisher,
                role="copy" if copy_of else "development",
                similarity=1.0,
                margin=1.0,
                reason={"code": "test", "figures": {}},
                copy_of=copy_of,
                decided=self.clock(),
            )
        )
        return article_id

    def statement(self, conn: sa.Connection, story_id: int, article_id: int, text: str) -> int:
        result = conn.execute(
            statements.insert().values(
                story_id=story_id,
                article_id=article_id,
                position=0,
                text=text,
                kind="statement",
                at=self.clock(),
                publisher="Kurier",
                model=MODEL,
                vector=pack(self.encoder.encode([text])[0]),
                **({"features": {}} if "features" in statements.c else {}),
            )
        )
        return int(result.inserted_primary_key[0])

    def development(
        self,
        sentence: str = "The water is off in 300 homes.",
        story_id: int | None = None,
        *,
        kind: EventKind = EventKind.DEVELOPMENT,
        importance: float = 2.0,
        novelty: float = 0.9,
        publishers: Sequence[str] = ("Kurier",),
        known: str | None = None,
        old: str | None = None,
        new: str | None = None,
        same_statements_as: Development | None = None,
        details: tuple[tuple[str, float | str], ...] = (),
        title: str | None = None,
        url: str | None = None,
    ) -> Development:
        """Stored as steps/decide.py stores it; not matched yet."""
        story_id = story_id or self.story()
        with self.context.db.write() as conn:
            ids = [
                self.article(conn, story_id, title or sentence, each, text=sentence, url=url)
                for each in publishers
            ]
            nearest = None
            if known:
                before = self.article(conn, story_id, known, "Old Courier")
                nearest = Nearest(before, known, 0.71, self.statement(conn, story_id, before, known))
            finding = Finding(
                sentence=sentence,
                kind=FindingKind.CHANGED if old else FindingKind.NEW,
                novelty=novelty,
                nearest=nearest,
                index=0,
                old=old,
                new=new,
            )
            if same_statements_as:
                rests_on = developments.statement_ids(conn, same_statements_as.id)
            else:
                rests_on = [self.statement(conn, story_id, ids[0], sentence)]
            development = Development(
                id=0,
                story_id=story_id,
                article_id=ids[0],
                kind=kind,
                at=self.clock(),
                novelty=novelty,
                importance=importance,
                headline=sentence,
                findings=(finding,),
                witnesses=tuple(publishers),
                details=details,
            )
            development = replace(development, id=developments.add(conn, development, rests_on))
            for article_id, publisher in zip(ids, publishers, strict=True):
                developments.carry(conn, development.id, article_id, publisher, self.clock())
        return development

    def tell(self, *found: Development) -> Any:
        from steps.match import match

        with self.context.db.write() as conn:
            return match(conn, self.context, found)

    def rows(self, table: sa.Table) -> list[Any]:
        with self.context.db.read() as conn:
            return list(conn.execute(sa.select(table).order_by(*table.primary_key.columns)))


class Recorder:
    """A channel that keeps what it is handed, and fails as it is told to."""

    def __init__(self, name: str, answers: Sequence[Failed | None] = ()) -> None:
        self.name = name
        self.answers = list(answers)
        self.sent: list[Message] = []
        self.tried: list[Message] = []
        self.lock = threading.Lock()

    def send(self, message: Message) -> Sent | Failed:
        with self.lock:
            self.tried.append(message)
            answer = self.answers.pop(0) if self.answers else None
            if answer is not None:
                return answer
            self.sent.append(message)
            return Sent(f"<{message.key}@test>")

    def check(self) -> Problem | None:
        return None


def settings_with(
    folder: Path, *watches: dict[str, Any], channels: Sequence[str] = ("box",), **more: Any
) -> Settings:
    return Settings.model_validate(
        {
            "database": f"sqlite:///{folder / 'news.db'}",
            "watches": list(watches) or [{"name": "Water", "words": "water"}],
            "channels": [{"name": name, "kind": "folder", "path": str(folder / name)} for name in channels],
            **more,
        }
    )


Make = Callable[..., Newsroom]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test works on a copy."""
    path = tmp_path_factory.mktemp("empty") / "news.db"
    Database.open(f"sqlite:///{path}", durable=False).close()
    return path


@pytest.fixture
def make(tmp_path: Path, empty_database: Path) -> Iterator[Make]:
    """Make a newsroom with these watches: `make({"name": ..., "words": ...}, channels=("box",))`."""
    made: list[Context] = []

    def build(*watches: dict[str, Any], db: Database | None = None, **more: Any) -> Newsroom:
        clock = Clock()
        settings = settings_with(tmp_path, *watches, **more)
        if db is None:
            if not (tmp_path / "news.db").exists():
                shutil.copy(empty_database, tmp_path / "news.db")
            db = Database.open(settings.database_url(), durable=False)
        context = open_context(settings, clock, random.Random(7), db=db, encoder=FakeEncoder())
        made.append(context)
        return Newsroom(context, clock)

    yield build
    for context in made:
        context.close()


@pytest.fixture
def recorder() -> type[Recorder]:
    return Recorder


# -- examples --------------------------------------------------------------------------------------


def example_alert(**more: Any) -> AlertView:
    """An alert about an invented ferry."""
    before = Source(
        "Ferry sinks off Port Ansel",
        "https://harbour-post.example/ferry",
        "harbour-post.example",
        "Harbour Post",
        START - timedelta(hours=20),
    )
    article = Source(
        "Divers recover three more from the Ansel ferry",
        "https://wire.example/2026/05/04/ferry-toll",
        "wire.example",
        "Meridian Wire",
        START,
    )
    values: dict[str, Any] = {
        "watch": "Ferries",
        "kinds": ("development",),
        "headline": "Divers brought up three more bodies on Monday morning, raising the toll of the "
        "Port Ansel ferry to 11.",
        "story_id": 17,
        "story": "Ferry sinks off Port Ansel with 60 aboard",
        "since": START - timedelta(days=3, hours=2),
        "at": START,
        "article": article,
        "changes": (
            Change(
                "Divers brought up three more bodies on Monday morning, raising the toll to 11.",
                True,
                "8",
                "11",
                "Eight people are known to have died, the coast guard said on Sunday.",
                before,
                0.78,
            ),
            Change(
                "Captain Ilse Marrow was released after two days of questioning.",
                True,
                "arrested",
                "released",
                "The captain was arrested on Saturday night.",
                before,
                0.66,
            ),
            Change("The ministry grounded the Ansel Line's three other ferries.", False),
        ),
        "witnesses": (
            Witness("Meridian Wire", "https://wire.example/2026/05/04/ferry-toll", "wire.example", START),
            Witness(
                "Harbour Post",
                "https://harbour-post.example/toll",
                "harbour-post.example",
                START + timedelta(minutes=25),
            ),
            Witness(
                "Corran Observer", "https://corran.example/t", "corran.example", START + timedelta(hours=1)
            ),
        ),
        "copies": 4,
        "articles": 38,
        "publishers": 7,
        "novelty": 0.97,
        "importance": 3.2,
        "development_id": 301,
        "alert_id": 12,
        "why": "about what was asked for (what is new: 0.61; enough: 0.42)",
        "coverage": (0, 0, 0, 0, 0, 0, 9, 14, 6, 9),
        "heard": "3 of 40 feeds silent since 06:10: Dunmere Gazette, Kurier, Veldary Times.",
        "language": "en",
        "links": tuple(
            (name, f"https://news.example.org/alerts/12?do={name.lower().replace(' ', '-')}")
            for name in ("Story", "Useful", "Not news", "Mute", "Snooze")
        ),
    }
    return AlertView(**(values | more))


def example_digest() -> DigestView:
    ferry = example_alert()
    again = example_alert(
        headline="The ministry grounded the Ansel Line's three other ferries.",
        development_id=302,
        changes=ferry.changes[2:],
        importance=2.1,
    )
    water = example_alert(
        story_id=18,
        story="Boil-water notice for Dunmere",
        development_id=303,
        kinds=("wake", "development"),
        headline="Dunmere's boil-water notice was lifted in all but two streets.",
        changes=(Change("The notice was lifted in all but two streets of Dunmere.", False),),
        details=(("days asleep", 131.0),),
        articles=9,
        publishers=3,
        copies=0,
        importance=1.4,
    )
    held = HeldLine(
        "Ansel Line shares fall 4 percent",
        "Ferry sinks off Port Ansel with 60 aboard",
        "below-importance",
        "importance 0.40 is below 1",
        "https://ledger.example/ansel",
    )
    return DigestView(
        "Ferries",
        START - timedelta(days=1),
        START,
        "Europe/Berlin",
        (ferry, again, water),
        (302, 303),
        (held,),
        "38 of 40 feeds heard.",
        links=(("Watch", "https://news.example.org/watches/Ferries"),),
    )


@pytest.fixture(scope="session")
def examples() -> dict[str, Any]:
    """Every kind of message, by name."""
    alert = example_alert()
    correction = example_alert(
        kinds=("correction", "development"),
        headline="An earlier version gave the toll as 12; it is 11.",
        corrects="Divers raised the toll to 12.",
        development_id=304,
        changes=alert.changes[:1],
        loud=True,
    )
    return {
        "alert": alert,
        "correction": correction,
        "fold": FoldView((alert, correction, *example_digest().alerts[1:]), more=3),
        "digest": example_digest(),
        "notice": NoticeView(
            "channel mail cannot be reached: 2 not delivered",
            ("mail: the mail server refused at RCPT TO: 550 no such user.", "`newsdelta alerts` lists them."),
        ),
    }


# -- servers ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


class MailServer:
    """aiosmtpd on loopback. `faults` are taken one a message: a reply line, or 'reset' after DATA."""

    def __init__(
        self, certificate: tuple[Path, Path], security: str = "none", login: str | None = None
    ) -> None:
        import ssl

        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        self.inbox: list[bytes] = []
        self.faults: list[str | None] = []
        self.rcpt_faults: list[str | None] = []
        self.trust = ssl.create_default_context(cafile=str(certificate[0]))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        more: dict[str, Any] = {}
        if security == "starttls":
            more |= {"tls_context": context, "require_starttls": True}
        if login is not None:
            user, _, password = login.partition(":")

            def authenticate(
                server: Any, session: Any, envelope: Any, mechanism: str, data: Any
            ) -> AuthResult:
                ok = (data.login, data.password) == (user.encode(), password.encode())
                return AuthResult(success=ok, handled=False)

            more |= {
                "authenticator": authenticate,
                "auth_required": True,
                "auth_require_tls": security == "starttls",
            }
        self.controller = Controller(
            self,
            hostname="localhost",
            port=0,
            ssl_context=context if security == "tls" else None,
            ready_timeout=20,
            **more,
        )
        self.port = 0

    def start(self) -> MailServer:
        import socket

        with socket.socket() as probe:  # aiosmtpd checks itself by its port, which must be known
            probe.bind(("localhost", 0))
            self.port = self.controller.port = probe.getsockname()[1]
        self.controller.start()
        return self

    def stop(self) -> None:
        self.controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        fault = self.rcpt_faults.pop(0) if self.rcpt_faults else None
        if fault:
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        fault = self.faults.pop(0) if self.faults else None
        if fault == "reset":
            server.transport.abort()
            return "451 gone"
        if fault == "accept-and-reset":
            self.inbox.append(envelope.content)
            server.transport.abort()
            return "250 lost"
        if fault:
            return fault
        self.inbox.append(envelope.content)
        return "250 accepted"


@pytest.fixture
def mail_server(certificate: tuple[Path, Path]) -> Iterator[Callable[..., MailServer]]:
    running: list[MailServer] = []

    def start(security: str = "none", login: str | None = None) -> MailServer:
        running.append(MailServer(certificate, security, login).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()


class SlackServer:
    """As much of Slack's API as newsdelta uses, on loopback. `faults` are taken one a request."""

    def __init__(self) -> None:
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self.messages: list[dict[str, Any]] = []
        self.faults: list[Any] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.answer(self)

            do_GET = do_POST

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/api/"

    def answer(self, request: Any) -> None:
        import json
        from urllib.parse import parse_qsl, urlsplit

        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        kind = request.headers.get("Content-Type", "")
        query = dict(parse_qsl(urlsplit(request.path).query))
        given = query | (json.loads(body) if "json" in kind else dict(parse_qsl(body)))
        for name in ("blocks", "metadata"):
            if isinstance(given.get(name), str):
                given[name] = json.loads(given[name])
        method = urlsplit(request.path).path.rpartition("/")[2]
        self.calls.append((method, given, request.headers.get("Authorization", "")))
        fault = None
        if method in ("chat.postMessage", "hook") and self.faults:
            fault = self.faults.pop(0)
        if fault == "half":
            request.send_response(200)
            request.send_header("Content-Length", "500")
            request.end_headers()
            request.wfile.write(b'{"ok": tr')
            request.close_connection = True
            return
        if fault in ("reset", "accept-and-reset"):
            if fault == "accept-and-reset":
                self._post(given)
            request.close_connection = True
            request.connection.close()
            return
        if isinstance(fault, tuple):
            status, headers, text = fault
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(text.encode())
            return
        if fault:
            self._reply(request, {"ok": False, "error": fault})
        elif method == "chat.postMessage":
            self._reply(request, {"ok": True, "channel": "C1", "ts": self._post(given)})
        elif method in ("conversations.history", "conversations.replies"):
            self._reply(request, {"ok": True, "messages": list(reversed(self.messages))})
        else:
            self._reply(request, {"ok": True})

    def _post(self, given: dict[str, Any]) -> str:
        stamp = f"{1_700_000_000 + len(self.messages)}.000100"
        self.messages.append(given | {"ts": stamp})
        return stamp

    def _reply(self, request: Any, value: dict[str, Any]) -> None:
        import json

        data = json.dumps(value).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def slack_server() -> Iterator[SlackServer]:
    server = SlackServer()
    yield server
    server.stop()
