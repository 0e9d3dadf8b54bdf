"""Site and publisher family: outlets of one owner that carry one text are one witness."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from tld import get_fld


def registrable(host: str) -> str:
    """The part of a host name that somebody registered (public suffix list, packaged: no network).

    >>> registrable("news.bbc.co.uk"), registrable("a.blogspot.com"), registrable("127.0.0.1")
    ('bbc.co.uk', 'a.blogspot.com', '127.0.0.1')
    """
    host = host.lower().strip(".[]")
    try:
        return str(ip_address(host))
    except ValueError:
        found = get_fld(f"http://{host}", fail_silently=True, search_private=True) if host else None
        return found or ".".join(host.split(".")[-2:])  # the list's own rule for what it does not list


def publisher_of(url: str, families: Mapping[str, str] | None = None) -> str:
    """The family that an address belongs to: what the settings say for its host or domain, or the domain.

    `families` maps host names or registrable domains to the name of their owner.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    site = registrable(host)
    families = families or {}
    labels = host.split(".")
    for n in range(len(labels)):
        if (owner := families.get(".".join(labels[n:]))) is not None:
            return owner
    if site == host and parts.port and _is_address(host):  # local servers: one outlet a port
        return f"{host}:{parts.port}"
    return site


@lru_cache(maxsize=4096)
def outlet_name(site: str, publisher: str, feed: str, feed_url: str, feed_publisher: str | None) -> str:
    """What a reader knows an article's outlet by: its feed's name where the feed is the outlet's own, else its site.

    `publisher` is the family that the article counts for. A feed is the outlet's own when it is on the same domain or
    of the same owner, or when its name or domain and the outlet's domain begin alike (feeds.bbci.co.uk, BBC: bbc.com).
    What a page calls its site is believed where its domain is called so, too: any page can say that it is Reuters.

    >>> outlet_name("www.bbc.com", "bbc.com", "BBC", "https://feeds.bbci.co.uk/rss.xml", None)
    'BBC'
    >>> outlet_name("www.lom.example", "lom.example", "All news", "https://news.example.org/rss", None)
    'lom.example'
    >>> outlet_name("Reuters", "lom.example", "All news", "https://news.example.org/rss", None)
    'lom.example'
    """
    if publisher in (feed_publisher, publisher_of(feed_url)) or site == urlsplit(feed_url).hostname:
        return feed
    is_domain = "." in publisher and " " not in publisher and not _is_address(publisher.partition(":")[0])
    label = (publisher if is_domain else registrable(site)).partition(".")[0]
    own = (_letters(feed), registrable(urlsplit(feed_url).hostname or "").partition(".")[0])
    if any(min(len(each), len(label)) >= 3 and (each.startswith(label) or label.startswith(each)) for each in own):
        return feed
    called, short = site.removeprefix("www."), _letters(label).removeprefix("the")
    claimed = _letters(called).removeprefix("the")
    believed = claimed.startswith(short) and 2 * len(short) >= len(claimed)
    return publisher if is_domain and registrable(called) != publisher and not believed else called or publisher


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost"
    return True
