"""Whether the feeds answer, and with a feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.finding import Finding, fine, note, wrong
from commands.output import count

if TYPE_CHECKING:
    from models.nouns import Response
    from settings.schema import FeedSetting, Settings
    from sources.sandbox import Sandbox


def feeds(settings: Settings) -> Iterator[Finding]:
    """One finding a feed, in the order in which they answer; one for all where no host of theirs is known."""
    from settings.limits_sources import FEED_BYTES
    from sources.fetch import ACCEPT_FEED, Fetcher, Request
    from sources.sandbox import Sandbox
    from steps.context import user_agent

    by_url = {feed.url: feed for feed in settings.feeds}
    requests = [Request(url, accept=ACCEPT_FEED, limit=FEED_BYTES) for url in by_url]
    if not requests:
        return
    unknown: list[Finding] | None = []
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher, Sandbox() as sandbox:
        for request, response in fetcher.get_many(requests):
            found = _of(by_url[request.url], response, sandbox)
            if unknown is not None and response.problem and response.problem.code == "name":
                unknown.append(found)
                continue
            yield from unknown or ()
            unknown = None  # somebody was found: each is told by itself
            yield found
    if unknown and len(unknown) > 1:
        yield wrong(
            "network",
            f"no host of the {len(unknown)} feeds is known: this machine has no network, or its name server is away",
            "Look at the network first; the feeds may well be right.",
        )
    else:
        yield from unknown or ()


def _of(feed: FeedSetting, response: Response, sandbox: Sandbox) -> Finding:
    from sources.sandbox import FeedBytes

    about = f"feed {feed.name}"
    if response.problem:
        return wrong(about, _sentence(response.problem.text), _mend(feed, response))
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), None)
    [(_, parsed)] = sandbox.parse_feeds([FeedBytes(response.body, kind, response.final_url)])
    if parsed.problem and not parsed.entries:
        return wrong(
            about,
            _sentence(parsed.problem.text),
            f"Look at {feed.url} in a browser, or find its feed's address.",
        )
    if response.permanent_url and response.permanent_url != feed.url:
        return note(about, f"has moved to {response.permanent_url}", "Put that address into the settings.")
    if not parsed.entries:
        return note(about, "answers, but has no entries")
    return fine(about, count(len(parsed.entries), "entry", "entries"))


def _mend(feed: FeedSetting, response: Response) -> str:
    if response.status in (404, 410):
        return "'newsdelta feeds add SITE' finds where it went; 'newsdelta feeds remove' lets go of it."
    if response.status in (401, 403):
        return "The site may turn programs away; 'contact' in the settings tells it who asks."
    if response.problem and response.problem.code == "refused":
        return "If you trust it, add its host to network.allow_private in the settings."
    return "It is asked again later by itself; nothing needs doing unless it stays so."


def _sentence(text: str) -> str:
    return text.rstrip().rstrip(".")
