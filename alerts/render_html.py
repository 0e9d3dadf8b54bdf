"""Messages as HTML: for mail, the folder and Atom. Escaped, and nothing is loaded from outside."""

from __future__ import annotations

import functools
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alerts import picture, say
from alerts.inert import inert, link
from alerts.view import AlertView, Content, DigestView, FoldView, NoticeView, first_line

PICTURE_CID = "coverage@newsdelta"


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        change_label=say.change_label,
        headline=say.headline,
        telling=say.telling,
        watch=say.watch,
        inert=inert,
        called=say.called,
        known_address=say.known_address,
        link=link,
        quoted=say.quoted,
        reporters=say.reporters,
        rest=say.rest,
        source_line=say.source_line,
        title=say.title,
        value=say.value,
    )
    return environment


def render(content: Content, zone: ZoneInfo = say.UTC, picture_src: str | None = None) -> str:
    """The whole page. `picture_src`: where an alert's picture of coverage lies (a cid: or data: address)."""
    if isinstance(content, DigestView):
        zone = ZoneInfo(content.zone)
    values: dict[str, Any] = {
        "view": content,
        "first_line": first_line(content),
        "language": "en",
        "moment": functools.partial(say.moment, zone=zone),
        "known_label": functools.partial(say.known_label, zone=zone),
        "running": functools.partial(say.running, zone=zone),
    }
    match content:
        case AlertView():
            name = "alert.html"
            witnesses, more = say.shown(content.witnesses)
            values |= {
                "event": say.event(content),
                "corrected": say.corrected(content),
                "witnesses": witnesses,
                "more_witnesses": more,
                "story_title": say.title(content.story),
                "article_title": say.title(content.article.title),
                "picture": picture_src,
                "picture_width": picture.WIDTH,
                "picture_height": picture.HEIGHT,
                "picture_alt": picture.described(content.coverage) if picture_src else "",
            }
        case FoldView():
            name = "fold.html"
        case DigestView():
            name = "digest.html"
            values["stories"] = [
                list(group) for _, group in groupby(content.alerts, lambda view: view.story_id)
            ]
        case NoticeView():
            name = "notice.html"
    return _environment().get_template(name).render(values)
