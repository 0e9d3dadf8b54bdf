"""Serving the pages: uvicorn, quietly, with one line that says where."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from models.embeddings import Encoder, load_encoder
from models.errors import InputError
from settings.limits_web import STOPS_WITHIN_S
from settings.schema import Settings
from storage.database import Database
from storage.running import notes
from web.app import create
from web.forms import fresh_key

FORM_KEY = "web-form-key"


def now() -> datetime:
    return datetime.now(UTC)


def serve(config: Path | None, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until stopped (Ctrl-C, SIGTERM). InputError when the address cannot be had."""
    with Database.open(settings.database_url()) as db:
        app = create(settings, db, now, lambda: encoder_of(settings), config, form_key(db, now()))
        listening = bound(settings.web.host, settings.web.port)
        say(where(address(listening), settings.web.url))
        run(app, listening)


def form_key(db: Database, at: datetime) -> str:
    """By which forms are signed: made at the first start, the same at every later one."""
    with db.read() as conn:
        known = notes.get(conn, FORM_KEY)
    if known:
        return str(known[0])
    with db.write() as conn:
        return notes.kept(conn, FORM_KEY, fresh_key(), at)


def where(here: str, url: str | None) -> str:
    """The line that says where the pages listen, and how others reach them where that is another address."""
    outside = f"; links in alerts lead to {url}" if url and url.rstrip("/") != here.rstrip("/") else ""
    return f"Pages: {here}  (Ctrl-C stops them){outside}"


def encoder_of(settings: Settings) -> Encoder:
    return load_encoder(settings.model.name, settings.model.path)


def bound(host: str, port: int) -> socket.socket:
    """A listening socket, had before anything is said or loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # said to be TCP: only then does asyncio turn Nagle's algorithm off, which costs 40 ms an answer
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        raise InputError(
            f"The pages cannot listen on {host} port {port}: {error.strerror}. Set web.host and web.port."
        ) from error
    return listening


def address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: FastAPI, listening: socket.socket) -> None:
    """Only warnings are logged. X-Forwarded-Proto is believed from loopback alone, as uvicorn does."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOPS_WITHIN_S,
        lifespan="off",
    )
    uvicorn.Server(config).run(sockets=[listening])
