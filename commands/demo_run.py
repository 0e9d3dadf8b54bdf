"""The demo: a newsroom on loopback, the real monitor flow, and a clock that is set from pass to pass."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from commands import demo_words
from commands.output import say
from models.errors import InputError
from settings.load import load
from settings.schema import Settings

MARK = ".newsdelta-demo"
"""Stands in a folder that a demo made, and may make anew."""

WATCHES = """\
watches:
  # By meaning: a sentence that says what you care about.
  - name: Messaging apps
    about: A regulator restricts or bans the messaging apps Pipit and Skein
  # By words.
  - name: Ferry
    words: ferry AND ("Port Ansel" OR "Ardent Tern" OR captain)
  - name: Fires
    words: (fire OR blaze) AND (Hallowby OR Skerrow)
  - name: Orrin Foods
    about: Orrin Foods sells its frozen food arm Northfield
  - name: Tap water
    words: Dunmere AND (water OR reservoir)
  - name: Winter Regatta
    words: '"Winter Regatta"'
"""


class NotADemo(Exception):
    """The folder holds something else."""


class Demo:
    """`run` leaves settings, database and mail in `out`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.now: datetime | None = None

    def clock(self) -> datetime:
        assert self.now is not None, "the demo sets its clock before anything asks it"
        return self.now

    def run(self, most: int | None = None) -> None:
        from flows import throwaway
        from sample import Newsroom, timeline

        # Every outlet is at one address here, which urllib3 finds worth a warning.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        begun = time.monotonic()
        times = timeline()[:most]
        self.now = times[0]
        self._clear()
        with (
            tempfile.TemporaryDirectory(prefix="newsdelta-demo-", ignore_cleanup_errors=True) as folder,
            throwaway.server(Path(folder)) as server_answers,
            Newsroom(self.clock) as room,
        ):
            config = self._write_settings(room.feeds())
            for line in demo_words.beginning(len(room.feeds()), times, room.url):
                say(line)
            say("Loading the model and starting Prefect ...")
            self._passes(load(config), times, server_answers)
        for line in demo_words.ending(config, self.out, time.monotonic() - begun):
            say(line)

    def _clear(self) -> None:
        """Make the folder empty, but only one that a demo made."""
        try:
            if self.out.exists() and any(self.out.iterdir()):
                if not (self.out / MARK).exists():
                    raise NotADemo(
                        f"{self.out} holds something else than a demo. Name another folder with --out."
                    )
                shutil.rmtree(self.out)
            self.out.mkdir(parents=True, exist_ok=True)
            (self.out / MARK).touch()
        except OSError as error:
            raise InputError(
                f"{self.out} cannot be written: {error.strerror}. Name another folder with --out."
            ) from None

    def _write_settings(self, feeds: list[tuple[str, str, str]]) -> Path:
        lines = [
            "# What the demo ran with; the newsroom that it names is gone. 'newsdelta init' writes yours.",
            "database: newsdelta.db",
            "network:",
            "  allow_private: [127.0.0.1]  # the newsroom is on this machine",
            "schedule:",
            "  monitor: 0 0 29 2 *  # the demo came by a clock of its own: no pass is missing between, and none is due",
            "  upkeep: 0 0 29 2 *",
            "channels:",
            "  - {name: mail, kind: folder, path: mail}",
            WATCHES + "feeds:",
        ]
        for url, name, publisher in feeds:
            lines += [f"  - url: {url}", f'    name: "{name}"', f'    publisher: "{publisher}"']
        path = self.out / "newsdelta.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def _passes(self, settings: Settings, times: list[datetime], server_answers: Any) -> None:
        from steps.context import open_context

        with open_context(settings, self.clock) as context:
            _ = context.encoder  # loaded while the server starts
            server_answers()
            from flows.contexts import using
            from flows.monitor import monitor

            async def run_passes() -> None:
                with using(context):
                    for number, at in enumerate(times, start=1):
                        self.now = at
                        counts = await monitor()
                        assert isinstance(counts, dict), "nobody else works on the demo's database"
                        say(demo_words.passed(number, len(times), at, counts))

            asyncio.run(run_passes())
