"""Alerts: delivered, waiting, failed, held back and why; and one alert with what can be said of it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from web import acts, shapes
from web.build import plain
from web.cursor import MOST_ID
from web.reads import alerts as reads
from web.reads import developments as development_reads
from web.reads.found import asked_ever
from web.routes import Before, EitherKey, Id, WatchName, for_people, for_programs
from web.site import Here
from web.view import page

people, programs = for_people(), for_programs("alerts")
State = Literal["waiting", "failed", "sent"]
Below = Annotated[int | None, Query(ge=1, le=MOST_ID)]


@people.get("/alerts")
def alerts(
    request: Request,
    site: Here,
    state: Literal["waiting", "failed", "sent", "held"] = "sent",
    watch: WatchName = None,
    before: EitherKey = None,
) -> HTMLResponse:
    below = (
        int(before) if before and before.isascii() and before.isdecimal() and int(before) <= MOST_ID else None
    )
    deliveries = reads.deliveries(site, "sent" if state == "held" else state, below)
    held = reads.held(site, watch, before) if state == "held" else None
    together, older = reads.messages(deliveries)
    return page(
        request,
        "alerts.html",
        "Alerts",
        state=state,
        deliveries=deliveries,
        together=together,
        older=older,
        held=held,
        watch=watch,
    )


@people.get("/alerts/{alert_id}")
def alert(request: Request, site: Here, alert_id: Id, do: str = "") -> HTMLResponse:
    """Where the links in alerts lead: a form asks, and only its button changes anything."""
    found = reads.alert(site, alert_id)
    if found is None:
        raise HTTPException(404, f"There is no alert {alert_id}.")
    line, view = found
    return page(
        request,
        "alert.html",
        f"Alert: {line.headline}",
        line=line,
        view=view,
        do=do if do in acts.ACTS else "",
        each=development_reads.one(site, line.development),
    )


@programs.get("/deliveries")
def list_deliveries(site: Here, state: State = "sent", before: Below = None) -> shapes.Deliveries:
    """Messages that were sent, wait, or failed, newest first."""
    return reads.deliveries(site, state, before)


@programs.get("/held")
def list_held(site: Here, watch: WatchName = None, before: Before = None) -> shapes.HeldBack:
    """What was held back, and why, newest first."""
    if watch and not asked_ever(site, watch):
        raise HTTPException(404, f"There is no watch '{plain(watch)}'.")
    return reads.held(site, watch, before)


@programs.get("/alerts/{alert_id}")
def one_alert(site: Here, alert_id: Id) -> shapes.AlertLine:
    """An alert, why it was told, and what became of it on each channel."""
    found = reads.alert(site, alert_id)
    if found is None:
        raise HTTPException(404, f"There is no alert {alert_id}.")
    return found[0]
