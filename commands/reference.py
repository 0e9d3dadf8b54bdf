"""docs/commands.md and docs/settings.md, written from the code: `python -m commands.reference docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

WIDTH = 100
_COMMANDS_HEAD = """\
# Commands

This page is `newsdelta COMMAND --help` of every command; `python -m commands.reference docs` writes it, and a
test fails when it is out of date.

- `--config PATH` goes before or after the command; without it `./newsdelta.yaml` is used, or what the
  environment variable `NEWSDELTA_CONFIG` names.
- `--json` writes one JSON object a line, times in UTC. Without it, what is printed is for people and may change;
  its times are in the settings' time zone.
- Exit codes: 0 fine; 1 something failed; 2 called wrongly, or the settings are wrong; 130 stopped by Ctrl-C.
- Shells complete commands and options after, in bash,
  `eval "$(_NEWSDELTA_COMPLETE=bash_source newsdelta)"` (zsh_source and fish_source likewise).
- Colours appear on a terminal only, and not when `NO_COLOR` is set. Progress goes to standard error.
"""
_SETTINGS_HEAD = """\
# Settings

Every key of newsdelta.yaml, written from the code by `python -m commands.reference docs`. `newsdelta init`
writes a commented file to begin from, and `newsdelta check` names what is wrong in one: file, line, key,
what is wrong and what would be right, all mistakes at once.

- A key that does not stand here is refused, with the nearest one that does.
- Paths start from the folder that the file lies in.
- A secret never stands in the file. `env:NAME` names an environment variable, `file:PATH` a file whose whole
  content (without the last line end) is the secret. It is looked up when it is used and shown nowhere.
  Where one of a channel cannot be looked up, that channel's alerts wait and all else goes on; `newsdelta check`
  names it.
- `feeds`, `watches` and `channels` are lists, one item a line with `- ` before it. Commands and pages that
  change one leave every other letter of the file alone, comments included.
"""


def commands(root: click.Group) -> str:
    """docs/commands.md."""
    parts = [_COMMANDS_HEAD]
    for path, command in every_command(root):
        context = click.Context(
            command, info_name="newsdelta " + " ".join(path), help_option_names=["-h", "--help"]
        )
        context.terminal_width = context.max_content_width = WIDTH
        parts.append(
            f"{'#' * (len(path) + 1)} newsdelta {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n"
        )
    return "\n".join(parts)


def every_command(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it, groups before what is in them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def settings() -> str:
    """docs/settings.md."""
    from settings.schema import Settings

    parts = [_SETTINGS_HEAD, "## The file\n", _table(Settings)]
    for key, field in Settings.model_fields.items():
        listed = get_origin(field.annotation) is tuple
        for model in _models(field.annotation):
            kind = model.model_fields.get("kind")
            tag = f", kind: {get_args(kind.annotation)[0]}" if kind is not None else ""
            parts.append(f"## {key}{'[]' if listed else ''}{tag}\n")
            text = " ".join((model.__doc__ or "").split())
            parts.append(f"{text}\n\n{_table(model)}" if text else _table(model))
    return "\n".join(parts)


def _table(model: type[BaseModel]) -> str:
    lines = ["| key | what | default |", "|---|---|---|"]
    for key, field in model.model_fields.items():
        if key == "kind":
            continue
        what = " ".join(f"{field.description or ''} {_choices(field)}".split()).replace("|", "\\|")
        lines.append(f"| `{key}` | {what} | {_default(field)} |")
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value: Any = field.default
    if value is None or value in ((), "") or isinstance(value, BaseModel):
        return ""
    if isinstance(value, tuple):
        return "`[" + ", ".join(map(str, value)) + "]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _choices(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return "One of " + ", ".join(f"`{choice}`" for choice in get_args(field.annotation)) + "."
    return ""


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    else:
        for inner in get_args(kind):
            yield from _models(inner)


if __name__ == "__main__":
    from newsdelta import cli

    folder = Path(sys.argv[1])
    (folder / "commands.md").write_text(commands(cli), encoding="utf-8")
    (folder / "settings.md").write_text(settings(), encoding="utf-8")
