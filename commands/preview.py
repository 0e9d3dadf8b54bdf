"""newsdelta preview."""

from __future__ import annotations

from typing import Any

import click

from commands.app import App, pass_app
from commands.numbers import WHOLE
from commands.output import clean, count, day, json_lines, json_option, say, table


@click.command()
@click.argument("watch")
@click.option(
    "--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far to look back."
)
@click.option("--about", metavar="TEXT", help="Try another 'about'.")
@click.option("--words", metavar="QUERY", help="Try other 'words'.")
@click.option("--budget", type=WHOLE, metavar="N", help="Try another budget a day.")
@click.option("--min-publishers", type=WHOLE, metavar="N", help="Try another least number.")
@click.option("--min-novelty", type=click.FloatRange(0, 1), metavar="X", help="Try another least novelty.")
@click.option("--min-importance", type=click.FloatRange(0), metavar="X", help="Try another least importance.")
@json_option()
@pass_app
def preview(app: App, /, watch: str, days: int, as_json: bool, **tried: Any) -> None:
    """What a watch would have told you lately, when, and what it would have held back and why.

    WATCH is one of the settings, or the name of a new one with --about or --words. Nothing is sent and
    nothing is changed.

    \b
    Example:
      newsdelta preview Earthquakes
      newsdelta preview Earthquakes --budget 2 --days 7
      newsdelta preview Ferries --words 'ferry AND (strike OR sunk)'
    """
    from steps.context import open_context
    from steps.looking.preview import preview as replayed

    settings = app.settings()
    known = next((each for each in settings.watches if each.name.lower() == watch.lower()), None)
    setting = _tried(app, watch, known, {key: value for key, value in tried.items() if value is not None})
    with open_context(settings, app.now, create=False) as context:
        lines = replayed(context, setting, days)
    if as_json:
        json_lines(lines)
        return
    told = sum(line.told for line in lines)
    rows = [
        (
            day(line.at, settings.zone()),
            "yes" if line.told else "no",
            line.story_id,
            f"{line.importance:.2f}",
            line.why,
            line.headline,
        )
        for line in lines
    ]
    if rows:
        table(("When", "Told", "Story", "Importance", "Why", "What was new"), rows, right=(2, 3))
    say(
        f"{clean(setting.name)} would have told {count(told, 'development')} in {count(days, 'day')} "
        f"and held back {len(lines) - told}."
    )
    nearly = sum(line.rule == "nearly-about" for line in lines)
    if nearly:
        say(
            f"{nearly} of them {'is' if nearly == 1 else 'are'} nearly what its 'about' asks for: if you want "
            "such news, name it there too; --about tries a sentence out."
        )


def _tried(app: App, name: str, known: Any, tried: dict[str, Any]) -> Any:
    """The watch as the settings have it, with what is tried in its place."""
    from pydantic import ValidationError

    from models.errors import InputError
    from settings.schema import WatchSetting
    from settings.words import QueryMistake, parse

    if known is None and not {"about", "words"} & set(tried):
        raise InputError(
            f"{app.config} has no watch '{name}'. Name one, or try a new one with --about or --words."
        )
    try:
        setting = known.model_copy(update=tried) if known else WatchSetting(name=name, **tried)
        if setting.words:
            parse(setting.words)
    except QueryMistake as mistake:
        raise InputError(f"--words: {mistake}.") from None
    except ValidationError as error:
        raise InputError(f"WATCH: {error.errors()[0]['msg'].lower()}.") from None
    return setting
