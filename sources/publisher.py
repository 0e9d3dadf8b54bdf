"""Site and publisher family: outlets of one owner that carry one text are one witness."""

from __future__ import annotations

from collections.abc import Mapping
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


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost"
    return True
