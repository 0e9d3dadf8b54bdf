"""What can be checked without asking anybody: settings, database, model."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from commands.finding import Finding, fine, note, wrong
from commands.output import count
from settings.limits import FREE_BYTES
from settings.load import secrets_in
from settings.schema import is_loopback

if TYPE_CHECKING:
    from settings.schema import Settings


def settings_found(path: Path, settings: Settings) -> Iterator[Finding]:
    """What only the other rooms can tell about the settings."""
    where = str(path)
    yield fine(
        where,
        f"{count(len(settings.feeds), 'feed')}, {count(len(settings.watches), 'watch', 'watches')}, "
        f"{count(len(settings.channels), 'channel')}",
    )
    if not settings.feeds:
        mend = "Add one with 'newsdelta feeds add ADDRESS'."
        yield wrong(where, "there are no feeds, so there is nothing to read", mend)
    if not settings.watches:
        yield note(where, "there are no watches, so nobody is told anything", "Add one under 'watches'.")
    if settings.watches and not settings.channels:
        yield wrong(where, "there are no channels, so no alert can be sent", "Add one under 'channels'.")
    if not settings.contact:
        yield note(
            where,
            "publishers cannot tell who asks for their feeds",
            "Set 'contact' to your mail or web address.",
        )
    names = {feed.name.lower() for feed in settings.feeds}
    names |= {feed.publisher.lower() for feed in settings.feeds if feed.publisher}
    for number, watch in enumerate(settings.watches, 1):
        for source in watch.sources:
            if source.lower() not in names and "." not in source and "*" not in source:
                yield note(
                    f"{where}, watches[{number}].sources",
                    f"no feed is called '{source}'",
                    "A feed's name, a site like example.org, or a publisher.",
                )
    yield from _pages(where, settings)
    for secret in dict.fromkeys(secret for _, secret in secrets_in(settings)):
        if secret.open_to_all():
            file = str(secret).removeprefix("file:")
            text = "its mode lets every user of this machine at the secret"
            yield note(file, text, f"chmod 600 {shlex.quote(file)}")
    yield from _languages(where, settings)


def _pages(where: str, settings: Settings) -> Iterator[Finding]:
    """What people find where a reverse proxy stands before the pages."""
    web, outside = settings.web, urlsplit(settings.web.url or "")
    if outside.path.strip("/"):
        text = f"leads below {outside.path}, and the pages stand at the root of a host name"
        yield note(f"{where}, web.url", text, "Give them a host name of their own (docs/web.md).")
    if outside.hostname and not is_loopback(outside.hostname) and not (web.token or web.user_header):
        text = f"whoever reaches {outside.hostname} comes in, unless a proxy there asks who it is"
        yield note(f"{where}, web.url", text, "Set web.token, or web.user_header where a proxy names the person.")


def _languages(where: str, settings: Settings) -> Iterator[Finding]:
    """Watches that ask by meaning for what the model cannot read."""
    from models.embeddings import reads_many_languages

    if reads_many_languages(settings.model.path.name if settings.model.path else settings.model.name):
        return
    for number, watch in enumerate(settings.watches, 1):
        others = [each for each in watch.languages if each != "en"]
        if watch.about and others:
            yield note(
                f"{where}, watches[{number}].about",
                f"compares by meaning in {' and '.join(others)}, and the model reads English",
                "Ask by 'words' there, or name a model that reads many languages (docs/settings.md, model).",
            )


def database(config: Path, settings: Settings) -> Iterator[Finding]:
    """Opens it, which also brings it up to date."""
    from models.errors import NewsdeltaError
    from steps.known import sure
    from storage.database import Database
    from storage.telling.renames import strangers

    try:
        sure(config, settings)
        with Database.open(settings.database_url()) as opened:
            with opened.write():
                pass
            with opened.read() as conn:
                gone, fresh = strangers(conn, [watch.name for watch in settings.watches])
            where, path = opened.where, opened.path
    except NewsdeltaError as error:
        yield wrong("database", str(error))
        return
    yield fine("database", where)
    if gone and fresh:
        yield note(
            "watches",
            f"{_listed(gone)} was told things and is in the settings no more; {_listed(fresh)} was told nothing yet",
            f'If that is a new name only: newsdelta rename-watch "{gone[0]}" "{fresh[0]}".',
        )
    if path is not None:
        free = shutil.disk_usage(path.parent).free
        if free < FREE_BYTES:
            yield wrong(
                "disk",
                f"{free / 2**30:.1f} GiB are free at {path.parent}",
                "Make room, or lower 'retention' in the settings.",
            )


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def model(settings: Settings) -> Iterator[Finding]:
    """Loads it and embeds a sentence."""
    from models.embeddings import load_encoder
    from models.errors import ModelError

    try:
        encoder = load_encoder(settings.model.name, settings.model.path)
        shape = encoder.encode(["The dam at Ostrava holds."]).shape
    except ModelError as error:
        yield wrong("model", str(error))
        return
    yield fine("model", f"{encoder.name}, {shape[1]} numbers a sentence")
