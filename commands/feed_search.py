"""From what a person types to feeds' addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import InputError
from settings.limits import NAME_LENGTH
from settings.values import is_address

if TYPE_CHECKING:
    from settings.schema import Settings


def find_feeds(settings: Settings, address: str) -> list[dict[str, str]]:
    """`url` and, where it says so itself, `name` of each feed at an address or of the site that is there.

    InputError when there is none, with what was found instead.
    """
    from models.nouns import Problem
    from sources.asking.fetch import Fetcher
    from sources.discover import discover
    from sources.sandbox import Sandbox
    from steps.context import user_agent

    address = address if "://" in address else f"https://{address}"
    if not is_address(address):
        raise InputError(f"'{address}' is not an http(s) address.")
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher, Sandbox() as box:
        found = discover(address, fetcher, box)
    if isinstance(found, Problem):
        raise InputError(f"{address}: {found.text}")
    names = (" ".join(feed.title.split())[:NAME_LENGTH].strip() for feed in found)
    return [
        {"url": feed.url} | ({"name": name} if name else {}) for feed, name in zip(found, names, strict=True)
    ]
