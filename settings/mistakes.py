"""What pydantic found wrong, in words that a person can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from settings.errors import Mistake
from settings.places import key_of, line_of, within
from settings.schema import CHANNEL_KINDS, Settings

_RIGHT = {
    "address": "It begins with http:// or https:// and holds a host, no user name and no password.",
    "host": "A name like mail.example.org or an IP address, without http:// and without a path.",
    "mail": "Write it like name@example.org.",
    "mail-letters": "Write a domain like münchen.example as xn--mnchen-3ya.example; only a name may stand as it is.",
    "language": "Two letters of ISO 639-1, like en, de or fr.",
    "zone": "Name it like Europe/Berlin, America/New_York or UTC.",
    "cron": "Five fields: minute hour day month weekday, like '*/15 * * * *' or '0 7 * * mon-fri'.",
    "when": "Write it like 'daily 07:00', 'weekly mon 07:00' or as a cron line like '0 7 * * mon-fri'.",
    "every": "Write it like '15 min', '6 hours' or '1 day', from 5 min to 7 days.",
    "quiet": "Write them like '22:00-07:00'.",
    "secret": "A secret does not stand in this file: write env:NAME or file:PATH to say where it is kept.",
    "scheduler": "Write it like tcp://dask.example:8786, or tls:// where the cluster asks for certificates.",
    "database": "Name a file, like newsdelta.db, or postgresql://user@host/name.",
    "database-password": "Put the whole address into an environment variable and write env:NAME here.",
}
_RULES = {
    "nameless-page": ("is watched and has no name", "Give it a 'name' that no other feed has."),
    "watch-of-nothing": (
        "watches nothing",
        "Give it 'about', 'words' or 'sources'; sources: ['*'] means all.",
    ),
    "half-a-login": ("has half of a login", "Give both 'user' and 'password', or neither."),
    "login-in-the-clear": (
        "would send the password unencrypted",
        "Set security: starttls (usually port 587) or tls (usually port 465).",
    ),
    "cluster-for-nothing": ("names a cluster that is not used", "Set kind: dask, or leave out the rest."),
    "two-clusters": ("names a scheduler and workers", "Give 'scheduler' or, for a local cluster, 'workers'."),
    "open-door": (
        "would open the pages to everyone who reaches this machine",
        "Keep host: 127.0.0.1, or set 'token', or 'user_header' behind a reverse proxy.",
    ),
}


def from_pydantic(problem: Any, tree: Any, path: Path) -> Mistake:
    """One of `ValidationError.errors()` as a Mistake. A value is repeated only where it is no secret."""
    loc = problem["loc"] + (("kind",) if problem["type"].startswith("union_tag") else ())
    place = within(tree, loc)
    what, right = _words(problem)
    return Mistake(path, line_of(tree, place), key_of(place), what, right)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'Did you mean 'x'?', or nothing."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def _words(problem: Any) -> tuple[str, str]:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind in _RIGHT:
        return problem["msg"], _RIGHT[kind]
    match kind:
        case "value_error":
            return _RULES[str(context["error"])]
        case "extra_forbidden":
            known = keys_at(problem["loc"][:-1])
            right = did_you_mean(str(problem["loc"][-1]), known) or f"Known keys: {', '.join(known)}."
            return "no such key", right
        case "missing":
            return "is missing", "It has to be there."
        case "union_tag_not_found":
            return "has no 'kind'", f"One of {', '.join(CHANNEL_KINDS)}."
        case "union_tag_invalid":
            tag, known = str(context["tag"]), _tags(context["expected_tags"])
            return f"there is no kind '{tag}'", did_you_mean(tag, known) or f"One of {', '.join(known)}."
        case "literal_error":
            known = _tags(context["expected"])
            given = str(problem["input"])
            return f"'{given}' is none of them", did_you_mean(given, known) or f"One of {', '.join(known)}."
        case "string_type" | "path_type":
            return "is not text", "Put it in quotes."
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size" | "finite_number":
            return "is not a number", "Write a whole number."
        case "float_type" | "float_parsing":
            return "is not a number", "Write a number."
        case "bool_type" | "bool_parsing":
            return "is neither true nor false", "Write true or false."
        case "tuple_type" | "list_type":
            return "is not a list", "Write [one, two], or one a line with '- ' before each."
        case "model_type" | "model_attributes_type" | "dict_type":
            return "is not a group of keys", "Its keys stand below it, indented."
        case "too_short":
            return "is empty", "Give at least one."
        case "too_long":
            return f"holds more than {context['max_length']:,}", "Shorten it."
        case "string_too_short":
            return "is empty", "Give it some text."
        case "string_too_long":
            return f"is longer than {context['max_length']} letters", "Shorten it."
        case "string_pattern_mismatch":
            return "goes over more than one line", "Keep it on one line."
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            return f"{problem['input']} is out of range", _range(context)
    return problem["msg"].lower(), ""


def _range(context: dict[str, Any]) -> str:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    return " ".join(f"It is {words[short]} {limit}." for short, limit in context.items() if short in words)


def _tags(expected: object) -> list[str]:
    """Pydantic gives them as one text: "'a', 'b' or 'c'"."""
    return [part.strip(" '") for part in str(expected).replace(" or ", ", ").split(",")]


def keys_at(place: Any) -> list[str]:
    """The keys that may stand at a place, in the order of the schema."""
    part: Any = Settings
    for step in place:
        fields = getattr(part, "model_fields", None)
        if fields is not None and step in fields:
            part = fields[step].annotation
        for inner in _flat(part):
            tag = getattr(inner, "model_fields", {}).get("kind")
            if isinstance(step, str) and tag is not None and step in get_args(tag.annotation):
                part = inner
        models = [inner for inner in _flat(part) if hasattr(inner, "model_fields")]
        part = models[0] if len(models) == 1 else part
    return list(getattr(part, "model_fields", {}))


def _flat(kind: Any) -> list[Any]:
    return (
        [kind]
        if hasattr(kind, "model_fields")
        else [leaf for inner in get_args(kind) for leaf in _flat(inner)]
    )
