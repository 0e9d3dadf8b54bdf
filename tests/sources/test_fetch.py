"""Fetching: conditional, bounded after decompression, with one deadline, at a host's own pace."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.nouns import Response
from settings import limits_sources as limits
from sources.asking.faults import explain
from sources.asking.fetch import Fetcher, Request, header

ME = "newsdelta test (mail@example.org)"
OWN = {"127.0.0.1"}
OK = b"HTTP/1.1 200 OK\r\n"


def test_validators_go_back_byte_for_byte(server: Any, said: Any, fetcher: Fetcher) -> None:
    odd = 'W/"a\xe9 \t,b=\\"'
    server.pages["/feed"] = said("", 304)
    response = fetcher.get(server.url("/feed"), etag=odd, last_modified="not a date at all")
    assert response.status == 304
    assert response.problem is None
    headers = server.asked[0][1]
    assert headers["If-None-Match"] == odd
    assert headers["If-Modified-Since"] == "not a date at all"
    assert headers["User-Agent"] == ME


def test_validators_come_as_they_are(server: Any, said: Any, fetcher: Fetcher) -> None:
    server.pages["/"] = said("x", etag='"\xfc"', last_modified="gestern")
    headers = dict(fetcher.get(server.url()).headers)
    assert headers["Etag"] == '"\xfc"'
    assert headers["Last-Modified"] == "gestern"


def test_a_validator_never_ends_its_line(server: Any, said: Any, fetcher: Fetcher) -> None:
    """A folded header would go back folded, with a second line in it; a NUL is nobody's."""
    validators = b'\r\nETag: "a\r\n\tX-Evil: 1"\r\nLast-Modified: a\0b\r\n\r\n'
    server.pages["/"] = said("x").replace(b"\r\n\r\n", validators, 1)
    headers = dict(fetcher.get(server.url()).headers)
    assert headers["ETag"] == '"a X-Evil: 1"'
    assert "Last-Modified" not in headers
    server.pages["/"] = said("", 304)
    assert fetcher.get(server.url(), etag=headers["ETag"]).status == 304
    assert server.asked[-1][1]["If-None-Match"] == '"a X-Evil: 1"'


def test_redirects_are_followed_and_a_permanent_start_is_told(
    server: Any, said: Any, fetcher: Fetcher
) -> None:
    server.pages |= {
        "/a": said("", 301, location="/b"),
        "/b": said("", 308, location=server.url("/c")),
        "/c": said("", 302, location="d?x=1"),
        "/d?x=1": said("here"),
    }
    response = fetcher.get(server.url("/a"))
    assert response.body == b"here"
    assert response.final_url == server.url("/d?x=1")
    assert response.permanent_url == server.url("/c")


def test_a_temporary_redirect_moves_nothing(server: Any, said: Any, fetcher: Fetcher) -> None:
    server.pages |= {"/a": said("", 302, location="/b"), "/b": said("", 301, location="/c"), "/c": said("x")}
    assert fetcher.get(server.url("/a")).permanent_url is None


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ({"/": (301, {"location": "/"})}, "redirects"),
        ({"/": (404, {})}, "http-404"),
        ({"/": (410, {})}, "http-410"),
        ({"/": (500, {})}, "http-500"),
        ({"/": (418, {})}, "http-418"),
        ({"/": (520, {})}, "http-520"),
        ({"/": (302, {})}, "http-302"),
        ({"/": (302, {"location": "mailto:x@example.org"})}, "address"),
        ({"/": (200, {"content_encoding": "rot13"})}, "encoding"),
        ({"/": (200, {"content_encoding": "gzip"})}, "encoding"),
        ({"/": (200, {"content_length": "100"})}, "cut-short"),
        ({"/": (200, {"content_length": "x"})}, None),
    ],
)
def test_what_goes_wrong_is_a_problem_in_words(
    pages: dict[str, Any], code: str | None, server: Any, said: Any
) -> None:
    def and_close(data: bytes) -> Callable[[socket.socket, dict[str, str]], None]:
        return lambda conn, headers: conn.sendall(data)

    server.pages |= {path: and_close(said("text", status, **h)) for path, (status, h) in pages.items()}
    with Fetcher(ME, OWN) as fetcher:
        problem = fetcher.get(server.url()).problem
    if code is None:
        return
    assert problem is not None
    assert problem.code == code
    assert problem.text.endswith((".", ")."))
    assert "Traceback" not in problem.text


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://lom.example/" + "x" * limits.URL_CHARS, f"longer than {limits.URL_CHARS} characters"),
        ("http://[::1/", "cannot be understood"),
        ("https:///feed", "names no host"),
        ("ftp://lom.example/", "not ftp"),
        ("http://me:secret@lom.example/", "a login, which we do not send"),
    ],
)
def test_an_address_that_cannot_be_asked_says_why(address: str, what: str) -> None:
    with Fetcher(ME) as fetcher:
        problem = fetcher.get(address).problem
    assert problem is not None
    assert (problem.code, problem.retry) == ("address", False)
    assert what in problem.text
    assert "secret" not in problem.text


def test_a_failure_of_no_kind_that_we_know_is_told_too() -> None:
    assert explain(OSError(24, "Too many open files")).text == "No connection to the server could be made."


def test_a_redirect_to_nonsense_is_told(server: Any, said: Any, fetcher: Fetcher) -> None:
    server.pages |= {"/": said("", 302, location="http://[lom/")}
    assert _code(fetcher.get(server.url())) == "address"


def test_no_one_listens_and_no_such_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    def unknown(host: str, port: int) -> list[tuple[int, Any]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with Fetcher(ME, OWN) as fetcher:
        assert _code(fetcher.get(f"http://127.0.0.1:{port}/")) == "connection"
    with Fetcher(ME, resolve=unknown) as fetcher:
        assert _code(fetcher.get("http://nowhere.example/")) == "name"
    with Fetcher(ME) as fetcher:
        assert _code(fetcher.get(f"http://{'a' * 64}.example/")) == "name", "no name is so long: nobody is asked"


def _code(response: Response) -> str | None:
    return response.problem.code if response.problem else None


def test_a_certificate_that_nobody_signed_is_refused_and_a_good_one_is_not(
    certificate: tuple[Path, Path],
) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            for _ in range(2):
                conn, _ = listening.accept()
                with contextlib.suppress(OSError), serving.wrap_socket(conn, server_side=True) as secure:
                    secure.recv(65536)
                    secure.sendall(OK + b"Content-Length: 6\r\n\r\nsecret")

        threading.Thread(target=serve, daemon=True).start()
        with Fetcher(ME, {"localhost"}) as fetcher:
            assert _code(fetcher.get(f"https://localhost:{port}/")) == "certificate"
        trusting = ssl.create_default_context(cafile=str(certificate[0]))
        with Fetcher(ME, {"localhost"}, tls=trusting) as fetcher:
            assert fetcher.get(f"https://localhost:{port}/").body == b"secret"


@pytest.mark.parametrize("drips", ["the handshake", "the body"])
def test_a_deadline_holds_within_tls_as_well(drips: str, certificate: tuple[Path, Path]) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(*certificate)
    over = threading.Event()

    def serve(listening: socket.socket) -> None:
        conn, _ = listening.accept()
        if drips == "the handshake":
            over.wait(20)
            return
        with contextlib.suppress(OSError), serving.wrap_socket(conn, server_side=True) as secure:
            secure.recv(65536)
            secure.sendall(OK + b"Content-Length: 100000\r\n\r\n")
            while not over.wait(0.05):
                secure.sendall(b"z")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        trusting = ssl.create_default_context(cafile=str(certificate[0]))
        begun = time.monotonic()
        with Fetcher(ME, {"localhost"}, tls=trusting, deadline=0.4) as fetcher:
            problem = fetcher.get(f"https://localhost:{listening.getsockname()[1]}/").problem
        assert time.monotonic() - begun < 0.4 + 2
        over.set()
    assert problem is not None
    assert problem.code in ("deadline", "timeout")


def test_a_connection_is_kept_and_used_again(server: Any, said: Any, fetcher: Fetcher) -> None:
    server.pages["/"] = said("x")
    for _ in range(5):
        assert fetcher.get(server.url()).body == b"x"
    assert server.connections == 1


def test_a_kept_connection_that_died_is_no_failure(server: Any, said: Any, fetcher: Fetcher) -> None:
    def once(conn: socket.socket, headers: dict[str, str]) -> None:
        conn.sendall(said("x"))  # promises to stay open, and closes

    server.pages["/"] = once
    assert [fetcher.get(server.url()).body for _ in range(3)] == [b"x"] * 3


# -- many ------------------------------------------------------------------------------------------


def _local(host: str, port: int) -> list[tuple[int, Any]]:
    return [(socket.AF_INET, ("127.0.0.1", port))]


def test_hosts_are_fetched_at_once_and_each_keeps_its_own_pace(server: Any) -> None:
    """Real time in tenths of a second: two requests at once to a host, 0.05 s apart."""
    lock, now, most, starts = threading.Lock(), {}, {}, {}  # type: ignore[var-annotated]

    def serve(conn: socket.socket, headers: dict[str, str]) -> None:
        host = headers["Host"].partition(":")[0]
        with lock:
            now[host] = now.get(host, 0) + 1
            most[host] = max(most.get(host, 0), now[host])
            most["all"] = max(most.get("all", 0), sum(now.values()))
        threading.Event().wait(0.08)
        with lock:
            now[host] -= 1
        conn.sendall(OK + b"Content-Length: 0\r\n\r\n")

    hosts = [f"host{n}.test" for n in range(6)]
    server.pages |= {f"/{n}": serve for n in range(5)}
    requests = [Request(f"http://{host}:{server.port}/{n}") for n in range(5) for host in hosts]
    # the settings do not name these hosts: they are reached because a resolver of the test says so
    fetcher = Fetcher(ME, OWN, per_host=2, host_delay=0.05, resolve=_local)
    fetcher._gate._allowed = frozenset(hosts)
    with fetcher:
        fetcher._slots._exempt = lambda host: False
        begin = fetcher._slots.begin

        def noted(host: str) -> None:
            starts.setdefault(host.partition(":")[0], []).append(time.monotonic())
            begin(host)

        fetcher._slots.begin = noted  # type: ignore[method-assign]  # on arrival a busy machine has moved them
        answers = list(fetcher.get_many(requests))
    assert sorted(r.url for r, _ in answers) == sorted(r.url for r in requests)
    assert all(a.problem is None for _, a in answers)
    assert all(most[h] <= 2 for h in hosts)
    assert most["all"] > 6, "hosts wait for one another"
    for host in hosts:
        gaps = [b - a for a, b in zip(sorted(starts[host]), sorted(starts[host])[1:], strict=False)]
        assert min(gaps) >= 0.05, "requests to one host do not keep apart"


def test_a_consumer_that_stops_early_ends_the_rest(server: Any, said: Any) -> None:
    server.pages |= {f"/{n}": said("x") for n in range(500)}
    with Fetcher(ME, OWN, workers=4) as fetcher:
        answers = fetcher.get_many([Request(server.url(f"/{n}")) for n in range(500)])
        next(answers)
        answers.close()  # type: ignore[attr-defined]
    assert len(server.asked) < 200
    assert not [t for t in threading.enumerate() if t.name.startswith("fetch-")]


def test_where_a_redirect_leads_holds_nothing_that_a_terminal_obeys(server: Any, said: Any, fetcher: Fetcher) -> None:
    server.pages |= {"/": said("", 301, location="/to?\x1bc\x9b"), "/to?%1Bc%C2%9B": said("there")}
    response = fetcher.get(server.url("/"))
    assert response.body == b"there"
    assert response.final_url == response.permanent_url == server.url("/to?%1Bc%C2%9B")


@pytest.mark.parametrize(
    ("status", "after", "waits"),
    [
        (429, "3600", 3600),
        (503, "3600", 3600),
        (429, "Mon, 02 Mar 2026 14:30:00 GMT", 3600),
        (429, "", limits.TOO_MANY_S),
        (429, "soon", limits.TOO_MANY_S),
        (503, "", None),
        (404, "3600", None),
    ],
)
def test_pages_of_a_server_that_asks_to_wait_are_not_asked_for(
    status: int, after: str, waits: float | None, server: Any, said: Any
) -> None:
    server.pages |= {"/robots.txt": said("", 404), "/a": said("open"), "/feed": said("news")}
    server.pages["/busy"] = said("", status, retry_after=after, date="Mon, 02 Mar 2026 13:30:00 GMT")
    with Fetcher(ME, OWN) as fetcher:
        fetcher.get(server.url("/busy"))
        assert fetcher.get(server.url("/a"), robots=True).problem is None, "a feed has its own times"
        fetcher.get(server.url("/busy"), robots=True)
        held = fetcher.get(server.url("/a"), robots=True)
        assert fetcher.get(server.url("/feed")).body == b"news"
    assert [path for path, _ in server.asked].count("/a") == (1 if waits else 2)
    assert held.status == (429 if waits else 200)
    if waits:
        assert float(header(held, "retry-after") or 0) == pytest.approx(waits, abs=5)


# -- robots.txt ------------------------------------------------------------------------------------


def test_robots_txt_is_asked_once_and_obeyed_for_pages_only(server: Any, said: Any) -> None:
    server.pages |= {
        "/robots.txt": said("User-agent: *\nDisallow: /private/\n"),
        "/private/a": said("secret"),
        "/a": said("open"),
        "/to": said("", 302, location="/private/a"),
    }
    with Fetcher(ME, OWN) as fetcher:
        paths = ["/private/a", "/a", "/to"]
        answers = {
            r.url: a for r, a in fetcher.get_many([Request(server.url(p), robots=True) for p in paths])
        }
        assert fetcher.get(server.url("/private/a")).body == b"secret"  # a feed: offered, so read
    assert answers[server.url("/a")].body == b"open"
    for path in ("/private/a", "/to"):
        problem = answers[server.url(path)].problem
        assert problem is not None
        assert problem.code == "robots"
        assert not problem.retry
    assert [p for p, _ in server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "code"), [(404, None), (403, None), (500, "robots-unreachable")])
def test_without_robots_txt_all_is_open_but_an_ailing_server_is_left_alone(
    status: int, code: str | None, server: Any, said: Any
) -> None:
    server.pages |= {"/robots.txt": said("no", status), "/a": said("open")}
    with Fetcher(ME, OWN) as fetcher:
        problem = fetcher.get(server.url("/a"), robots=True).problem
    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    "lines",
    [
        "".join(f"User-agent: x{n}\n" for n in range(3000)) + "".join(f"Disallow: /{n}\n" for n in range(20_000)),
        "".join(f"User-agent: x{n}\nSitemap: /\nuser   agent y{n}\n" for n in range(5000)) + "Disallow: /\n" * 9000,
        "".join(f"User-agent: x{n}\n# Disallow:\n\n" for n in range(14_000)),
    ],
)
def test_a_robots_txt_for_thousands_of_machines_costs_little(lines: str, server: Any, said: Any) -> None:
    server.pages |= {"/robots.txt": said(lines), "/a": said("open")}
    begun = time.process_time()
    with Fetcher(ME, OWN) as fetcher:
        problem = fetcher.get(server.url("/a"), robots=True).problem
    assert time.process_time() - begun < 5, "it took three minutes"
    assert problem is not None
    assert problem.code == "robots-unreachable"


def test_a_long_robots_txt_is_obeyed(server: Any, said: Any) -> None:
    groups = "".join(f"User-agent: bot{n}\n" + "Disallow: /\n# why\n\nDisallow: /x\n\n" for n in range(2000))
    server.pages |= {"/robots.txt": said(groups + "User-agent: *\nDisallow: /private"), "/a": said("open")}
    with Fetcher(ME, OWN) as fetcher:
        assert fetcher.get(server.url("/a"), robots=True).body == b"open"
        refused = fetcher.get(server.url("/private"), robots=True).problem
    assert refused is not None
    assert refused.code == "robots"
