"""newsdelta check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from commands.app import App, pass_app
from commands.finding import Finding, Level
from commands.output import clean, count, json_lines, json_option, say

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

    Looks at the settings, the database, the model, every feed and every channel, and says of each what is
    wrong and how to mend it. No alert is sent without --send. Exit code 1 when something is wrong.

    \b
    Example:
      newsdelta check
      newsdelta check --send
    """
    from commands import check_channels, check_feeds, check_local

    settings = app.settings(check_secrets=True)
    checks: list[Callable[[], Iterator[Finding]]] = [
        lambda: check_local.settings_found(app.config, settings),
        lambda: check_local.database(settings),
        lambda: check_local.model(settings),
    ]
    if offline:
        checks.append(lambda: check_channels.secrets(settings))
    else:
        checks.append(lambda: check_feeds.feeds(settings))
        checks.append(lambda: check_channels.channels(settings, send=send, now=app.now()))
    wrong = 0
    for each in checks:
        for finding in each():
            wrong += finding.level is Level.WRONG
            if as_json:
                json_lines([finding.as_json()])
            else:
                _print(finding)
    if not as_json:
        say()
        say("Everything is fine." if not wrong else f"{count(wrong, 'thing is', 'things are')} wrong.")
    ctx.exit(1 if wrong else 0)


def _print(finding: Finding) -> None:
    say(f"{MARKS[finding.level]}  {clean(finding.about)}: {clean(finding.text)}", STYLES[finding.level])
    if finding.mend:
        say(f"       {clean(finding.mend)}")
