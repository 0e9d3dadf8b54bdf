"""The command line: `newsdelta COMMAND`. The commands are in `commands/`, one file each."""

from __future__ import annotations

from pathlib import Path

import click

from commands.app import DEFAULT_CONFIG, App
from commands.group import CommandLine, run
from settings.startup import print_anything, start_lightly

VERSION = "0.1.0"


@click.group(
    cls=CommandLine,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command has its own help with an example: newsdelta COMMAND --help",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=DEFAULT_CONFIG,
    envvar="NEWSDELTA_CONFIG",
    show_default=True,
    show_envvar=True,
    help="Settings file.",
)
@click.version_option(VERSION, prog_name="newsdelta")
@click.pass_context
def cli(ctx: click.Context, config: Path) -> None:
    """Tells you what is new in the stories you follow: once, with the evidence.

    \b
    Try it:    newsdelta demo
    Go live:   newsdelta init, then newsdelta check, then newsdelta up
    """
    app = ctx.ensure_object(App)
    app.config = config
    app.chosen = ctx.get_parameter_source("config") != click.core.ParameterSource.DEFAULT


def main() -> None:
    """Entry point of the `newsdelta` command."""
    start_lightly()
    print_anything()
    run(cli)


if __name__ == "__main__":
    main()
