"""Limits of the settings and the command line. What else has limits has them in a `limits_….py` of its own: the rooms
by their names, and of `models/` and `steps/` the stories, developments, events and the step that decides."""

from __future__ import annotations

NAME_LENGTH = 80
"""Letters in the name of a feed, watch or channel: what fits a mail's subject and a table's column."""

SOURCE_LENGTH = 253
"""Letters in a source of a watch, which may be a site: the longest name of a host (RFC 1035, 2.3.4)."""

SOURCES_MOST = 1_000
"""Sources of a watch: each development's are held against every one. Who means more of them means all."""

SETTINGS_BYTES = 4_000_000
"""Size of a newsdelta.yaml that is read; 10,000 feeds with names and publishers are 1.5 MB."""

MISTAKES_SHOWN = 50
"""Mistakes told at once; more than that are one mistake made many times."""

FREE_BYTES = 1 * 2**30
"""Room on the disk below which `check` and `doctor` warn: a busy day with 200 feeds writes some 100 MB."""

NAMES_WITHIN_S = 5.0
"""So long `check` waits until the name server has known the first of the feeds' hosts: as long as a resolver waits for
one answer. When none came, channels that have not answered by then are told as such."""

RUNNER_WITHIN_S = 5.0
"""So long `check` waits for the scheduler of a Dask cluster."""

NAMES_ASKED = 64
"""Hosts that are asked for at once to see whether there is a network."""

BACKUP_FOLDER = "newsdelta-backups"
"""Beside the database: where upkeep and `newsdelta backup` write."""

COLLECT_AFTER = 20_000
"""Objects made before Python looks for garbage among them (its own choice is 700): a few megabytes at most."""
