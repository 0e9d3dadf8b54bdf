"""Templates: what every page shares, and how times and things are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from models.nouns import Role
from models.text.credits import undated
from settings.limits_web import SESSION_FOR
from steps.wording import ago, count
from web.forms import COOKIE, Stamp, visitor
from web.marked import marked
from web.pictures import sparkline, timeline
from web.site import Site

FOLDER = Path(__file__).parent
KINDS = {
    "first": "New story",
    "development": "Development",
    "wake": "Awake again",
    "correction": "Correction",
    "burst": "Burst",
    "confirmed": "Confirmed",
}

ROLES = {each.value: (each.value, f"{each.value}s") for each in Role} | {
    "first": ("first report", "first reports"),
    "copy": ("copy", "copies"),
    "background": ("background", "background"),
}
"""One article in a role, and several."""


def page(
    request: Request, template: str, title: str, *, status: int = 200, flash: Any = None, **shown: Any
) -> HTMLResponse:
    """A whole page. Sets the form cookie when the visitor has none."""
    site: Site = request.app.state.site
    stamp: Stamp = request.app.state.stamp
    now = site.clock()
    zone = site.zone

    html = ENVIRONMENT.get_template(template).render(
        title=title,
        path=request.url.path,
        here="?".join(filter(None, (request.url.path, request.url.query))),
        site=site,
        csrf=stamp.token(request),
        can_leave=request.app.state.keys.has_session(request.cookies),
        flash=flash or _flash(request),
        clock=_clock(zone, now),
        hour=_hour(zone),
        dated=_clock(zone, None),
        ago=lambda at: ago(at, now),
        day=lambda at: _day(at.astimezone(zone)),
        now=now,
        zone=zone,
        **shown,
    )
    response = HTMLResponse(html, status)
    cookie, fresh = stamp.cookie(request)
    if fresh:
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(SESSION_FOR.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=secure(request),
        )
    return response


def secure(request: Request) -> bool:
    """Whether cookies may be kept from plain HTTP: people reach the pages over HTTPS."""
    site: Site = request.app.state.site
    return request.url.scheme == "https" or (site.settings.web.url or "").startswith("https:")


def _flash(request: Request) -> dict[str, str] | None:
    """What the visitor just did, as the address it led to says: words of ours by number, never free text."""
    said = request.app.state.flashes.get(request.query_params.get("done", ""), visitor(request))
    return dict(said) if said else None


def _day(local: datetime) -> str:
    return f"{local:%A}, {local.day} {local:%B %Y}"


def _own(text: str) -> Markup:
    """A stranger's words in a line of ours: whatever their direction, that of the line stays."""
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _link(source: Any, text: str | None = None) -> Markup:
    """A stranger's page: opened without a referrer and without a handle on ours."""
    # Put together by hand: a page holds hundreds, and Markup.format takes ten times as long.
    label = escape(text or source.title)
    language = getattr(source, "language", None)
    lang = f' lang="{escape(language)}"' if language else ""
    if not source.url:
        return Markup(f"<span{lang} dir=auto>{label}</span>")  # noqa: S704 - every part is escaped
    return Markup(  # noqa: S704 - every part is escaped
        f'<a href="{escape(source.url)}" rel="noopener noreferrer nofollow" dir="auto"{lang}>{label}</a>'
    )


def _led(text: str, article: int | None) -> Markup:
    """A sentence of ours that names an article by its number, which leads there."""
    name = f"article {article}"
    to = Markup('<a href="/articles/{}">{}</a>').format(article, name)
    before, named, after = text.partition(name)
    return escape(before) + (to + escape(after) if named else "")


def _hour(zone: ZoneInfo) -> Callable[[datetime], Markup]:
    """A time under a heading that names its day."""
    return lambda at: _time(at, f"{at.astimezone(zone):%H:%M}")


def _clock(zone: ZoneInfo, now: datetime | None) -> Callable[[datetime], Markup]:
    """A time as people read it, with the whole of it for machines. Without `now` no day is called today: for a page
    that may stay open over midnight. On paper none is (newsdelta.css)."""
    today = now.astimezone(zone).date() if now else None

    def clock(at: datetime) -> Markup:
        local = at.astimezone(zone)
        day = f"{local.day} {local:%b %Y}"
        said = f'<span data-day="{day}"><span>today</span></span>' if local.date() == today else day
        return _time(at, Markup(f"{said}, {local:%H:%M}"))  # noqa: S704 - our own words

    return clock


def _time(at: datetime, text: str) -> Markup:
    """Our own words for a time, with the whole of it for machines."""
    return Markup(f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{escape(text)}</time>')  # noqa: S704


ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals.update(
    KINDS=KINDS,
    ROLES=ROLES,
    count=count,
    link=_link,
    escape=escape,
    sparkline=sparkline,
    timeline=timeline,
    query=urlencode,
)
ENVIRONMENT.filters["quoted"] = _quoted
ENVIRONMENT.filters["undated"] = undated
ENVIRONMENT.filters["own"] = _own
ENVIRONMENT.filters["led"] = _led
ENVIRONMENT.filters["marked"] = marked
ENVIRONMENT.filters["merged"] = lambda known, **more: known | {k: v for k, v in more.items() if v is not None}


def card(request: Request, each: Any) -> str:
    """One development as the list shows it."""
    site: Site = request.app.state.site
    template = ENVIRONMENT.get_template("card.html")
    return template.render(each=each, clock=_clock(site.zone, None))


def text_of(each: Any) -> str:
    """A development in plain text."""
    lines = [each.headline]
    for found in each.findings:
        change = f" ({found.old} → {found.new})" if found.old and found.new else ""
        lines.append(f"{found.kind}{change}: {found.sentence}")
        if found.known:
            lines.append(f"known before: {found.known}")
    names = ", ".join(source.name for source in each.witnesses)
    return "\n".join([*lines, f"Reported by: {names}", f"Story: {each.story}"])
