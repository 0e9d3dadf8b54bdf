"""newsdelta check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.at_once import begun
from commands.finding import Finding, Level
from commands.output import clean, count, json_lines, json_option, say

if TYPE_CHECKING:
    from settings.schema import Settings

MARKS = {Level.FINE: "fine ", Level.NOTE: "note ", Level.WRONG: "WRONG"}
STYLES = {Level.FINE: "green", Level.NOTE: "yellow", Level.WRONG: "bold red"}


@click.command()
@click.option("--send", is_flag=True, help="Send one test alert through each channel.")
@click.option("--offline", is_flag=True, help="Ask nobody: settings, database and model only.")
@json_option()
@pass_app
@click.pass_context
def check(ctx: click.Context, app: App, send: bool, offline: bool, as_json: bool) -> None:
    """Is the configuration right, and does everything answer?

    Looks at the settings, the database, the model, every feed and channel, and a Dask cluster, and says of each what is
    wrong and how to mend it. No alert is sent without --send. Exit code 1 when something is wrong.

    \b
    Example:
      newsdelta check
      newsdelta check --send
    """
    settings = app.settings(check_secrets=True)
    wrong = 0
    for finding in _findings(app, settings, send=send, offline=offline):
        wrong += finding.level is Level.WRONG
        if as_json:
            json_lines([finding.as_json()])
        else:
            _print(finding)
    if not as_json:
        say()
        say("Everything is fine." if not wrong else f"{count(wrong, 'thing is', 'things are')} wrong.")
    ctx.exit(1 if wrong else 0)


def _findings(app: App, settings: Settings, *, send: bool, offline: bool) -> Iterator[Finding]:
    """The model is loaded and the channels are asked while the feeds answer: each takes seconds."""
    from commands import check_channels, check_feeds, check_local, check_runner

    yield from check_local.settings_found(app.config, settings)
    yield from check_local.database(app.config, settings)
    model = begun(lambda: list(check_local.model(settings)))
    if offline:
        yield from check_channels.secrets(settings)
    else:
        now = app.now()
        # A test alert may print here: after the feeds, not among them.
        asked = [] if send else check_channels.ask(settings, send=False, now=now)
        away = False
        for finding in check_feeds.feeds(settings, now):
            away |= finding.about == check_feeds.NETWORK
            yield finding
        if send:
            asked = check_channels.ask(settings, send=True, now=now)
        yield from check_channels.answers(asked, away=away)
        yield from check_runner.runner(settings.runner)
    yield from model.result()


def _print(finding: Finding) -> None:
    say(f"{MARKS[finding.level]}  {clean(finding.about)}: {clean(finding.text)}", STYLES[finding.level])
    if finding.mend:
        say(f"       {clean(finding.mend)}")
