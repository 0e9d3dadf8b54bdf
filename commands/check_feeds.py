"""Whether the feeds answer, and with a feed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from commands.at_once import begun
from commands.check_channels import OWN_AUTHORITY
from commands.finding import Finding, fine, note, wrong
from commands.output import count
from settings.limits import NAMES_ASKED, NAMES_WITHIN_S
from settings.schedules import interval
from settings.values import every

if TYPE_CHECKING:
    from datetime import datetime

    from models.nouns import Response
    from settings.schema import FeedSetting, Settings
    from sources.asking.gate import Resolve
    from sources.sandbox import Sandbox


FEEDS_NAMED = 3
"""Feeds that a finding names; of the others it says how many they are."""

_NO_PROXY = " They are asked straight, never through the proxy that the environment names (docs/running.md)."
NETWORK = "network"
"""What a finding is about that stands for all feeds."""


def feeds(settings: Settings, now: datetime, resolve: Resolve | None = None) -> Iterator[Finding]:
    """One finding a feed, in the order in which they answer; one for all where no host of theirs is known."""
    from settings.limits_sources import FEED_BYTES
    from sources.asking.fetch import ACCEPT_FEED, Fetcher, Request
    from sources.sandbox import Sandbox
    from steps.context import user_agent

    by_url = {feed.url: feed for feed in settings.feeds}
    requests = [Request(url, accept=ACCEPT_FEED, limit=FEED_BYTES) for url in by_url]
    if not requests:
        return
    if len(requests) > 1 and not _somebody_known(list(by_url), resolve):
        proxied = {"http", "https", "all"} & getproxies().keys()
        yield wrong(
            NETWORK,
            f"no host of the {len(requests)} feeds is known: this machine has no network, or its name server is away",
            "Look at the network first; the feeds may well be right." + (_NO_PROXY if proxied else ""),
        )
        return
    yield from _too_often(settings, now)
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher, Sandbox() as sandbox:
        for request, response in fetcher.get_many(requests):
            yield _of(by_url[request.url], response, sandbox)


def _too_often(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One note on the feeds that are to be asked more often than there are passes."""
    between = interval(settings.schedule.monitor, settings.zone(), now)
    asked = {feed.name: feed.every for feed in settings.feeds if feed.every is not None and feed.every < between}
    if not asked:
        return
    passes, oftenest = every(between.total_seconds()), every(min(asked.values()).total_seconds())
    if len(asked) == 1:
        who, text = f"feed {next(iter(asked))}", f"is to be asked every {oftenest}"
    else:
        who, text = f"{len(asked)} feeds", f"are to be asked as often as every {oftenest} ({_some(list(asked))})"
    mend = "Let passes come as often, or feeds be asked as seldom."
    yield note(who, f"{text}, and passes come every {passes} ('schedule.monitor')", mend)


def _some(names: list[str]) -> str:
    """'A, B, C and 4 more'."""
    rest = len(names) - FEEDS_NAMED
    return ", ".join(names[:FEEDS_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _somebody_known(urls: Sequence[str], resolve: Resolve | None) -> bool:
    """Whether the name server knows any of the hosts, all of them asked for at once."""
    from sources.asking.gate import system_resolve, until

    end = time.monotonic() + NAMES_WITHIN_S
    hosts = {urlsplit(url).hostname or "": urlsplit(url).port or 443 for url in urls}

    def known(host: str, port: int) -> bool:
        with until(end):
            try:
                return bool((resolve or system_resolve)(host, port))
            except OSError:
                return False

    asked = [begun(partial(known, *each)) for each in islice(hosts.items(), NAMES_ASKED)]
    try:
        return any(each.result() for each in as_completed(asked, NAMES_WITHIN_S))
    except TimeoutError:
        return False


def _of(feed: FeedSetting, response: Response, sandbox: Sandbox) -> Finding:
    from sources.sandbox import FeedBytes

    about = f"feed {feed.name}"
    if response.problem:
        return wrong(about, _sentence(response.problem.text), _mend(feed, response))
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), None)
    body = FeedBytes(response.body, kind, response.final_url, watched=feed.watched)
    [(_, parsed)] = sandbox.parse_feeds([body])
    if parsed.problem and not parsed.entries:
        return wrong(
            about,
            _sentence(parsed.problem.text),
            f"Look at {feed.url} in a browser" + ("." if feed.watched else ", or find its feed's address."),
        )
    if response.permanent_url and response.permanent_url != feed.url:
        return note(about, f"has moved to {response.permanent_url}", "Put that address into the settings.")
    if not parsed.entries:
        return note(about, "answers, but has no entries")
    text = "a page with text to watch" if feed.watched else count(len(parsed.entries), "entry", "entries")
    return fine(about, f"{text}; asked every {every(feed.every.total_seconds())}" if feed.every else text)


def _mend(feed: FeedSetting, response: Response) -> str:
    if response.status in (404, 410):
        return "'newsdelta feeds add SITE' finds where it went; 'newsdelta feeds remove' lets go of it."
    if response.status in (401, 403):
        return "The site may turn programs away; 'contact' in the settings tells it who asks."
    if response.problem and response.problem.code == "refused":
        return "If you trust it, add its host to network.allow_private in the settings."
    if response.problem and response.problem.code == "certificate":
        return f"It is asked again later by itself. {OWN_AUTHORITY}"
    return "It is asked again later by itself; nothing needs doing unless it stays so."


def _sentence(text: str) -> str:
    return text.rstrip().rstrip(".")
