"""What every page is handed: database, settings as they are now, clock, and search by meaning."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, HTTPException, Request

from models.embeddings import Encoder
from settings.errors import SettingsError
from settings.load import load
from settings.schema import Settings, WatchSetting
from steps.context import Context
from storage.database import Database
from web.meaning import Meaning
from web.previews import Previews


@dataclass
class Site:
    """One for the application's life; safe for many threads."""

    db: Database
    given: Settings
    clock: Callable[[], datetime]
    load_encoder: Callable[[], Encoder]
    config: Path | None = None
    """The settings file; None: they cannot be edited here."""
    meaning: Meaning = field(default_factory=Meaning)
    previews: Previews = field(default_factory=Previews)
    _stamp: tuple[int, int] | None = None
    _encoder: Encoder | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _loading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def settings(self) -> Settings:
        """As the file has them now; as they last were right when it is wrong."""
        if self.config is None:
            return self.given
        with self._lock:
            try:
                found = self.config.stat()
                stamp = (found.st_mtime_ns, found.st_size)
                if stamp != self._stamp:
                    self._stamp = stamp
                    self.given = load(self.config, check_secrets=False)
            except (OSError, SettingsError):
                pass  # `newsdelta check` and the editor say what is wrong with it
            return self.given

    @property
    def encoder(self) -> Encoder:
        """Loaded when something is first compared by meaning: some seconds."""
        with self._loading:
            if self._encoder is None:
                self._encoder = self.load_encoder()
            return self._encoder

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.zone()

    def watch(self, name: str) -> WatchSetting | None:
        return next((each for each in self.settings.watches if each.name == name), None)

    def context(self) -> Context:
        """For steps; do not close it, since the database is the site's."""
        return Context(self.db, self.settings, self.clock, random.Random(0), {"encoder": _Later(self)})


class _Later:
    """The encoder, loaded when it is first used: a watch of words never needs it."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __getattr__(self, name: str) -> object:
        return getattr(self._site.encoder, name)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def settings_file(site: Site) -> Path:
    """HTTP 409 when there is none."""
    if site.config is None:
        raise HTTPException(409, "These pages run without a settings file: there is nothing to write to.")
    return site.config


Here = Annotated[Site, Depends(site_of)]
