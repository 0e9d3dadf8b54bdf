"""Coming in with the token, and leaving."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from web.flash import inside
from web.guard import SESSION, SESSION_S, Keys
from web.routes import FORM, for_people
from web.view import page, secure

people = for_people()
LATE = "Nothing was done: your time here had run out. Come in, go back to the form, and send it again."
Next = Annotated[str, Query(max_length=2000)]


@people.get("/enter")
def enter(request: Request, next: Next = "/", late: bool = False) -> Response:
    keys: Keys = request.app.state.keys
    if not keys.has_token:
        return RedirectResponse("/", 303)
    return page(request, "enter.html", "Come in", next=inside(next), wrong=LATE if late else None)


@people.post("/enter", dependencies=FORM)
def come_in(
    request: Request,
    token: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    keys: Keys = request.app.state.keys
    if not keys.has_token:
        raise HTTPException(404, "No token is asked for here.")
    fits = keys.fits(token)
    if not fits:
        wrong = "That is not the token." if fits is False else "Too many wrong tokens: wait five minutes."
        return page(
            request,
            "enter.html",
            "Come in",
            status=403 if fits is False else 429,
            next=inside(next),
            wrong=wrong,
        )
    response = RedirectResponse(inside(next), 303)
    response.set_cookie(
        SESSION, keys.session(), max_age=SESSION_S, httponly=True, samesite="lax", secure=secure(request)
    )
    return response


@people.post("/leave", dependencies=FORM)
def leave() -> Response:
    response = RedirectResponse("/enter", 303)
    response.delete_cookie(SESSION)
    return response
