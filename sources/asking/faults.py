"""What can go wrong with an address, each as a Problem that reads as one sentence for a person."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl

from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    IncompleteRead,
    LocationParseError,
    NameResolutionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import Url, parse_url

from models.nouns import Problem
from settings import limits_sources as limits
from sources.asking.gate import Late, Refused

_STATUS = {
    400: "The server says that the request is wrong (400).",
    401: "The address asks for a login (401).",
    402: "The address asks for payment (402).",
    403: "The server refuses to let us read this (403).",
    404: "There is nothing at this address any more, or just now (404).",
    405: "The server does not answer requests of this kind (405).",
    406: "The server has no form of this that we can read (406).",
    408: "The server says that we were too slow (408).",
    410: "The publisher says that this is gone for good (410).",
    429: "The server asks us to come less often (429).",
    451: "The server may not show this for legal reasons (451).",
    500: "The server has an error of its own (500).",
    502: "The server's own supplier gave no proper answer (502).",
    503: "The server is overloaded or being worked on (503).",
    504: "The server's own supplier gave no answer in time (504).",
}


def checked(url: str) -> Url | Problem:
    """The address taken apart, if it is one that may be asked: http or https, a host, no login in it."""
    if len(url) > limits.URL_CHARS:
        return Problem("address", f"The address is longer than {limits.URL_CHARS} characters.", retry=False)
    try:
        parsed = parse_url(url.strip())
    except LocationParseError:
        return Problem("address", "The address cannot be understood.", retry=False)
    if parsed.scheme not in ("http", "https"):
        other = parsed.scheme or "others"
        return Problem("address", f"Only http and https addresses are read, not {other}.", retry=False)
    if not parsed.host:
        return Problem("address", "The address names no host.", retry=False)
    if parsed.auth is not None:
        return Problem("address", "The address holds a login, which we do not send.", retry=False)
    return parsed


def of_status(status: int) -> Problem | None:
    """What an HTTP status says is wrong; None for 2xx and 304."""
    if 200 <= status < 300 or status == 304:
        return None
    if status in _STATUS:
        text = _STATUS[status]
    elif 300 <= status < 400:
        text = f"The server sends us on without saying where ({status})."
    elif 400 <= status < 500:
        text = f"The server refuses the request ({status})."
    else:
        text = f"The server has an error of its own ({status})."
    return Problem(f"http-{status}", text, retry=status not in (401, 402, 405, 410, 451))


def too_large(limit: int) -> Problem:
    return Problem("too-large", f"The answer is larger than {limit // 2**20 or 1} MB, which we do not read.")


def too_many_redirects() -> Problem:
    return Problem("redirects", f"The address sends us on more than {limits.REDIRECTS} times.")


def was_stale(e: Exception) -> bool:
    """Whether a connection broke before a byte of the answer: it was kept open and had died meanwhile."""
    cause = e.args[1] if isinstance(e, ProtocolError) and len(e.args) > 1 else e
    return isinstance(cause, (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError))


_FAILURES: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    ((ssl.SSLCertVerificationError,), "certificate", "The site's certificate is not valid."),
    (
        (socket.gaierror, NameResolutionError),
        "name",
        "The name of the host is not known (or the name server does not answer).",
    ),
    ((ReadTimeoutError, ConnectTimeoutError, TimeoutError), "timeout", "The server does not answer in time."),
    ((ssl.SSLError, SSLError), "tls", "No secure connection to the site could be made."),
    ((ConnectionRefusedError,), "connection", "The server refuses connections."),
    ((DecodeError,), "encoding", "The answer is packed wrongly and cannot be unpacked."),
    ((IncompleteRead, http.client.IncompleteRead), "cut-short", "The answer broke off before its end."),
    (
        (ProtocolError, http.client.HTTPException, ValueError),
        "protocol",
        "The server's answer is not proper HTTP, or broke off.",
    ),
)
"""Most telling first: a failure is wrapped in several exceptions."""

_NO_WAY = (errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH)
ASKED_NOBODY = ("name", "unreachable")
"""Problems that mean that no server was asked: mostly it is this machine that has no network."""


def explain(e: BaseException, *, late: bool = False) -> Problem:
    """A failure of the network as a problem in words."""
    chain = _chain(e)
    for c in chain:
        if isinstance(c, Refused):
            allowed = f"network: {{allow_private: ['{c.host.strip('[]')}']}}"
            advice = f" (in the settings, {allowed} allows a host of your own)" if c.host else ""
            return Problem("refused", f"We do not connect there: {c}{advice}.", retry=False)
    if late or any(isinstance(c, Late) for c in chain):
        return Problem("deadline", "The answer did not arrive in full in time.")
    if any(isinstance(c, OSError) and c.errno in _NO_WAY for c in chain):
        return Problem("unreachable", "No way leads to the server from here (is this machine's network up?).")
    for kinds, code, text in _FAILURES:
        for c in chain:
            if isinstance(c, kinds):
                if isinstance(c, ssl.SSLCertVerificationError):
                    text = f"The site's certificate is not valid ({c.verify_message})."
                return Problem(code, text)
    return Problem("connection", "No connection to the server could be made.")


def _chain(e: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    waiting = [e]
    while waiting:
        e = waiting.pop()
        if e is None or e in found:
            continue
        found.append(e)
        waiting += [a for a in e.args if isinstance(a, BaseException)]
        waiting += [e.__cause__, e.__context__]
    return found
