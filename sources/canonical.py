"""One address for one article: tracking, fragments, mobile hosts and AMP folded together."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import clean_url

from sources.addresses import whole
from sources.publisher import registrable

_TRACKING = re.compile(
    r"(?:utm|pk|mtm|hsa|itm|oly|vero|mc)_"
    r"|(?:fbclid|gclid|dclid|msclkid|yclid|igshid|twclid|cmpid|cmp|ocid|xtor|smid|ref|ref_src|ref_url|ncid|cid"
    r"|at_\w+|sharetoken|socialreferral|traffic_source|ftag|rss|outputtype|amp|_amp|wpisrc|guccounter|spref)$",
    re.I,
)
"""What courlan's own list lacks of the parameters that say how a reader came, not what he reads."""
_CACHE = re.compile(
    r"[a-z0-9-]+\.cdn\.ampproject\.org|(?:www\.)?google\.(?:com(?:\.[a-z]{2})?|(?:co\.)?[a-z]{2})", re.I
)
"""Google's own hosts, in every country: what they serve is the publisher's. google.paper.example is the paper's."""


def canonical_url(url: str, declared: str | None = None) -> str:
    """The address that stands for a page, given where it was read and what it says of itself.

    A declared canonical address is believed within the same registrable domain, and unless it is the
    home page: a stranger's page cannot pass itself off as another site's.
    """
    full = whole(declared, url)
    if full and _same_site(full, url) and (urlsplit(full).path.strip("/") or not urlsplit(url).path.strip("/")):
        return fold(full)
    return fold(url)


def fold(url: str) -> str:
    """The address without tracking, fragment, default port, AMP and mobile forms."""
    url = _uncached(url.strip())
    if not url:
        return ""
    parts = urlsplit(clean_url(url) or url)
    host = (parts.hostname or "").lower().rstrip(".")
    try:
        port = parts.port
    except ValueError:
        port = None
    netloc = f"[{host}]" if ":" in host else _desktop(host)
    if port and port != {"http": 80, "https": 443}.get(parts.scheme):
        netloc += f":{port}"
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    )
    path = re.sub(r"/(?:amp|amp\.html)/?$", "", parts.path) or "/"
    path = re.sub(r"\.amp(?=\.html?$|$)|(?<=/)amp/(?=.{12})", "", path)
    if len(path) > 1:
        path = path.rstrip("/")
    return urlunsplit((parts.scheme.lower(), netloc, path, query, ""))


def _uncached(url: str) -> str:
    """The publisher's own address behind an AMP cache."""
    parts = urlsplit(url)
    if _CACHE.fullmatch(parts.hostname or ""):
        found = re.match(r"^/(?:amp|[a-z]+)/(?:(s)/)?(.+\..+)$", parts.path)
        if found:
            cached = f"http{found[1] or ''}://{found[2]}" + (f"?{parts.query}" if parts.query else "")
            return whole(cached, "") or url
    return url


def _desktop(host: str) -> str:
    site = registrable(host)
    for prefix in ("m.", "amp.", "mobile.", "touch.", "wap."):
        if host == prefix + site:
            return "www." + site
        if host.startswith(prefix) and host != site:
            return host.removeprefix(prefix)
    return host.replace(".m.", ".", 1) if re.match(r"^[a-z]{2,3}\.m\.", host) else host


def _same_site(a: str, b: str) -> bool:
    hosts = urlsplit(_uncached(a)).hostname, urlsplit(_uncached(b)).hostname
    return None not in hosts and registrable(hosts[0] or "") == registrable(hosts[1] or "")
