"""Telling people that the database cannot be used: without it, straight on the channels, and once.

All else that newsdelta says goes through the outbox, which is what is missing then.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from alerts.channels import open_channel
from alerts.inert import inert
from alerts.message import Message, Sent, Tools, keyed
from alerts.view import NoticeView
from settings.own_folder import made, own_folder
from settings.schema import Settings
from steps.context import Context
from steps.telling import notices

log = logging.getLogger(__name__)

TITLE = "the database cannot be used, and no pass comes to its end"


def tell(config: Path, settings: Settings, problem: str, now: datetime) -> tuple[str, ...]:
    """Say so on every channel, unless that was said already; on which it was. Where nothing can be noted (a full disk),
    it is said each time."""
    mark = _mark(config)
    if mark.exists():
        return ()
    view = NoticeView(TITLE, (inert(problem), "It is tried again and again; what feeds still hold then is told then."))
    told = []
    for setting in settings.channels:
        message = Message(keyed("notice", "away", now.isoformat(), setting.name), view, now, watches=())
        answer = open_channel(setting, Tools(web_url=settings.web.url)).send(message)
        if isinstance(answer, Sent):
            told.append(setting.name)
        else:
            log.warning("channel %s could not be told: %s", setting.name, answer.problem.text)
    if told:
        with suppress(OSError):
            made(mark.parent)
            mark.write_text(json.dumps({"told": told, "at": now.isoformat()}), encoding="utf-8")
    return tuple(told)


def over(config: Path, context: Context) -> None:
    """The database is there again: put that into the outbox of those who were told."""
    mark = _mark(config)
    try:
        said = json.loads(mark.read_text(encoding="utf-8"))
        told, at = tuple(said["told"]), str(said["at"])
    except (OSError, ValueError, KeyError, TypeError):  # as a rule it is not there
        return
    lines = ("Passes go on, and tell what has come meanwhile.",)
    with context.db.write() as conn:
        notices.say(conn, context.settings, f"over:away:{at}", f"over: {TITLE}", lines, context.clock(), only=told)
    mark.unlink(missing_ok=True)


def _mark(config: Path) -> Path:
    return own_folder(config) / "away.json"
