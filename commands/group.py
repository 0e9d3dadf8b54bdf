"""The command line itself: commands found by name, one way to say what went wrong, and exit codes.

0: fine. 1: something failed. 2: called wrongly, or the settings are wrong. 130: stopped by the person.
"""

from __future__ import annotations

import importlib
import importlib.util
import select
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from commands.app import DEFAULT_CONFIG, App
from commands.catalogue import CATALOGUE, module_of

REPORT_TO = "That was a fault of newsdelta's own. Please report it with the lines above and what you typed."


class Failure(click.ClickException):
    """Something that went wrong as it may; its message says what, where and what to do."""

    def show(self, file: Any = None) -> None:
        from commands.output import clean

        said = "\n".join(map(clean, self.message.split("\n")))  # a server's words may be among it
        click.echo(f"newsdelta: {said}", file=file or sys.stderr)


class WrongInput(Failure):
    """What a person gave, or the settings, cannot be used."""

    exit_code = 2


class CommandLine(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        everything = (pair for commands in CATALOGUE.values() for pair in commands.items())
        return [name for name, where in everything if _written(where)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        where = module_of(name)
        if where is None or not _written(where):
            return None
        found = getattr(importlib.import_module(where), name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return _with_config(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = get_close_matches(name, self.list_commands(ctx), n=1, cutoff=0.6)
            hint = f" Did you mean '{near[0]}'?" if near else " 'newsdelta --help' lists them."
            raise click.UsageError(f"there is no command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in CATALOGUE.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None:
                    rows.append((name, command.get_short_help_str(100)))
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click's, but Ctrl-C is 130, as shells expect."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.Abort:
            click.echo("Stopped.", err=True)
            sys.exit(130)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort):
                raise
            from models.errors import InputError, NewsdeltaError, SettingsError, ran_out_of_memory

            said = error if isinstance(error, NewsdeltaError) else ran_out_of_memory(error)
            if isinstance(error, BrokenPipeError) and not _nobody_listens():  # click would end without a word
                raise RuntimeError("a pipe of newsdelta's own broke") from error
            if said is None:
                raise
            kind = WrongInput if isinstance(said, SettingsError | InputError) else Failure
            raise kind(str(said) + (" It may work later." if said.retry else "")) from error


def _nobody_listens() -> bool:
    """Whether it is standard output that broke (`newsdelta stories | head`)."""
    asked = select.poll()
    asked.register(sys.stdout.fileno(), 0)
    return any(how & select.POLLERR for _, how in asked.poll(0))


def _written(where: str) -> bool:
    return importlib.util.find_spec(where) is not None


def _set_config(ctx: click.Context, option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        app = ctx.ensure_object(App)
        app.config, app.chosen = value, True


def _with_config(command: click.Command) -> click.Command:
    """`--config` is understood after the command as well as before it."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _with_config(inner)
    if not any(option.name == "config" for option in command.params):
        command.params.append(
            click.Option(
                ["--config"],
                type=click.Path(path_type=Path),
                expose_value=False,
                callback=_set_config,
                help=f"Settings file.  [default: ./{DEFAULT_CONFIG}, or NEWSDELTA_CONFIG]",
            )
        )
    return command


def run(command_line: CommandLine) -> None:
    """Run as a program: never a traceback for what may go wrong, always one for a fault of our own."""
    try:
        command_line(prog_name="newsdelta")
    except BrokenPipeError:  # `newsdelta stories | head`
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001  a fault of our own: shown whole, and where to take it
        traceback.print_exc()
        click.echo(f"\n{REPORT_TO}", err=True)
        sys.exit(1)
