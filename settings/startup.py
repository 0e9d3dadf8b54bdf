"""What a process of newsdelta does first."""

from __future__ import annotations

import atexit
import gc
import io
import sys

from settings.limits import COLLECT_AFTER

_USUAL = gc.get_threshold()


def start_lightly() -> None:
    """Look for garbage less often, and not once more at the end.

    What a program loads at its start stays until its end. Python looks through it again and again while it loads, and
    once more before it ends: half a second of a pass that finds nothing new.
    """
    gc.set_threshold(COLLECT_AFTER, *_USUAL[1:])
    atexit.register(gc.freeze)


def settle() -> None:
    """Look for garbage as often as Python usually does: for what has been loaded and now lives for weeks."""
    gc.set_threshold(*_USUAL)


def print_anything() -> None:
    """On a terminal that knows few letters (latin-1, ASCII), "?" for each of the others: news has quotation marks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
