"""Watches: as the settings have them, from a form, and what one would have brought."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from settings.limits_web import PREVIEW_DAYS, PREVIEW_LINES
from settings.schedules import written
from settings.schema import WatchSetting
from settings.words import QueryMistake
from settings.words import parse as parse_words
from steps.looking.preview import preview as replayed
from storage.looking import pages_today
from web import build, shapes
from web.site import Site

KINDS = ("first", "development", "wake", "correction", "burst", "confirmed")
LISTS = ("sources", "languages", "kinds", "channels")
TEXTS = ("about", "words", "quiet_hours", "digest", "timezone")
NUMBERS = {
    "min_publishers": int,
    "min_novelty": float,
    "min_importance": float,
    "max_age_days": int,
    "budget": int,
    "wake_above": float,
}
BOXES = ("digest_when_empty", "audit")


class WrongWatch(ValueError):
    """What is wrong with it, line by line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


def shape(watch: WatchSetting) -> shapes.Watch:
    fields = watch.model_dump(mode="json")
    fields["digest"] = written(watch.digest)
    return shapes.Watch(**{name: fields[name] for name in shapes.Watch.model_fields})


def from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """A watch as the settings take it, from a form's texts; what is empty is None, and leaves the file."""
    values: dict[str, Any] = {"name": str(given.get("name") or "").strip()}
    wrong = []
    for key in TEXTS:
        values[key] = " ".join(str(given.get(key) or "").split()) or None
    for key in LISTS:
        items = given.get(key) or []
        parts = _apart(items) if isinstance(items, str) else map(str, items)  # no form asks for a file; one may come
        values[key] = [each.strip() for each in parts if each.strip()] or None
    if "kinds" in given and values["kinds"] is None:
        values["kinds"] = []  # offered, and none was chosen
    for key, number in NUMBERS.items():
        text = str(given.get(key) if given.get(key) is not None else "").strip()
        try:
            values[key] = number(text) if text else None
        except ValueError:
            wrong.append(f"{key.replace('_', ' ')}: '{build.plain(text)[:40]}' is no number.")
    for key in BOXES:
        values[key] = True if given.get(key) else None
    if wrong:
        raise WrongWatch(wrong)
    return values


def with_commas(items: Sequence[str]) -> str:
    """As the form shows a list and takes it: 'BBC, "Smith, Jones"'."""
    return ", ".join('"' + each.replace('"', '""') + '"' if "," in each or each[:1] == '"' else each for each in items)


def _apart(text: str) -> list[str]:
    try:
        return next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    except csv.Error:
        raise WrongWatch([f"{text[:40]}… is longer than any name."]) from None


def checked(values: Mapping[str, Any]) -> WatchSetting:
    """Raises WrongWatch."""
    try:
        if values.get("words"):
            parse_words(values["words"])
        made = WatchSetting.model_validate({key: value for key, value in values.items() if value is not None})
        if values.get("kinds") == []:
            raise WrongWatch(["It tells nothing: choose at least one of what is told."])
        return made
    except QueryMistake as mistake:
        raise WrongWatch([f"words: {mistake}."]) from None
    except ValidationError as error:
        raise WrongWatch([_said(problem) for problem in error.errors(include_url=False)]) from None


def _said(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "watch"
    if "watch-of-nothing" in problem["msg"]:
        return "It watches nothing: give 'about', 'words' or 'sources'."
    return f"{place.replace('_', ' ')}: {problem['msg']}."


def preview(site: Site, watch: WatchSetting, days: int = PREVIEW_DAYS) -> shapes.Preview:
    """What the watch would have brought in the last days, newest first; nothing is written."""
    with site.db.read() as conn:
        mark = pages_today.mark(conn)
    hour = site.clock().replace(minute=0, second=0, microsecond=0)
    key = (watch.model_dump_json(), site.settings.zone_of(watch), days, hour, mark)
    return site.previews.get(key, lambda: _preview(site, watch, days))


def _preview(site: Site, watch: WatchSetting, days: int) -> shapes.Preview:
    lines = replayed(site.context(), watch, days, site.clock())
    told = [line for line in lines if line.told]
    return shapes.Preview(
        days=days,
        told=len(told),
        held=len(lines) - len(told),
        lines=[
            shapes.PreviewLine(
                at=line.at,
                told=line.told,
                rule=line.rule,
                why=build.sentence(line.why),
                development=line.development_id,
                story_id=line.story_id,
                story=build.title(line.story),
                headline=build.title(line.headline),
                url=build.link(line.url),
                importance=round(line.importance, 3),
            )
            for line in reversed(lines[-PREVIEW_LINES:])
        ],
    )
