"""Server-sent events for an open Today page (WHATWG HTML, 9.2): each new development as the list shows it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from settings.limits_web import LIVE_KEEP_S, LIVE_LOOK_S, LIVE_MOST, LIVE_RETRY_MS
from web.cursor import MOST_ID
from web.reads import developments as reads
from web.routes import for_people
from web.site import Here, Site
from web.view import card

people = for_people()


@people.get("/live", response_class=StreamingResponse)
async def live(
    request: Request, site: Here, after: Annotated[int, Query(ge=0, le=MOST_ID)] = 0
) -> StreamingResponse:
    state = request.app.state
    if getattr(state, "streams", 0) >= LIVE_MOST:
        raise HTTPException(503, "Too many pages are open: this one does not refresh itself.")
    seen = request.headers.get("last-event-id", "")
    start = int(seen) if seen.isascii() and seen.isdecimal() and int(seen) <= MOST_ID else after
    # nginx holds an answer back until it is whole, unless it is told not to; this one has no end
    unheld = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, site, start), media_type="text/event-stream", headers=unheld)


async def _stream(request: Request, site: Site, after: int) -> AsyncIterator[str]:
    state = request.app.state
    state.streams = getattr(state, "streams", 0) + 1
    try:
        yield f"retry: {LIVE_RETRY_MS}\n\n"
        said = time.monotonic()
        while not await request.is_disconnected():
            fresh = await run_in_threadpool(reads.since, site, after)
            for each in fresh:
                after = each.id
                data = json.dumps({"id": each.id, "html": card(request, each)})
                yield f"id: {each.id}\nevent: development\ndata: {data}\n\n"
            if fresh or time.monotonic() - said > LIVE_KEEP_S:
                said = time.monotonic()
                yield ": still here\n\n"
            await asyncio.sleep(LIVE_LOOK_S)
    finally:
        state.streams -= 1
