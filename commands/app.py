"""What every command shares: which settings, which database, what time it is, and where to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from settings.schema import Settings
    from storage.database import Database

DEFAULT_CONFIG = "newsdelta.yaml"


def now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class App:
    """One call of the command line."""

    config: Path = field(default_factory=lambda: Path(DEFAULT_CONFIG))
    chosen: bool = False
    """Whether a person named the settings file, or it is where it is by default."""
    now: Callable[[], datetime] = now_utc

    def settings(self, *, check_secrets: bool = False) -> Settings:
        """SettingsError with every mistake; with `check_secrets` a secret that is not there is one."""
        from settings.load import load

        return load(self.config, check_secrets=check_secrets)

    def lasting_settings(self, say: Callable[[str], None], *, check_secrets: bool = False) -> Settings:
        """For what works unattended: while the file is wrong, what it said before, and `say` is told. A machine that
        starts again by night must not stop watching for a slip of the pen."""
        from flows.last_good import settings_now

        settings, wrong = settings_now(self.config)
        if not wrong:
            return self.settings(check_secrets=check_secrets)
        say(f"{wrong}\nUntil that is mended, newsdelta works by what the file said before.")
        return settings

    def settings_or_defaults(self) -> Settings:
        """For commands that do without a settings file, unless a person named one."""
        from settings.schema import Settings

        return self.settings() if self.chosen or self.config.exists() else Settings()

    @contextmanager
    def database(self, settings: Settings | None = None, *, create: bool = False) -> Iterator[Database]:
        """The settings' database, brought up to date, and closed afterwards. StorageError when there is none
        yet, unless `create`."""
        from storage.database import Database

        database = Database.open((settings or self.settings()).database_url(), create=create)
        try:
            yield database
        finally:
            database.close()


pass_app = click.make_pass_decorator(App, ensure=True)
