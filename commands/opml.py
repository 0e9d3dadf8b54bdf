"""newsdelta opml."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from commands.app import App, pass_app
from commands.output import clean, count, say


@click.group()
def opml() -> None:
    """Feeds in from another reader, and out to one.

    \b
    Example:
      newsdelta opml import subscriptions.opml
      newsdelta opml export > feeds.opml
    """


@opml.command(name="import")
@click.argument("file", type=click.File("rb"))
@pass_app
def import_(app: App, file: BinaryIO) -> None:
    """Add the feeds of an OPML file to the settings; those that are listed already stay as they are.

    \b
    Example:
      newsdelta opml import subscriptions.opml
    """
    from settings.edit import add_feeds
    from settings.limits import NAME_LENGTH
    from settings.limits_sources import OPML_BYTES
    from settings.values import is_address
    from sources.feed.opml import parse

    outlines = parse(file.read(OPML_BYTES + 1), file.name)
    usable = [each for each in outlines if is_address(each.url)]
    added = add_feeds(
        app.config, [{"url": each.url, "name": each.name[:NAME_LENGTH].strip()} for each in usable]
    )
    say(f"{count(added, 'feed')} added to {app.config}, {len(usable) - added} listed already.")
    for each in outlines:
        if each not in usable:
            say(f"Left out, since its address is no http(s) address: {clean(each.name)}")


@opml.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@pass_app
def export(app: App, out: Path | None) -> None:
    """Write the feeds of the settings as OPML, to standard output or a file.

    \b
    Example:
      newsdelta opml export > feeds.opml
      newsdelta opml export --out feeds.opml
    """
    from models.errors import InputError
    from sources.feed.opml import Outline, render

    feeds = app.settings().feeds
    text = render(Outline(feed.url, feed.name, None, feed.publisher or "") for feed in feeds)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.resolve() == app.config.resolve():
        raise InputError(f"--out would overwrite the settings {out}: name another file.")
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    say(f"{count(len(feeds), 'feed')} written to {out}.")
