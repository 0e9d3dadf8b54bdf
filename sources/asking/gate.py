"""The one gate to the network: every connection of newsdelta's reading goes through here.

What is checked is the address that a socket is about to connect to, at the moment it connects and on
every hop, so no spelling of a host (127.1, 2130706433, ::ffff:10.0.0.1), no redirect and no resolver
that answers differently the second time leads inside. Proxy variables are not looked at. The same
sockets keep a total deadline: no read waits past it, however slowly the bytes drip.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextvars import ContextVar
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from settings import limits_sources as limits

SockAddr = tuple[Any, ...]
Resolve = Callable[[str, int], list[tuple[int, SockAddr]]]
"""(host, port) -> [(address family, socket address)]; raises OSError when the name is not known."""

_deadline: ContextVar[float] = ContextVar("deadline")
"""time.monotonic() after which the request at hand may not wait any more."""

_WEB_PORTS = frozenset({80, 443})
_NOT_GLOBAL = [
    ipaddress.ip_network(n)
    for n in (
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata lives at 192.0.0.192
        "168.63.129.16/32",  # a cloud's metadata at a public address
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries any IPv4 address
        "3fff::/20",
    )
]
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")


class Refused(OSError):
    """The gate does not connect there. `host`: what the settings would have to allow, if that is all."""

    def __init__(self, why: str, host: str = "") -> None:
        super().__init__(why)
        self.host = host


class Late(OSError):
    """The deadline of the request has passed."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever it is wrapped in.

    >>> [is_public(a) for a in ("1.1.1.1", "100.64.0.1", "::ffff:1.1.1.1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and ip not in _GLOBAL_IPV6:  # mapped, NAT64, ULA, link-local and the rest
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in n for n in _NOT_GLOBAL)


def system_resolve(host: str, port: int) -> list[tuple[int, SockAddr]]:
    """Ask the system's resolver, in a thread of its own since it knows no deadline."""
    answer: list[Any] = []

    def ask() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as e:
            answer.append(e)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_left(limits.CONNECT_TIMEOUT_S))
    if not answer:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer from the name server in time")
    if isinstance(answer[0], UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "not a host name")
    if isinstance(answer[0], OSError):
        raise answer[0]
    return [(family, address) for family, _, _, _, address in answer[0]]


@contextlib.contextmanager
def until(deadline: float) -> Iterator[None]:
    """Within, no connection of this thread waits past `deadline` (time.monotonic())."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


def _left(at_most: float | None) -> float:
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise Late("the deadline has passed")
    return left if at_most is None else min(left, at_most)


class _Socket(socket.socket):
    """A socket whose reads end at the deadline."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_left(limits.READ_TIMEOUT_S))
        return super().recv_into(*args, **kwargs)


class _TlsSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(_left(limits.CONNECT_TIMEOUT_S))
        super().do_handshake(block)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_left(limits.READ_TIMEOUT_S))
        return super().recv_into(*args, **kwargs)


class Gate:
    """Opens connections to public addresses, and to the private hosts that the settings name.

    `allow_private` holds host names or addresses, with or without `:port`.
    """

    def __init__(self, allow_private: Collection[str] = (), resolve: Resolve = system_resolve) -> None:
        self._allowed = frozenset(h.lower() for h in allow_private)
        self._resolve = resolve

    def is_allowed(self, host: str, port: int) -> bool:
        """Whether the settings name this host."""
        host = host.lower().strip("[]")
        with_port = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return host in self._allowed or with_port in self._allowed

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of `host` that answers and is not refused. Raises OSError."""
        allowed = self.is_allowed(host, port)
        if not allowed and port < 1024 and port not in _WEB_PORTS:
            raise Refused(f"port {port} is not a web port", host)
        failure: OSError = Refused(f"{host} has no address")
        for family, address in self._resolve(host.strip("[]"), port):
            if not allowed and not is_public(address[0]):
                failure = Refused(f"{host} is {_kind(host, address[0])}", host)
                continue
            sock = _Socket(family, socket.SOCK_STREAM)
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.settimeout(_left(limits.CONNECT_TIMEOUT_S))
                sock.connect(address)
            except OSError as e:
                sock.close()
                failure = e
            else:
                return sock
        raise failure


def _kind(host: str, address: str) -> str:
    return "a private address" if host == address else f"the private address {address}"


class _Gated(HTTPConnection):
    def __init__(self, *args: Any, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gate = gate

    def _new_conn(self) -> socket.socket:
        return self._gate.connect(self.host, self.port)


class _GatedTls(_Gated, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Gated

    def __init__(self, *args: Any, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn_kw["gate"] = gate


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GatedTls

    def __init__(self, *args: Any, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn_kw["gate"] = gate


class GatedPools(urllib3.PoolManager):
    """urllib3's connection pools, opened through a gate and nowhere else."""

    def __init__(self, gate: Gate, tls: ssl.SSLContext | None = None, connections: int = 4) -> None:
        context = tls or create_urllib3_context()
        context.sslsocket_class = _TlsSocket
        if tls is None:
            context.load_default_certs()
        super().__init__(limits.KEPT_CONNECTIONS, maxsize=connections, ssl_context=context, retries=False)
        self._gate = gate

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        made = dict(request_context or self.connection_pool_kw)
        for key in ("scheme", "host", "port"):
            made.pop(key, None)
        if scheme == "https":
            return _TlsPool(host, port, gate=self._gate, **made)
        for key in ("ssl_context", "cert_reqs", "ca_certs", "server_hostname", "assert_hostname"):
            made.pop(key, None)
        return _Pool(host, port, gate=self._gate, **made)
