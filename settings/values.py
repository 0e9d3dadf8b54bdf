"""Kinds of value that newsdelta.yaml holds, each with the sentence that says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from settings.languages import language
from settings.limits import NAME_LENGTH, SOURCE_LENGTH
from settings.limits_sources import EVERY_MAX_S, EVERY_MIN_S
from settings.secrets import Secret

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_SPAN = re.compile(r"(?:(\d{1,6}) ?)?(m|mins?|minutes?|h|hours?|d|days?)", re.I)
_SECONDS = {"m": 60, "h": 3600, "d": 86400}
_HOST = re.compile(r"[A-Za-z0-9._:\-]+")
_V6_AND_PORT = re.compile(r"\[[0-9A-Fa-f:.]+\]:[0-9]{1,5}")
_MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` up to but not including `end`, local time; over midnight when `end` is the earlier."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def _wrong(code: str, what: str) -> PydanticCustomError:
    # Braces would be read as a template.
    return PydanticCustomError(code, what.replace("{", "(").replace("}", ")"))


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  a bad port raises here
    except ValueError:
        raise _wrong("address", f"'{value}' is not an address") from None
    if parts.username or parts.password:
        raise _wrong("address", "holds a user name or password in the address")
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in value or not value.isprintable():
        raise _wrong("address", f"'{value}' is not an http(s) address")
    return value


def is_address(value: str) -> bool:
    """Whether a feed may stand at `value`."""
    try:
        _address(value)
    except PydanticCustomError:
        return False
    return True


def _host(value: str) -> str:
    if not _HOST.fullmatch(value) or "//" in value:
        raise _wrong("host", f"'{value}' is not the name of a host")
    return value


def _place(value: str) -> str:
    """A host with or without a port; an IPv6 address has brackets before its port."""
    return value if _V6_AND_PORT.fullmatch(value) else _host(value)


def _mail(value: str) -> str:
    address = value
    if value.endswith(">") and "<" in value:  # Name <address>
        address = value[value.rindex("<") + 1 : -1]
    if not _MAIL.fullmatch(address) or any(ord(letter) < 32 for letter in value):
        raise _wrong("mail", f"'{value}' is not a mail address")
    if not address.isascii():
        raise _wrong("mail-letters", f"'{value}' holds letters in its address that few mail servers take")
    return value


def _language(value: str) -> str:
    found = language(value) if re.fullmatch(r"[A-Za-z]{2,3}", value) else None
    if found is None:
        raise _wrong("language", f"'{value}' is not a language code")
    return found


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong("zone", f"'{value}' is not a time zone") from None
    return value


def _cron(value: str) -> str:
    try:
        if len(value.split()) != 5:
            raise CronSimError("not five fields")
        next(CronSim(value, datetime(2000, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration):
        raise _wrong("cron", f"'{value}' is not a cron line") from None
    return value


def _when(value: str) -> str:
    """Any of the three forms to a cron line."""
    words = value.lower().split()
    clock = _clock(words[-1]) if words else None
    if len(words) == 2 and words[0] == "daily" and clock:
        return f"{clock.minute} {clock.hour} * * *"
    if len(words) == 3 and words[0] == "weekly" and words[1][:3] in DAYS and clock:
        return f"{clock.minute} {clock.hour} * * {DAYS.index(words[1][:3])}"
    try:
        return _cron(value)
    except PydanticCustomError:
        raise _wrong("when", f"'{value}' does not say when") from None


def _quiet(value: Any) -> QuietHours:
    start, dash, end = str(value).replace("–", "-").partition("-")
    first, last = _clock(start), _clock(end)
    if not dash or first is None or last is None or first == last:
        raise _wrong("quiet", f"'{value}' are not quiet hours")
    return QuietHours(first, last)


def _every(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _SPAN.fullmatch(str(value).strip())
    if found is None:
        raise _wrong("every", f"'{value}' does not say how often")
    seconds = int(found[1] or 1) * _SECONDS[found[2][0].lower()]
    if seconds < EVERY_MIN_S:
        raise _wrong("every", f"'{value}' is oftener than a publisher can be asked")
    if seconds > EVERY_MAX_S:
        raise _wrong("every", f"'{value}' is too seldom: a feed forgets what is older")
    return timedelta(seconds=seconds)


def every(seconds: float) -> str:
    """'15 min', '2 hours', 'day': as a feed's `every` may be written."""
    for name, size in (("day", 86400), ("hour", 3600), ("min", 60)):
        number, rest = divmod(round(seconds), size)
        if number and not rest:
            return name if number == 1 else f"{number} {name}{'s' if size > 60 else ''}"
    return f"{round(seconds / 60)} min"


def _start(info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder


def _folder(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str | Path) or not str(value).strip():
        return value
    return str(_start(info) / Path(value).expanduser())  # text, as pydantic wants it from JSON


def _database(value: object, info: ValidationInfo) -> Secret | str:
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str) or not value.strip():
        raise _wrong("database", "is not the address of a database")
    value = value.strip()
    folder = _start(info)
    if value.startswith(("env:", "file:")):
        try:
            return Secret(value, folder)
        except ValueError as error:
            raise _wrong("secret", str(error)) from None
    if "://" not in value:
        return f"sqlite:///{(folder / Path(value).expanduser()).resolve()}"
    parts = urlsplit(value)
    if parts.scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise _wrong("database", f"'{parts.scheme}://' is not a database that newsdelta speaks to")
    if parts.password:
        raise _wrong("database-password", "holds a password")
    return value


def _scheduler(value: str) -> str:
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("tcp", "tls", "ws", "wss", "ucx") and parts.hostname and parts.port
    except ValueError:
        right = False
    if not right or re.search(r"\s", value):
        raise _wrong("scheduler", f"'{value}' is not the address of a Dask scheduler")
    return value


def _text(check: Callable[[str], str]) -> Any:
    return AfterValidator(check)


Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\r\n\t]+$")]
SourceName = Annotated[str, StringConstraints(min_length=1, max_length=SOURCE_LENGTH, pattern=r"^[^\r\n\t]+$")]
Address = Annotated[str, _text(_address)]
HostName = Annotated[str, _text(_host)]
Place = Annotated[str, _text(_place)]
SchedulerAddress = Annotated[str, _text(_scheduler)]
MailAddress = Annotated[str, _text(_mail)]
Language = Annotated[str, _text(_language)]
Zone = Annotated[str, _text(_zone)]
Cron = Annotated[str, _text(_cron)]
When = Annotated[str, _text(_when)]
"""Held as a cron line."""
FolderPath = Annotated[Path, BeforeValidator(_folder)]
DatabaseAddress = Annotated[Secret | str, PlainValidator(_database)]
QuietTime = Annotated[QuietHours, PlainValidator(_quiet), PlainSerializer(str)]
Every = Annotated[
    timedelta, PlainValidator(_every), PlainSerializer(lambda value: every(value.total_seconds()), return_type=str)
]
EventKindName = Literal["first", "development", "wake", "correction", "burst", "confirmed"]
