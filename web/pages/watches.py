"""Watches: see them, edit one with a preview from the archive, write it back to newsdelta.yaml."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Body, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from models.errors import StorageError
from settings.edit import put_watch, remove_watch
from settings.errors import SettingsError
from settings.limits_web import PREVIEW_DAYS
from settings.schema import WatchSetting
from steps.renaming import renaming
from storage.looking import pages_today
from web import shapes
from web.flash import lead
from web.reads import watches as reads
from web.reads.watches import WrongWatch
from web.routes import CHANGES, FORM, for_people, for_programs
from web.site import Here, Site, settings_file
from web.view import page

people, programs = for_people(), for_programs("watches")
Name = Annotated[str, Query(max_length=200)]
Was = Annotated[str, Query(max_length=20_000)]


@people.get("/watches")
def watches(request: Request, site: Here) -> HTMLResponse:
    return page(
        request, "watches.html", "Watches", found=[reads.shape(each) for each in site.settings.watches]
    )


@people.get("/watches/{name:path}")
async def watch(request: Request, site: Here, name: str) -> Response:
    """The form, at once. With `preview` in the address, what the watch would have brought, too: as the form has it,
    or as it is saved when the address says no more; with `part`, that alone, for the script. Changes nothing."""
    return await _form(request, site, site.watch(name), name)


@people.get("/new-watch")
async def new_watch(request: Request, site: Here) -> Response:
    return await _form(request, site, None, None)


async def _form(request: Request, site: Site, known: WatchSetting | None, name: str | None) -> Response:
    from starlette.concurrency import run_in_threadpool

    if name is not None and known is None:
        raise HTTPException(404, "There is no such watch.")
    asked = request.query_params
    preview, wrong = None, []
    values = _values(known) if known else {"kinds": ["first", "development", "wake", "correction"]}
    if "preview" in asked:
        given = {key: asked.getlist(key) if key in ("kinds", "channels") else asked[key] for key in asked}
        if "name" in given or known is None:
            values = given
        try:
            checked = reads.checked(reads.from_form(values)) if values is given else known
            assert checked is not None
            preview = await run_in_threadpool(reads.preview, site, checked)
        except WrongWatch as error:
            wrong = error.lines
    part = "preview" in asked and "part" in asked
    return await run_in_threadpool(_shown, request, site, name, values, preview, wrong, part=part)


def _shown(
    request: Request,
    site: Site,
    name: str | None,
    values: dict[str, Any],
    preview: shapes.Preview | None,
    wrong: list[str],
    status: int = 200,
    *,
    part: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "preview.html" if part else "watch.html",
        name or "New watch",
        status=status,
        name=name,
        values=values,
        preview=preview,
        last=None if preview is None or preview.lines else _ended_before(site, preview.days),
        wrong=wrong,
        previewing=status == 200,
        kinds=reads.KINDS,
        with_commas=reads.with_commas,
        channels=[channel.name for channel in site.settings.channels],
        editable=site.config is not None,
        seen=_print(site, name),
        days=PREVIEW_DAYS,
    )


def _ended_before(site: Site, days: int) -> datetime | None:
    """When the last development came, if that was before these days."""
    with site.db.read() as conn:
        at = pages_today.newest_at(conn)
    return at if at and at < site.clock() - timedelta(days=days) else None


def _values(watch: WatchSetting) -> dict[str, Any]:
    return reads.shape(watch).model_dump()


def _print(site: Site, name: str | None) -> str:
    """Another one once the watch is another: a form says with it what it was filled in from."""
    known = site.watch(name) if name else None
    return hashlib.sha256(known.model_dump_json().encode()).hexdigest()[:16] if known else ""


@people.post("/watches", dependencies=FORM)
async def save(request: Request, site: Here) -> Response:
    from starlette.concurrency import run_in_threadpool

    form = await request.form()
    given: dict[str, Any] = {
        key: form.getlist(key) if key in ("kinds", "channels") else form[key] for key in form
    }
    before = str(given.get("before") or "") or None
    return await run_in_threadpool(_save, request, site, given, before)


def _save(request: Request, site: Site, given: dict[str, Any], before: str | None) -> Response:
    try:
        values = reads.from_form(given)
        known = site.watch(before) if before else None
        now = _print(site, before)
        if known and given.get("seen", now) != now:
            raise WrongWatch([CHANGED, *_apart(values, known)])
        _written(site, values, before)
    except WrongWatch as error:
        return _shown(request, site, before, given, None, error.lines, 422)
    except (SettingsError, StorageError) as error:
        return _shown(request, site, before, given, None, str(error).splitlines(), 409)
    done = shapes.Done(
        text=f"{values['name']} is written to {settings_file(site).name}.", undo=_put_back(site, known, values["name"])
    )
    return lead(request, "/watches", done)


CHANGED = "It was changed while this form was open. What you filled in stands below; Save again writes it all the same."


def _apart(values: dict[str, Any], known: WatchSetting) -> list[str]:
    """What of the watch is not what the form says."""
    now, form = _values(known), _values(reads.checked(values))
    return [
        f"{key.replace('_', ' ')} is now: {', '.join(now[key]) if isinstance(now[key], list) else now[key] or 'empty'}"
        for key in now
        if now[key] != form[key]
    ]


def _put_back(site: Site, known: WatchSetting | None, name: str, line: int | None = None) -> str:
    """The address that makes of the watch that is called `name` now what was known before; there may be none before,
    or now, when it is put on this line of the file."""
    was = known.model_dump_json(exclude_defaults=True) if known else ""
    where = {} if line is None else {"line": line}
    return f"/watches/put-back?{urlencode({'name': name, 'seen': _print(site, name), 'was': was, **where})}"


@people.post("/watches/put-back", dependencies=FORM)
def put_back(
    request: Request, site: Here, name: Name = "", seen: Name = "", was: Was = "", line: int | None = None
) -> Response:
    """Undo of a watch's change, making or removal."""
    if seen != _print(site, name):
        raise HTTPException(409, f"{name} was changed again since: edit it instead.")
    try:
        if not was:
            _removed(site, name)
        else:
            values = WatchSetting.model_validate_json(was)
            _written(site, _values(values), name or None, line)
            name = values.name
    except (ValidationError, WrongWatch):
        raise HTTPException(422, "That is no watch.") from None
    return lead(request, "/watches", shapes.Done(text=f"Undone: {name} is as it was."))


@people.post("/remove-watch", dependencies=FORM)
async def remove(request: Request, site: Here) -> Response:
    from starlette.concurrency import run_in_threadpool

    name = str((await request.form()).get("name") or "")
    known = site.watch(name)
    line = await run_in_threadpool(_removed, site, name)
    done = shapes.Done(text=f"{name} is out of {settings_file(site).name}.", undo=_put_back(site, known, "", line))
    return lead(request, "/watches", done)


def _written(site: Site, values: dict[str, Any], before: str | None, line: int | None = None) -> None:
    config = settings_file(site)
    checked = reads.checked(values)
    if before is not None and site.watch(before) is None:
        raise HTTPException(404, "There is no such watch.")
    lean = _lean(values, checked, before is None)
    if before in (None, checked.name):
        put_watch(config, lean, before, line)
    else:
        with renaming(site.db, str(before), checked.name, site.clock()):
            put_watch(config, lean, before)


def _lean(values: dict[str, Any], checked: WatchSetting, fresh: bool) -> dict[str, Any]:
    """What is as the schema has it anyway is left out of the file."""
    fields = type(checked).model_fields
    lean = {}
    for key, value in values.items():
        default = fields[key].default
        same = value == default or (isinstance(value, list) and tuple(value) == default)
        lean[key] = None if same and key != "name" else value
    return {key: value for key, value in lean.items() if value is not None} if fresh else lean


def _removed(site: Site, name: str) -> int:
    """The line that it stood on."""
    line = remove_watch(settings_file(site), name)
    if line is None:
        raise HTTPException(404, "There is no such watch.")
    return line


# -- for programs ----------------------------------------------------------------------------------


@programs.get("/watches")
def list_watches(site: Here) -> shapes.Watches:
    """All watches as the settings have them."""
    items = [reads.shape(each) for each in site.settings.watches]
    return shapes.Watches(items=items, editable=site.config is not None)


@programs.post("/watches/preview", responses=CHANGES)
def preview(site: Here, watch: Annotated[shapes.NewWatch, Body()]) -> shapes.Preview:
    """What this watch would have brought in the last 30 days. Writes nothing."""
    try:
        return reads.preview(site, reads.checked(watch.model_dump()))
    except WrongWatch as error:
        raise HTTPException(422, str(error)) from None


@programs.put("/watches", responses=CHANGES)
def put(site: Here, watch: Annotated[shapes.NewWatch, Body()], instead_of: Name | None = None) -> shapes.Done:
    """Add a watch to the settings file, or change the one called `instead_of`; comments are kept."""
    try:
        _written(site, watch.model_dump(), instead_of)
    except WrongWatch as error:
        raise HTTPException(422, str(error)) from None
    return shapes.Done(text=f"{watch.name} is written.")


@programs.delete("/watches", responses=CHANGES)
def delete(site: Here, name: Name) -> shapes.Done:
    """Take a watch out of the settings file."""
    _removed(site, name)
    return shapes.Done(text="It is out of the settings.")
