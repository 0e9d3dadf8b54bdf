"""newsdelta feeds, and what can be done to one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from commands.app import App, pass_app
from commands.feed_words import what_is_wrong
from commands.output import ago, clean, count, json_lines, json_option, say, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.nouns import Feed
    from storage.database import Database


@click.group(invoke_without_command=True)
@click.option("--failing", is_flag=True, help="Only those with something wrong.")
@json_option()
@pass_app
@click.pass_context
def feeds(ctx: click.Context, app: App, failing: bool, as_json: bool) -> None:
    """List feeds: how each is, what is wrong with it, since when, and when it is asked next.

    \b
    Example:
      newsdelta feeds
      newsdelta feeds --failing
      newsdelta feeds add https://www.example.org
      newsdelta feeds pause "Deutsche Welle"
    """
    if ctx.invoked_subcommand is not None:
        return
    from steps.unpolled import due_since, passed_over, state
    from storage.reading import feeds as rows

    now, settings = app.now(), app.settings()
    zone, before = settings.zone(), passed_over(settings, now)
    with _synced(app) as database, database.read() as conn:
        found, entries = rows.listing(conn), rows.entries_of(conn)
    late = {feed.id: due_since(feed, before) for feed in found}
    wrong = {feed.id: what_is_wrong(feed, now, zone, late[feed.id]) for feed in found}
    if failing:
        found = [feed for feed in found if wrong[feed.id]]
    if as_json:
        json_lines(
            asdict(feed)
            | {
                "state": state(feed, late[feed.id]),
                "entries": entries.get(feed.id, 0),
                "what_is_wrong": wrong[feed.id],
            }
            for feed in found
        )
    elif not found:
        say(
            "Every feed is fine."
            if failing
            else "No feeds: name some in the settings, or 'newsdelta feeds add'."
        )
    else:
        table(
            ("Id", "Feed", "State", "Last good", "Next poll", "Entries", "What is wrong"),
            [
                (
                    feed.id,
                    feed.name,
                    state(feed, late[feed.id]),
                    ago(feed.last_good, now),
                    _next(feed, now),
                    entries.get(feed.id, 0),
                    wrong[feed.id] or "",
                )
                for feed in found
            ],
            right=(0, 5),
        )


@feeds.command()
@click.argument("feed")
@pass_app
def pause(app: App, feed: str) -> None:
    """Stop asking a feed until it is resumed.

    \b
    Example:
      newsdelta feeds pause BBC
    """
    _change(app, feed, lambda rows, conn, one: rows.pause(conn, one.id), "is paused")


@feeds.command()
@click.argument("feed")
@pass_app
def resume(app: App, feed: str) -> None:
    """Ask a paused or retired feed again, at the next pass.

    \b
    Example:
      newsdelta feeds resume BBC
    """
    _change(
        app, feed, lambda rows, conn, one: rows.pause(conn, one.id, paused=False), "is due at the next pass"
    )


@feeds.command()
@click.argument("feed")
@pass_app
def retire(app: App, feed: str) -> None:
    """Ask a feed no more, but keep it in the settings and all that came from it.

    \b
    Example:
      newsdelta feeds retire https://old.example.org/rss
    """
    now = app.now()
    _change(app, feed, lambda rows, conn, one: rows.save(conn, replace(one, retired_at=now)), "is retired")


@feeds.command()
@click.argument("feed")
@pass_app
def poll(app: App, feed: str) -> None:
    """Ask a feed at the next pass, whatever its turn is; for after something was mended.

    \b
    Example:
      newsdelta feeds poll BBC
    """
    _change(app, feed, lambda rows, conn, one: rows.poll_soon(conn, one.id), "is due at the next pass")


@feeds.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--name", help="What to call it; for one feed.")
@click.option("--all", "every", is_flag=True, help="All feeds of a site that has several.")
@pass_app
def add(app: App, addresses: tuple[str, ...], name: str | None, every: bool) -> None:
    """Add feeds to the settings, by their own address or by that of their site.

    Each is asked first, so that only what is a feed is added; one that is none holds up no other.

    \b
    Example:
      newsdelta feeds add https://www.example.org
      newsdelta feeds add https://www.example.org/rss.xml --name Example
    """
    from commands.feed_search import find_feeds
    from models.errors import InputError
    from settings.edit import add_feeds

    settings = app.settings()
    found: list[dict[str, str]] = []
    wrong: list[str] = []
    for address in addresses:
        try:
            here = find_feeds(settings, address)
        except InputError as error:
            wrong.append(str(error))
            continue
        if len(here) > 1 and not every:
            for feed in here:
                say(clean(f"{feed['url']}  {feed.get('name', '')}"))
            wrong.append(f"{address} has {len(here)} feeds: add one of these, or all with --all.")
            continue
        found += here
    if wrong and not found:
        raise InputError("\n".join(wrong))
    if name and len(found) != 1:
        raise InputError(f"--name goes with one feed; here are {len(found)}.")
    if name:
        found[0]["name"] = name
    added = add_feeds(app.config, found)
    for feed in found:
        say(clean(f"{feed.get('name') or feed['url']}: {feed['url']}"))
    say(
        f"{count(added, 'feed')} added to {app.config}."
        if added
        else f"Nothing to add: {app.config} lists them."
    )
    if wrong:
        raise InputError("\n".join(["Not added:", *wrong]))


@feeds.command()
@click.argument("feed")
@pass_app
def remove(app: App, feed: str) -> None:
    """Take a feed out of the settings, by its id, name or address. What came from it stays.

    \b
    Example:
      newsdelta feeds remove BBC
      newsdelta feeds remove 3
    """
    from models.errors import InputError
    from settings.edit import remove_feed
    from storage.looking.pages_feeds import configured_url

    settings = app.settings()
    wanted = [each for each in settings.feeds if feed.lower() == each.name.lower() or feed == each.url]
    if not wanted and feed.isdecimal() and len(feed) < 10:
        with _synced(app) as database, database.read() as conn:
            address = configured_url(conn, int(feed))
        wanted = [each for each in settings.feeds if each.url == address]
    if not wanted or not remove_feed(app.config, wanted[0].url):
        raise InputError(f"{app.config} lists no feed '{feed}'. 'newsdelta feeds' shows their names.")
    say(f"{clean(wanted[0].name)} is out of {app.config}.")


def _change(app: App, name: str, change: Callable[[Any, Connection, Feed], object], done: str) -> None:
    from models.errors import InputError
    from storage.reading import feeds as rows

    with _synced(app) as database, database.write() as conn:
        found = rows.find(conn, name)
        if len(found) != 1:
            what = "There is no feed" if not found else f"There are {len(found)} feeds called"
            raise InputError(f"{what} '{name}'. 'newsdelta feeds' shows ids, names and addresses.")
        change(rows, conn, found[0])
    say(f"{clean(found[0].name)} {done}.")


@contextmanager
def _synced(app: App) -> Iterator[Database]:
    """The database with the feeds that the settings list now."""
    from steps.follow import follow

    settings = app.settings()
    with app.database(settings, create=True) as database:
        follow(database, settings)
        yield database


def _next(feed: Feed, now: datetime) -> str:
    if feed.paused or feed.retired_at:
        return "-"
    from settings.values import every

    text = "now" if feed.next_poll is None or feed.next_poll <= now else ago(feed.next_poll, now)
    return f"{text} (every {every(feed.every_s)})" if feed.every_s else text
