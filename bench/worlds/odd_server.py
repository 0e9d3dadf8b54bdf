"""A real server on loopback whose answers are written byte by byte, so that it may be as odd as the web."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket, dict[str, str]], bytes | None]
"""A whole HTTP answer, or what to do with the connection and the request's headers: that may give an answer, or
None once the connection is over."""


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """A proper HTTP/1.1 answer. `content_type` becomes Content-Type, and so on."""
    body = body.encode() if isinstance(body, str) else body
    named = {k.replace("_", "-").title(): v for k, v in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    head = "".join(f"{k}: {v}\r\n" for k, v in named.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + body


@dataclass
class Server:
    """`pages` maps a path to its answer; `asked` holds (path, headers) of every request, in order."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, conn: socket.socket) -> None:
        with conn:
            while True:
                head = b""
                while b"\r\n\r\n" not in head:
                    got = conn.recv(65536)
                    if not got:
                        return
                    head += got
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
                self.asked.append((path, headers))
                said = self.pages.get(path, answer("no", 404))
                made = said if isinstance(said, bytes) else said(conn, headers)
                if made is None:
                    return
                conn.sendall(made)


def _accept(listening: socket.socket, server: Server) -> None:
    def each(conn: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the client went away, as it may
            server.serve(conn)

    while True:
        try:
            conn, _ = listening.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(target=each, args=(conn,), daemon=True).start()


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server on a port of its own, until the block ends."""
    made = Server()
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        made.port = listening.getsockname()[1]
        threading.Thread(target=_accept, args=(listening, made), daemon=True).start()
        yield made
        listening.shutdown(socket.SHUT_RDWR)
