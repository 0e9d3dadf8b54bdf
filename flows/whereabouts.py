"""What a `newsdelta up` that runs says of itself, for one that is started beside it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path


def note(folder: Path, config: Path, since: datetime, pages: str = "", dashboard: str = "") -> None:
    """Write down, in `folder`, that this process is up. OSError when that cannot be written."""
    path = _path(folder)
    said = {
        "pid": os.getpid(),
        "config": str(config),
        "since": since.isoformat(timespec="seconds"),
        "pages": pages,
        "dashboard": dashboard,
    }
    new = path.with_suffix(".new")
    new.write_text(json.dumps(said) + "\n", encoding="utf-8")
    new.replace(path)


def forget(folder: Path) -> None:
    _path(folder).unlink(missing_ok=True)


def told(folder: Path) -> str:
    """What the one that is up has written, in sentences; without it, no more than that one is up."""
    try:
        said = json.loads(_path(folder).read_text(encoding="utf-8"))
        pid, since = int(said["pid"]), datetime.fromisoformat(said["since"])
        config, pages, dashboard = (str(said[name]) for name in ("config", "pages", "dashboard"))
    except (OSError, ValueError, KeyError, TypeError):
        return f"newsdelta is up already in {folder.parent}. Stop that one first."
    where = ", ".join(
        f"{what} {address}" for what, address in (("pages", pages), ("Prefect's own", dashboard)) if address
    )
    return (
        f"newsdelta is up already with {config}: process {pid} since {since:%Y-%m-%d %H:%M} UTC"
        f"{', ' + where if where else ''}. To stop that one: kill {pid}"
    )


def _path(folder: Path) -> Path:
    return folder / "up.json"
