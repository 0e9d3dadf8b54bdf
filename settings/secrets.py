"""Secrets: named in newsdelta.yaml, held in the environment or in a file, and never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from settings.errors import SettingsError

_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Secret:
    """`env:NAME` or `file:PATH`. The value is looked up when `reveal()` is called and is not kept.

    Printing, logging, comparing or pickling a Secret shows where it comes from and nothing else.
    """

    __slots__ = ("_kind", "_where")

    def __init__(self, reference: str, folder: Path | None = None) -> None:
        """`folder` is what a relative PATH starts from. ValueError when `reference` is of neither form;
        its text does not hold the reference, which may be a secret typed in the wrong place."""
        kind, colon, where = reference.partition(":")
        if not colon or kind not in ("env", "file") or not where.strip():
            raise ValueError("is neither env:NAME nor file:PATH")
        where = where.strip()
        if kind == "env" and not _ENV_NAME.fullmatch(where):
            raise ValueError("does not name an environment variable after env:")
        self._kind = kind
        self._where = where if kind == "env" else str((folder or Path()) / Path(where).expanduser())

    def reveal(self, environment: Mapping[str, str] | None = None) -> str:
        """The secret itself; a SettingsError says what is missing. A file's last line end is cut off."""
        value, problem = self._look(os.environ if environment is None else environment)
        if problem:
            raise SettingsError(f"{self}: {problem}.")
        return value

    def missing(self, environment: Mapping[str, str] | None = None) -> str | None:
        """Why it cannot be revealed, in words, or None when it can."""
        return self._look(os.environ if environment is None else environment)[1]

    def open_to_all(self) -> bool:
        """Whether it stands in a file that every user of this machine may read or write."""
        try:
            return self._kind == "file" and bool(Path(self._where).stat().st_mode & 0o006)
        except OSError:
            return False

    def _look(self, environment: Mapping[str, str]) -> tuple[str, str | None]:
        if self._kind == "env":
            value = environment.get(self._where, "")
            return value, None if value else f"the environment variable {self._where} is not set"
        try:
            value = Path(self._where).read_text(encoding="utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            return "", f"the file {self._where} is not text"
        except OSError as error:
            return "", f"the file {self._where} cannot be read ({error.strerror})"
        return value, None if value else f"the file {self._where} is empty"

    def __str__(self) -> str:
        return f"{self._kind}:{self._where}"

    def __repr__(self) -> str:
        return f"Secret({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _validate, serialization=core_schema.to_string_ser_schema()
        )


def _validate(value: Any, info: core_schema.ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    folder = (info.context or {}).get("folder")
    try:
        return Secret(value if isinstance(value, str) else "", folder)
    except ValueError as error:
        raise PydanticCustomError("secret", str(error)) from None
