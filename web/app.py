"""The application: the door, the pages, the JSON API, and how what goes wrong is said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from models.embeddings import Encoder
from models.errors import NewsdeltaError, StorageError
from settings.schema import Settings
from storage.database import Database
from web.flash import Flashes
from web.forms import Stamp
from web.guard import Guard, Keys, of_the_api
from web.metrics import Metrics
from web.pages import act, alerts, article, atom, audit, door, feeds, live, search, story, today, watches
from web.site import Site
from web.view import page

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
GROUPS = (today, story, article, search, watches, feeds, alerts, audit, act)


def create(
    settings: Settings,
    db: Database,
    clock: Callable[[], datetime],
    encoder: Callable[[], Encoder],
    config: Path | None = None,
    form_key: str | None = None,
) -> FastAPI:
    """The pages over an open database.

    `encoder` is called once, when something is first compared by meaning. `config` is the settings file, read
    again when it changes; without one, watches and feeds are shown and cannot be edited. The door (host,
    token, user header) is as `settings` have it now: a change there needs a restart. With `form_key` forms that are
    open outlive one.
    """
    app = FastAPI(
        title="newsdelta",
        version="1",
        description="Developments in the stories that are watched, with their evidence, and acting on them.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.site = Site(db, settings, clock, encoder, config)
    app.state.stamp, app.state.flashes = Stamp(form_key), Flashes()
    app.state.keys = Keys(settings.web, clock)
    app.state.metrics = Metrics()
    for group in GROUPS:
        app.include_router(group.people)
        app.include_router(group.programs)
    for router in (door.people, live.people, atom.people):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _said)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _misunderstood)  # type: ignore[arg-type]
    app.add_exception_handler(StorageError, _stored)  # type: ignore[arg-type]
    app.add_exception_handler(NewsdeltaError, _ours)  # type: ignore[arg-type]
    app.add_middleware(app.state.metrics.middleware)
    app.add_middleware(Guard, web=settings.web, keys=app.state.keys)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """FastAPI's own form of 422 is not the one we answer."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        for name in ("HTTPValidationError", "ValidationError"):
            schema.get("components", {}).get("schemas", {}).pop(name, None)
        schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


async def _said(request: Request, error: HTTPException) -> Response:
    said = "Nothing stands at this address." if error.detail == HTTPStatus.NOT_FOUND.phrase else str(error.detail)
    return answer(request, error.status_code, said, error.headers)


async def _misunderstood(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return answer(request, 400, "The body is no JSON.")
    place = ".".join(str(part) for part in first["loc"][1:])
    return answer(request, 422, f"{place}: {first['msg']}." if place else f"{first['msg']}.")


async def _stored(request: Request, error: StorageError) -> Response:
    log.warning("a page could not be shown: %s", error)
    return answer(request, 503, str(error))


async def _ours(request: Request, error: NewsdeltaError) -> Response:
    return answer(request, 409, str(error))


def answer(request: Request, status: int, text: str, headers: Any = None) -> Response:
    """What went wrong, as a page or as JSON."""
    path = request.url.path
    if of_the_api(path) or path.startswith(("/healthz", "/metrics", "/live", "/atom/", "/static/")):
        return JSONResponse({"detail": text}, status, headers)
    acting = request.method == "POST"
    title = "That was not done" if acting else "There is no such page" if status == 404 else "That did not work"
    shown = page(request, "trouble.html", title, status=status, text=text, acting=acting)
    shown.headers.update(headers or {})
    return shown
