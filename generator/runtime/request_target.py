"""Where a request may go when a server names its URL: a redirect, or the next page of a list."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx2


def join_url(base: str, target: str) -> str | None:
    """Returns the URL that `target` stands for on a page at `base`, or None.

    HTTPS is never left for HTTP, and a URL must not hold a user name.
    """
    try:
        old = httpx2.URL(base)
        new = old.join(target)
    except (httpx2.InvalidURL, UnicodeError):
        return None
    if new.scheme not in ("https", old.scheme) or not new.host or new.userinfo:
        return None
    return str(new)


def is_same_server(old_url: str, new_url: str) -> bool:
    """Is it the same server? A change from HTTP to HTTPS on one host counts as the same."""
    old, new = httpx2.URL(old_url), httpx2.URL(new_url)
    if old.host != new.host:
        return False
    was, now = (old.scheme, _get_port(old)), (new.scheme, _get_port(new))
    return was == now or (was, now) == (("http", 80), ("https", 443))


def get_host(url: str) -> str:
    """Returns the host of a URL. The rest of the URL may hold a key."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _get_port(url: httpx2.URL) -> int | None:
    return url.port or {"https": 443, "http": 80}.get(url.scheme)
