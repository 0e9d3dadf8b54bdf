"""The settings of a flow: what the file says, and while that is wrong, what it said before.

A slip of the pen on a Friday evening must not end the watch. Each good file is kept in .newsdelta; secrets do not stand
in it. Commands that a person gives take the file as it is.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from settings.errors import SettingsError
from settings.load import load, parse
from settings.own_folder import made, own_folder
from settings.schema import Settings


def settings_now(path: Path) -> tuple[Settings, str]:
    """The settings, and what is wrong with the file at `path`, "" when nothing is. SettingsError when it was never
    right, or what it said before cannot be used any more either."""
    kept = own_folder(path) / "settings.yaml"
    try:
        settings = load(path)
    except SettingsError as error:
        try:
            return parse(kept.read_text(encoding="utf-8"), path), str(error)
        except (OSError, SettingsError):
            raise error from None
    with suppress(OSError, SettingsError):  # a folder that cannot be written; a file that changes under our hands
        text = path.read_text(encoding="utf-8")
        if not kept.exists() or kept.read_text(encoding="utf-8") != text:
            parse(text, path)
            made(kept.parent)
            new = kept.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(0o600)  # whoever may not read the file may not read this
            new.write_text(text, encoding="utf-8")
            shutil.copymode(path, new)
            new.replace(kept)
    return settings, ""
