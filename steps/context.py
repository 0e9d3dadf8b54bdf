"""What every step is handed: database, settings, clock, chance, and what it may talk to.

The fetcher, the sandbox and the model are loaded and made when they are first asked for: a pass that finds
nothing new has neither a sandbox nor a model.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from settings.schema import Settings
from storage.database import Database

if TYPE_CHECKING:
    from models.embeddings import Encoder
    from models.text.parts import InHand
    from sources.asking.fetch import Fetcher
    from sources.sandbox import Sandbox

Clock = Callable[[], datetime]
BUGS = (ArithmeticError, AttributeError, DBAPIError, LookupError, RecursionError, TypeError, ValueError)
"""What a bug met by one article raises: it stays with that article. Anything else (no memory, no database, no model)
ends the step. What a database says that is full, locked or away is a StorageError by then; what it says else is that
it cannot hold this article."""

Progress = Callable[[str, int, int], None]
"""Called with (what is done, how much of it is done, out of how much)."""


def now() -> datetime:
    """The clock of a live run."""
    return datetime.now(UTC)


@dataclass(frozen=True, eq=False)
class Context:
    """Closes what it made itself; what was handed in belongs to the caller. The database is always closed."""

    db: Database
    settings: Settings
    clock: Clock = now
    rng: random.Random = field(default_factory=random.Random)
    given: dict[str, Any] = field(default_factory=dict)
    """A fetcher, sandbox or encoder to use instead of one's own, by these names."""
    wrong_settings: str = ""
    """What is wrong with the file of the settings, where these are what it said before."""

    @cached_property
    def fetcher(self) -> Fetcher:
        if made := self.given.get("fetcher"):
            return made  # type: ignore[no-any-return]
        from sources.asking.fetch import Fetcher

        return Fetcher(user_agent(self.settings), self.settings.network.allow_private, clock=self.clock)

    @cached_property
    def sandbox(self) -> Sandbox:
        if made := self.given.get("sandbox"):
            return made  # type: ignore[no-any-return]
        from sources.sandbox import Sandbox

        return Sandbox()

    @cached_property
    def encoder(self) -> Encoder:
        if made := self.given.get("encoder"):
            return made  # type: ignore[no-any-return]
        from steps.model_apart import ModelApart

        return ModelApart(self.settings.model.name, self.settings.model.path)

    @cached_property
    def parts(self) -> InHand:
        """Articles taken apart, for both steps that need them so."""
        from models.text.parts import InHand

        return InHand()

    def close(self) -> None:
        """Close connections, child processes and the database; may be called twice."""
        for name in ("fetcher", "sandbox", "encoder"):
            if name in self.__dict__ and name not in self.given:
                self.__dict__.pop(name).close()
        self.db.close()

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_context(
    settings: Settings,
    clock: Clock = now,
    rng: random.Random | None = None,
    *,
    db: Database | None = None,
    fetcher: Fetcher | None = None,
    sandbox: Sandbox | None = None,
    encoder: Encoder | None = None,
    create: bool = True,
    wrong_settings: str = "",
) -> Context:
    """A context on the settings' database. Raises StorageError as `Database.open` does."""
    given = {"fetcher": fetcher, "sandbox": sandbox, "encoder": encoder}
    return Context(
        db or Database.open(settings.database_url(), create=create),
        settings,
        clock,
        rng or random.Random(),
        {name: value for name, value in given.items() if value is not None},
        wrong_settings,
    )


def user_agent(settings: Settings) -> str:
    """One honest name, with where the one who runs it can be reached."""
    try:
        number = version("newsdelta")
    except PackageNotFoundError:  # run from a folder that was not installed
        number = "0"
    return f"newsdelta/{number} (+{settings.contact})" if settings.contact else f"newsdelta/{number}"
