"""newsdelta read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import clean, json_option, json_text, say

if TYPE_CHECKING:
    from sources.saved import Got

WIDTH = 100


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PAGE|FEED...")
@click.option("--url", metavar="ADDRESS", help="Where a saved page came from.")
@json_option()
@pass_app
@click.pass_context
def read(ctx: click.Context, app: App, inputs: tuple[str, ...], url: str | None, as_json: bool) -> None:
    """What newsdelta gets from an address or a saved file, and from where in it.

    Takes pages and feeds: addresses, and files (.html, .xml, .json, each also .gz). Nothing is stored. Exit
    code 1 when something could not be read at all.

    \b
    Example:
      newsdelta read https://www.example.org/news/1
      newsdelta read saved.html --url https://www.example.org/news/1
      newsdelta read feed.xml page.html.gz --json
    """
    from models.errors import InputError
    from settings.limits_sources import SANDBOX_WORKERS
    from sources.addresses import whole
    from sources.asking.fetch import Fetcher
    from sources.sandbox import Sandbox
    from sources.saved import read_inputs
    from steps.context import user_agent

    if url is not None and whole(url, "") is None:
        raise InputError(f"--url: '{clean(url)}' is not an http(s) address.")
    settings = app.settings_or_defaults()
    failed = False
    workers = min(len(inputs), SANDBOX_WORKERS)
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher, Sandbox(workers) as box:
        for got in read_inputs(list(inputs), url=url, box=box, fetcher=fetcher):
            failed |= got.reading is None and got.entry is None
            if as_json:
                click.echo(json_text(got.as_json()))
            else:
                _print(got)
    ctx.exit(1 if failed else 0)


def _print(got: Got) -> None:
    read = got.as_json()
    say(clean(read["title"] or read["input"]), style="bold")
    reading = got.reading
    rows = [
        ("kind", read["kind"] if got.reading or got.entry else None),
        ("address", read["url"]),
        ("canonical", read["canonical_url"] if read["canonical_url"] != read["url"] else None),
        ("published", _with_source(read["published"], reading.date_from if reading else "feed")),
        ("updated", _with_source(read["updated"], reading.updated_from if reading else "feed")),
        ("authors", ", ".join(read["authors"])),
        ("language", read["language"]),
        ("publisher", read.get("publisher")),
        ("text from", (reading.text_from if reading else "feed") if read["text"] else None),
        ("problem", read["problem"]),
    ]
    for name, value in rows:
        if value:
            say(f"  {name:<10} {clean(value)}")
    for paragraph in filter(None, (read["text"] or "").splitlines()):
        say()
        say(textwrap.fill(clean(paragraph), WIDTH, initial_indent="  ", subsequent_indent="  "))
    say()


def _with_source(value: str | None, source: str) -> str | None:
    return f"{value} ({source})" if value and source else value
