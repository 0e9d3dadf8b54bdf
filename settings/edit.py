"""Changes to newsdelta.yaml that leave every other letter of it alone, comments included, and are refused,
with the reasons, if they would make it wrong."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from settings.errors import SettingsError
from settings.load import parse
from settings.schema import Settings, WatchSetting
from settings.splice import Document


def edit(path: Path, change: Callable[[Document], None]) -> Settings:
    """Let `change` alter the document, check the whole, and write it in one move.

    SettingsError with every mistake when the outcome would be wrong; then the file stays as it was.
    """
    try:
        before = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    parse(before, path, check_secrets=False)  # a mistake that was there already is told with its own line
    document = Document(before, path)
    change(document)
    settings = parse(document.text, path, check_secrets=False)
    if document.text != before:
        _replace(path, document.text)
    return settings


def add_feeds(path: Path, feeds: Sequence[Mapping[str, str]]) -> int:
    """Add feeds (`url`, and `name`, `publisher` where known) that are not listed yet; how many were."""
    added = 0

    def change(document: Document) -> None:
        nonlocal added
        urls = {_url(item) for item in document.items("feeds")}
        names = {item.get("name") for item in document.items("feeds") if isinstance(item, dict)}
        for feed in feeds:
            if feed["url"] in urls:
                continue
            new = {key: feed[key] for key in ("name", "url", "publisher") if feed.get(key)}
            if "name" in new:
                new["name"] = _free(new["name"], names)
                names.add(new["name"])
            document.append("feeds", new)
            urls.add(feed["url"])
            added += 1

    edit(path, change)
    return added


def remove_feed(path: Path, name_or_url: str) -> bool:
    """Take a feed out of the list; False when it is not there."""

    def meant(item: Any) -> bool:
        return name_or_url in (_url(item), item.get("name") if isinstance(item, dict) else None)

    return _remove(path, "feeds", meant) is not None


def put_watch(
    path: Path, watch: Mapping[str, Any], instead_of: str | None = None, line: int | None = None
) -> Settings:
    """Add a watch (on `line`, where `remove_watch` took it out), or change the one called `instead_of`: keys in `watch`
    are set, those that are None go, the others stay. What means the same as what is there, or as leaving the key out,
    is not written. SettingsError when there is no such watch, or this one is wrong."""

    def change(document: Document) -> None:
        if instead_of is None and line is not None:
            document.put_back("watches", _telling({}, watch), line)
            return
        if instead_of is None:
            document.append("watches", _telling({}, watch))
            return
        listed = document.items("watches")
        names = [item.get("name") for item in listed]
        if instead_of not in names:
            raise SettingsError(f"{path}: there is no watch '{instead_of}'.")
        index = names.index(instead_of)
        for key, value in _telling(listed[index], watch).items():
            document.put("watches", index, key, value)

    return edit(path, change)


def _telling(before: Mapping[str, Any], watch: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of `watch` that change what `before` means: 'daily 07:00' is '0 7 * * *', and 1 publisher
    is what there is without saying so."""
    after = {key: value for key, value in {**before, **watch}.items() if value is not None}
    try:
        new = WatchSetting.model_validate(after)
        old = WatchSetting.model_validate(before) if before else None
    except ValidationError:  # told by the check of the whole file, with its line
        return {key: value for key, value in watch.items() if before or value is not None}
    changed = {}
    for key, value in watch.items():
        was = getattr(old, key) if old else WatchSetting.model_fields[key].default
        if getattr(new, key) != was:
            default = getattr(new, key) == WatchSetting.model_fields[key].default
            changed[key] = None if default else value
    return changed


def remove_watch(path: Path, name: str) -> int | None:
    """Take a watch out; the line (from 0) that it began on, None when it is not there."""
    return _remove(path, "watches", lambda item: item.get("name") == name)


def _remove(path: Path, group: str, meant: Callable[[Any], bool]) -> int | None:
    removed: int | None = None

    def change(document: Document) -> None:
        nonlocal removed
        for index, item in enumerate(document.items(group)):
            if meant(item):
                removed = document.remove(group, index)
                return

    edit(path, change)
    return removed


def _url(item: Any) -> Any:
    return item.get("url") if isinstance(item, dict) else item


def _free(name: str, taken: set[Any]) -> str:
    """The name, numbered when it is taken."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _replace(path: Path, text: str) -> None:
    """Whole or not at all: written beside the file, flushed, and moved over it."""
    target = path.resolve()
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o777)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from None
