"""newsdelta init."""

from __future__ import annotations

import click

from commands.app import App, pass_app
from commands.output import say


@click.command()
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@pass_app
def init(app: App, force: bool) -> None:
    """Write a commented newsdelta.yaml to begin from.

    It holds a dozen public news feeds and two example watches; alerts are printed and written to a folder
    until you name a mail server or Slack.

    \b
    Example:
      newsdelta init
      newsdelta init --config news/newsdelta.yaml
    """
    from models.errors import InputError
    from settings.template import TEMPLATE

    try:
        if not app.config.parent.exists():
            app.config.parent.mkdir(parents=True)
        with app.config.open("w" if force else "x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError:
        raise InputError(f"{app.config} is there already. Edit it, or overwrite it with --force.") from None
    except OSError as error:
        raise InputError(f"{app.config} cannot be written: {error.strerror}.") from None
    say(f"Wrote {app.config}: say in it what you want to be told. Then:")
    option = "" if str(app.config) == "newsdelta.yaml" else f" --config {app.config}"
    say(f"  newsdelta check{option}   is it right, and does everything answer?")
    say(f"  newsdelta run{option}     one pass now")
    say(f"  newsdelta up{option}      from now on, unattended")
