"""A token in every form, so that only our own pages' forms change anything (double submit, signed)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated

from fastapi import Form, HTTPException, Request

COOKIE = "newsdelta_form"
_BYTES = 24


def fresh_key() -> str:
    return secrets.token_hex(32)


class Stamp:
    """Signs forms. With a key that is kept, those that are open outlive a restart."""

    def __init__(self, key: str | None = None) -> None:
        self._key = (key or fresh_key()).encode()

    def cookie(self, request: Request) -> tuple[str, bool]:
        """The visitor's cookie, and whether it is a fresh one that has to be set."""
        known = request.cookies.get(COOKIE, "")
        if len(known) == 2 * _BYTES and known.isalnum():
            return known, False
        fresh: str | None = getattr(request.state, "form_cookie", None)
        if fresh is None:
            fresh = request.state.form_cookie = secrets.token_hex(_BYTES)
        return fresh, True

    def token(self, request: Request) -> str:
        return self._signed(self.cookie(request)[0])

    def fits(self, request: Request, given: str) -> bool:
        known = request.cookies.get(COOKIE, "")
        return bool(known) and hmac.compare_digest(
            self._signed(known).encode(), given.encode("utf-8", "replace")
        )

    def _signed(self, cookie: str) -> str:
        return hmac.new(self._key, cookie.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def visitor(request: Request) -> str:
    """Tells one visitor from another; empty before the first form."""
    return request.cookies.get(COOKIE, "")


def stamped(request: Request, csrf: Annotated[str, Form(max_length=200)] = "") -> None:
    """Dependency of every route that a form reaches."""
    stamp: Stamp = request.app.state.stamp
    if not stamp.fits(request, csrf):
        raise HTTPException(403, "This form was out of date: go back, load the page again, and repeat it.")
