"""A message's days are the reader's, and its frame is ours."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts import render_html, render_slack, render_text
from alerts.message import Message


def test_every_day_that_a_message_names_is_the_readers(examples: dict[str, Any]) -> None:
    """What was said at two in the morning of 3 May in UTC was said on the 2nd in New York, where the reader is."""
    night = datetime(2026, 5, 3, 2, tzinfo=UTC)
    alert = examples["alert"]
    known = replace(alert.changes[0].known_from, at=night)
    edited = replace(alert.changes[0], known_from=known, same_page=True)
    view = replace(alert, since=night, changes=(replace(alert.changes[0], known_from=known), edited), links=())
    digest = replace(examples["digest"], alerts=(view,), zone="America/New_York")
    zone = ZoneInfo("America/New_York")
    for content in (view, digest):
        message = Message("k", content, view.at, ("Ferries",), zone)
        slack = json.dumps(render_slack.render(message))
        for said in (render_text.render(content, zone), render_html.render(content, zone), slack):
            assert "2 May 2026" in said
            assert "3 May 2026" not in said.replace("3 May 2026, ", "")


def test_the_frame_of_a_mail_is_ours_whatever_way_its_headline_runs(examples: dict[str, Any]) -> None:
    page = render_html.render(replace(examples["alert"], headline="إغلاق جسر الميناء"))
    assert '<html lang="en" dir="ltr">' in page
    assert re.search(r'<h1 dir="auto"[^>]*>إغلاق', page)
