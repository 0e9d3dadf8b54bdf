"""newsdelta useful, not-news, not-my-topic: what a person thinks of an alert."""

from __future__ import annotations

from collections.abc import Callable

import click

from commands.app import App, pass_app
from commands.numbers import WHOLE
from commands.output import clean, say


def _command(kind: str, what: str) -> click.Command:
    @click.argument("alert_ids", nargs=-1, required=True, metavar="ALERT...", type=WHOLE)
    @pass_app
    def say_so(app: App, alert_ids: tuple[int, ...]) -> None:
        _note(app, kind, alert_ids)

    say_so.__doc__ = f"""{what}

    It moves the cuts of that alert's watch a little, and can be taken back with 'newsdelta undo'.

    \b
    Example:
      newsdelta {kind} 12
    """
    command: Callable[[Callable[..., None]], click.Command] = click.command(kind)
    return command(say_so)


useful = _command("useful", "An alert was worth having: more like it.")
not_news = _command("not-news", "What an alert told was no news.")
not_my_topic = _command("not-my-topic", "An alert was about something else.")


def _note(app: App, kind: str, alert_ids: tuple[int, ...]) -> None:
    from alerts.why import effect
    from models.errors import InputError
    from storage.telling import feedback, watching

    settings = app.settings()
    about = {watch.name: watch.about for watch in settings.watches}
    with app.database(settings) as database, database.write() as conn:
        rows = {row.id: row for row in watching.alert_rows(conn, ids=alert_ids, most=len(alert_ids))}
        for alert_id in alert_ids:
            if alert_id not in rows:
                raise InputError(f"There is no alert {alert_id}. 'newsdelta alerts' lists them.")
            row = rows[alert_id]
            number = feedback.add(
                conn,
                kind,
                app.now(),
                watch=row.watch,
                story_id=row.story_id,
                development_id=row.development_id,
            )
            said = effect(kind, about.get(row.watch))
            say(f"Noted for {clean(row.watch)}: {said}. 'newsdelta undo {number}' takes it back.")
