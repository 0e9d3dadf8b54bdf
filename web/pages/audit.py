"""Audit: the nightly report, and what ran. Health and metrics for machines."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from models.errors import StorageError
from storage.running import passes
from web import shapes
from web.reads import feeds as reads
from web.routes import for_people, for_programs
from web.site import Here
from web.view import page

people, programs = for_people(), for_programs("running")


@people.get("/audit")
def audit(request: Request, site: Here) -> HTMLResponse:
    return page(request, "audit.html", "Audit", found=reads.audit(site))


@people.get("/healthz")
def healthz(site: Here) -> JSONResponse:
    """200 while the database answers; 503 with the reason when it does not. Says nothing that is private."""
    try:
        with site.db.read() as conn:
            last = passes.last_ended(conn, "monitor")
    except StorageError as error:
        return JSONResponse({"status": "failing", "detail": type(error).__name__}, 503)
    return JSONResponse({"status": "ok", "last_pass": last.isoformat() if last else None})


@people.get("/metrics")
def metrics(request: Request, site: Here) -> Response:
    return Response(request.app.state.metrics.text(site), media_type=CONTENT_TYPE_LATEST)


@programs.get("/audit")
def read_audit(site: Here) -> shapes.Audit:
    """The nightly report, and the latest passes with what they counted."""
    return reads.audit(site)
