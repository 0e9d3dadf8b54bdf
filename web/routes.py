"""What the routers of all pages share: types of parameters, and the answers that the API says it gives."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse

from web.build import plain
from web.cursor import MOST_ID
from web.forms import stamped
from web.shapes import Trouble

Id = Annotated[int, Path(ge=1, le=MOST_ID)]
KEY = r"^[0-9]{8}T[0-9]{6}\.[0-9]{6}_[0-9]{1,10}$"
Before = Annotated[str | None, Query(pattern=KEY, description="`next` of the page before")]
BelowText = Annotated[str | None, Query(pattern=r"^[0-9]{1,10}$", description="`next` of the page before")]
EitherKey = Annotated[str | None, Query(max_length=60)]
After = Annotated[int, Query(ge=0, le=MOST_ID)]
WatchName = Annotated[str | None, Query(max_length=200)]

TROUBLES: dict[int | str, dict[str, Any]] = {
    401: {"model": Trouble, "description": "A token is needed."},
    403: {"model": Trouble, "description": "The request came from another site."},
    404: {"model": Trouble, "description": "There is no such thing."},
    422: {"model": Trouble, "description": "The request cannot be understood."},
    503: {"model": Trouble, "description": "The database cannot be used just now."},
}
CHANGES: dict[int | str, dict[str, Any]] = {
    400: {"model": Trouble, "description": "The body is no JSON."},
    409: {"model": Trouble, "description": "It cannot be done as things are."},
    413: {"model": Trouble, "description": "The body is too large."},
    415: {"model": Trouble, "description": "The body must be JSON."},
}


def for_people() -> APIRouter:
    return APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


def for_programs(tag: str) -> APIRouter:
    return APIRouter(prefix="/api", tags=[tag], responses=TROUBLES, dependencies=[Depends(_known)])


def _known(request: Request) -> None:
    """HTTP 422 for a parameter that is not there: misspelt, it would be left out in silence and too much found."""
    known = [each.alias for each in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise HTTPException(422, f"There is no parameter '{plain(name)}' here; {there}.")


FORM = [Depends(stamped)]
