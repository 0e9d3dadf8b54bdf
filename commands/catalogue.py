"""Which commands there are, in the order in which a person meets them, and where each is written.

A command's module is imported when it is called or its help is printed, and imports what it needs when it
runs: `newsdelta --help` loads neither a model nor a scheduler.
"""

from __future__ import annotations

CATALOGUE: dict[str, dict[str, str]] = {
    "Begin": {
        "demo": "commands.demo",
        "init": "commands.init",
        "check": "commands.check",
    },
    "Run": {
        "run": "commands.run",
        "up": "commands.up",
        "web": "commands.web",
        "digest": "commands.digest",
        "upkeep": "commands.upkeep",
    },
    "Look": {
        "stories": "commands.stories",
        "story": "commands.story",
        "alerts": "commands.alerts",
        "why": "commands.why",
        "feeds": "commands.feeds",
        "again": "commands.again",
        "opml": "commands.opml",
        "preview": "commands.preview",
        "doctor": "commands.doctor",
    },
    "Say what you think of it": {
        "useful": "commands.feedback",
        "not-news": "commands.feedback",
        "not-my-topic": "commands.feedback",
        "mute": "commands.mute",
        "snooze": "commands.mute",
        "merge": "commands.decide",
        "split": "commands.decide",
        "move": "commands.decide",
        "undo": "commands.undo",
    },
    "Try out": {
        "read": "commands.read",
        "replay": "commands.replay",
    },
    "Keep": {
        "rename-watch": "commands.rename",
        "backup": "commands.backup",
        "restore": "commands.backup",
        "migrate": "commands.migrate",
    },
}


def module_of(name: str) -> str | None:
    """Where a command is written."""
    return next((commands[name] for commands in CATALOGUE.values() if name in commands), None)
