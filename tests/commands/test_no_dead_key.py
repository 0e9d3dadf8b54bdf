"""Every key of newsdelta.yaml is read by some room: a key that nothing acts on is a promise not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from settings.schema import AnyChannel, Settings

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("alerts", "commands", "flows", "models", "sources", "steps", "storage", "web")
BY_NAME = {"monitor", "digest", "upkeep"}
"""Read with getattr, by the name of the flow (flows/work.py)."""


def models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    else:
        for inner in get_args(kind):
            yield from models(inner)


KEYS = sorted({key for model in models(Settings) for key in model.model_fields} - {"kind"} - BY_NAME)
CODE = "\n".join(
    path.read_text(encoding="utf-8") for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))
)
METHODS = {"database": "database_url"}


@pytest.mark.parametrize("key", KEYS)
def test_somebody_reads_it(key: str) -> None:
    assert re.search(rf"\.{METHODS.get(key, key)}\b", CODE)


def test_the_kinds_of_alert_are_those_that_there_are() -> None:
    from models.nouns import EventKind
    from settings.values import EventKindName

    assert set(get_args(EventKindName)) == {kind.value for kind in EventKind}


def test_every_kind_of_channel_opens(tmp_path: Path) -> None:
    from alerts.channels import open_channel
    from alerts.message import Tools
    from settings.load import parse

    text = """
channels:
  - {name: a, kind: terminal}
  - {name: b, kind: folder, path: b}
  - {name: c, kind: smtp, host: mail.example.org, sender: a@example.org, to: [b@example.org]}
  - {name: d, kind: slack, token: env:X, channel: C1}
  - {name: e, kind: slack-webhook, url: env:X}
  - {name: f, kind: webhook, url: https://example.org/}
  - {name: g, kind: apprise, url: env:X}
  - {name: h, kind: atom, path: h}
"""
    settings = parse(text, tmp_path / "newsdelta.yaml", check_secrets=False)
    assert len(settings.channels) == len(get_args(AnyChannel))
    for setting in settings.channels:
        assert open_channel(setting, Tools()).name == setting.name
