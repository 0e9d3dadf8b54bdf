"""newsdelta.yaml to Settings, or its mistakes all at once: file, line, key, what is wrong, what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from settings import words
from settings.errors import Mistake, SettingsError
from settings.limits import MISTAKES_SHOWN, SETTINGS_BYTES
from settings.mistakes import did_you_mean, from_pydantic
from settings.places import key_of, line_of
from settings.schema import Settings
from settings.secrets import Secret

HOW_TO_BEGIN = "Write one with 'newsdelta init', or name it with --config."


def load(
    path: Path | str, *, check_secrets: bool = True, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings in the file at `path`; SettingsError with every mistake in it.

    With `check_secrets` a secret that cannot be looked up is a mistake too, unless it is a channel's: that one is
    told by its channel when it sends, and holds up neither the news nor the other channels.
    """
    path = Path(path)
    return parse(_read(path), path, check_secrets=check_secrets, environment=environment)


def parse(
    text: str, path: Path | str, *, check_secrets: bool = True, environment: Mapping[str, str] | None = None
) -> Settings:
    """As `load`, of a text that stands (or will stand) at `path`."""
    path = Path(path)
    context = {"folder": path.resolve().parent}
    right = _without_mistake(text, context, check_secrets, environment)
    if right is not None:
        return right
    tree = read_tree(text, path)  # again, slower, with the line of everything
    try:
        settings = Settings.model_validate(tree, context=context)
    except ValidationError as error:
        found = error.errors(include_url=False)
        # A list whose only entry is wrong is not empty as well.
        found = [each for each in found if each["type"] != "too_short" or not each["input"]]
        mistakes = [from_pydantic(each, tree, path) for each in found]
        mistakes += _references(tree, path)
    else:
        mistakes = _references(tree, path)
        if check_secrets:
            mistakes += _missing_secrets(settings, tree, path, environment)
    if mistakes:
        mistakes = sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.line or 0)[:MISTAKES_SHOWN]
        raise SettingsError(mistakes=mistakes)
    return settings


def _without_mistake(
    text: str, context: dict[str, Path], check_secrets: bool, environment: Mapping[str, str] | None
) -> Settings | None:
    """The settings in a seventh of the time, if there is no mistake in them: 1,000 feeds in 0.1 s."""
    try:
        tree = YAML(typ="safe").load(text)
        settings = Settings.model_validate({} if tree is None else tree, context=context)
    except (YAMLError, ValueError, RecursionError):
        return None
    if _references(tree or {}, Path()):
        return None
    missing = check_secrets and any(secret.missing(environment) for _, secret in _needed(settings))
    return None if missing else settings


def read_tree(text: str, path: Path) -> Any:
    """The YAML with its comments and lines, as ruamel's round trip keeps them; {} when it is empty."""
    try:
        tree = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = str(error.problem).split(" with ")[0].removeprefix("found ").replace('"', "'")
        raise _alone(path, line, what, "Each key stands once.") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"is not YAML: {error.problem or error.context}"
        raise _alone(
            path, mark.line + 1 if mark else None, what, "Look at that line and the one above it."
        ) from None
    except YAMLError as error:
        raise _alone(path, None, f"is not YAML: {str(error).splitlines()[0]}", "") from None
    except ValueError as error:  # a day that no calendar has, a number of thousands of digits
        raise _alone(path, None, f"holds a date or a number that is none: {error}", "Put it in quotes.") from None
    except RecursionError:
        raise _alone(path, None, "is nested too deeply to be read", "Is it the right file?") from None
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise _alone(path, 1, "is not a list of keys", "It begins like 'feeds:' or 'watches:'.")
    return tree


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > SETTINGS_BYTES:
            raise _alone(
                path, None, f"is larger than {SETTINGS_BYTES // 1_000_000} MB", "Is it the right file?"
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _alone(path, None, "there is no such file", HOW_TO_BEGIN) from None
    except IsADirectoryError:
        raise _alone(path, None, "is a folder", "Name the file in it.") from None
    except UnicodeDecodeError:
        raise _alone(path, None, "is not UTF-8 text", "Save it as UTF-8.") from None
    except OSError as error:
        raise _alone(path, None, f"cannot be read ({error.strerror})", "") from None


def _alone(path: Path, line: int | None, what: str, right: str) -> SettingsError:
    return SettingsError(mistakes=[Mistake(path, line, "", what, right)])


def _items(tree: Any, key: str) -> list[Any]:
    """A list of the YAML as far as it is one; its faults are told elsewhere."""
    found = tree.get(key)
    return found if isinstance(found, list) else []


def _references(tree: Any, path: Path) -> list[Mistake]:
    """Names that stand twice, channels that nobody defined, and queries that cannot be read; on the raw tree, so that
    they are told together with everything else."""
    mistakes = []
    for group, field in (("feeds", "name"), ("feeds", "url"), ("watches", "name"), ("channels", "name")):
        first: dict[str, int | None] = {}
        for index, item in enumerate(_items(tree, group)):
            value = item.get(field) if isinstance(item, dict) else item if field == "url" else None
            if not isinstance(value, str):
                continue
            place: tuple[str | int, ...] = (group, index, field) if isinstance(item, dict) else (group, index)
            line = line_of(tree, place)
            if value in first:
                what = f"'{value}' stands already on line {first[value]}"
                mistakes.append(Mistake(path, line, key_of(place), what, "Each is named once."))
            else:
                first[value] = line
    defined = [item.get("name") for item in _items(tree, "channels") if isinstance(item, dict)]
    known = [name for name in defined if isinstance(name, str)]
    for index, watch in enumerate(_items(tree, "watches")):
        wanted = watch.get("channels") if isinstance(watch, dict) else None
        for position, name in enumerate(wanted if isinstance(wanted, list) else []):
            if isinstance(name, str) and name not in known:
                place = ("watches", index, "channels", position)
                what = f"there is no channel '{name}'"
                right = did_you_mean(name, known) or "Define it under 'channels'."
                mistakes.append(Mistake(path, line_of(tree, place), key_of(place), what, right))
        query = watch.get("words") if isinstance(watch, dict) else None
        if isinstance(query, str) and query:
            try:
                words.parse(query)
            except words.QueryMistake as mistake:
                place = ("watches", index, "words")
                mistakes.append(Mistake(path, line_of(tree, place), key_of(place), str(mistake), words.FORM))
    return mistakes


def _missing_secrets(
    settings: Settings, tree: Any, path: Path, environment: Mapping[str, str] | None
) -> list[Mistake]:
    mistakes = []
    for place, secret in _needed(settings):
        why = secret.missing(environment)
        if why:
            mistakes.append(Mistake(path, line_of(tree, place), key_of(place), why, how_to_set(secret)))
    return mistakes


def how_to_set(secret: Secret) -> str:
    """What to do about one that cannot be looked up."""
    if str(secret).startswith("env:"):
        return "Set it where newsdelta runs."
    return "Write the secret into it, readable for the user as whom newsdelta runs."


def _needed(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], Secret]]:
    """The secrets without which nothing can be done."""
    return (each for each in secrets_in(settings) if each[0][0] != "channels")


def secrets_in(
    part: BaseModel, place: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Secret]]:
    """Every secret that the settings name, with its place."""
    for key in type(part).model_fields:
        value = getattr(part, key)
        if isinstance(value, Secret):
            yield (*place, key), value
        elif isinstance(value, BaseModel):
            yield from secrets_in(value, (*place, key))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from secrets_in(item, (*place, key, index))
