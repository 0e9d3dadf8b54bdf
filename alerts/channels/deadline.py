"""A total deadline for sending: no connection of this thread waits past it, however slowly the bytes drip.

smtplib, urllib3 and slack_sdk know time-outs for one read at a time, and a server that sends a byte a second never
meets them. Here the sockets themselves ask before each wait how long is left.
"""

from __future__ import annotations

import contextlib
import math
import os
import socket
import ssl
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class _Send:
    """The send at hand."""

    end: float
    """time.monotonic() after which it may not wait any more."""
    sockets: list[socket.socket] = field(default_factory=list)


_send: ContextVar[_Send | None] = ContextVar("send", default=None)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Within, no socket that `connect` made or a `trusting` context wrapped waits longer than this in all: TimeoutError
    then. After it, all of these are closed."""
    send = _Send(time.monotonic() + seconds)
    token = _send.set(send)
    try:
        yield
    finally:
        _send.reset(token)
        for sock in send.sockets:  # a library that gives up may leave its own to the garbage collector
            with contextlib.suppress(OSError):
                os.close(sock.detach())


def connect(host: str, port: int, timeout_s: float | None) -> socket.socket:
    """A connection to the first address of `host` that answers, each asked for `timeout_s`. Raises OSError."""
    failure: OSError = socket.gaierror(socket.EAI_NONAME, "the host has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            sock = _Socket(family, kind, protocol)
        except OSError as error:
            failure = error  # no IPv6 here, say
            continue
        try:
            _note(sock)
            sock.settimeout(timeout_s)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _hurry(sock)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def trusting(tls: ssl.SSLContext | None = None) -> ssl.SSLContext:
    """`tls`, or whom the system trusts, with sockets that keep the deadline."""
    context = tls or ssl.create_default_context()
    context.sslsocket_class = _TlsSocket
    return context


def _note(sock: socket.socket) -> None:
    send = _send.get()
    if send is not None:
        send.sockets.append(sock)


def _hurry(sock: socket.socket) -> None:
    """Let the next wait of a socket end at the deadline."""
    send = _send.get()
    if send is None:
        return
    left = send.end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    timeout = sock.gettimeout()
    if left < (math.inf if timeout is None else timeout):
        sock.settimeout(left)


class _Socket(socket.socket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _hurry(self)
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        _hurry(self)  # of a plain socket a time-out holds for all of it
        super().sendall(*args, **kwargs)


class _TlsSocket(ssl.SSLSocket):
    def do_handshake(self, *args: Any, **kwargs: Any) -> None:
        _note(self)
        _hurry(self)
        super().do_handshake(*args, **kwargs)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _hurry(self)
        return super().recv_into(*args, **kwargs)

    def send(self, *args: Any, **kwargs: Any) -> int:
        _hurry(self)
        return super().send(*args, **kwargs)
