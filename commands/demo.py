"""newsdelta demo."""

from __future__ import annotations

from pathlib import Path

import click

from commands.group import WrongInput
from commands.output import say


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-out"),
    show_default=True,
    help="Folder for the settings, the database and the mail; an earlier demo's is replaced.",
)
@click.option("--passes", type=click.IntRange(min=1), help="Only the first so many of them.")
def demo(out: Path, passes: int | None) -> None:
    """The whole pipeline on a bundled newsroom, offline, within three minutes on two cores.

    A dozen invented outlets are served on this machine, and the same flow that watches real news fetches,
    reads, groups and compares them, day after day, and writes what there is to tell as mail.

    \b
    Example:
      newsdelta demo
      newsdelta demo --out /tmp/try
    """
    from commands.demo_run import Demo, NotADemo

    try:
        Demo(out).run(passes)
    except NotADemo as error:
        raise WrongInput(str(error)) from None
    except KeyboardInterrupt:
        say(f"\nStopped. What was done so far is in {out}; 'newsdelta demo' begins anew.")
        raise SystemExit(130) from None
