"""What an action did, said on the page that it leads to: kept here, and its number in the address."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse

from web.forms import visitor
from web.shapes import Done

KEPT = 500


class Flashes:
    def __init__(self) -> None:
        self._said: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, done: Done, back: str, whose: str) -> str:
        number = secrets.token_hex(6)
        with self._lock:
            self._said[number] = {
                "text": done.text,
                "undo": (done.undo or "").removeprefix("/api"),
                "back": back,
                "whose": whose,
            }
            while len(self._said) > KEPT:
                self._said.popitem(last=False)
        return number

    def spend(self, undo: str) -> None:
        """What was taken back is not said again, wherever the visitor goes back to."""
        with self._lock:
            for number in [number for number, said in self._said.items() if said["undo"] == undo]:
                del self._said[number]

    def get(self, number: str, whose: str) -> dict[str, str] | None:
        """None for anybody else, to whom the address was handed on."""
        said = self._said.get(number)
        return said if said and said["whose"] == whose else None


def lead(request: Request, to: str, done: Done) -> RedirectResponse:
    """Post, redirect, get: loading the page again does nothing twice."""
    flashes: Flashes = request.app.state.flashes
    flashes.spend("?".join(filter(None, (request.url.path, request.url.query))))
    path, _, rest = inside(to).partition("#")
    path, _, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("done=")]
    number = flashes.keep(done, "?".join(filter(None, (path, "&".join(kept)))), visitor(request))
    query = "&".join([*kept, f"done={number}"])
    return RedirectResponse(f"{path}?{query}" + (f"#{rest}" if rest else ""), 303)


def inside(to: str) -> str:
    """A path of these pages, whatever a form says: never another site's address."""
    try:
        parts = urlsplit(to if to.isascii() and to.isprintable() and "\\" not in to else "/")
    except ValueError:  # a bracket that never closes
        return "/"
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return (
        parts.path
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )
