"""From what a person types to a feed's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import InputError
from settings.limits import NAME_LENGTH
from settings.values import is_address

if TYPE_CHECKING:
    from settings.schema import Settings


def find_feed(settings: Settings, address: str) -> dict[str, str]:
    """`url` and, where it says so itself, `name` of the feed at an address.

    InputError when there is none, with what was found instead.
    """
    from settings.limits_sources import FEED_BYTES
    from sources.fetch import ACCEPT_FEED, Fetcher
    from sources.sandbox import FeedBytes, Sandbox
    from steps.context import user_agent

    address = address if "://" in address else f"https://{address}"
    if not is_address(address):
        raise InputError(f"'{address}' is not an http(s) address.")
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher:
        response = fetcher.get(address, accept=ACCEPT_FEED, limit=FEED_BYTES)
    if response.problem is not None:
        raise InputError(f"{address}: {response.problem.text}")
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), None)
    with Sandbox(workers=1) as box:
        [(_, feed)] = box.parse_feeds([FeedBytes(response.body, kind, response.final_url)])
    if feed.problem is not None and not feed.entries:
        raise InputError(f"{address}: {feed.problem.text} Look for a link 'RSS' or 'feed' there.")
    title = " ".join(feed.title.split())[:NAME_LENGTH].strip()
    return {"url": response.permanent_url or address} | ({"name": title} if title else {})
