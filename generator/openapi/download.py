"""Downloads a specification, with limits on size and time, and caches it under its digest.

The cache is in the user's cache folder. Only http and https URLs are followed, also in redirects.
The caller verifies the digest.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from generator.files import read_regular_file

_SECONDS = 120  # for the whole download
_REDIRECTS = 5


class DownloadError(Exception):
    """The download failed. The text of the exception gives the reason."""


def read_or_download(url: str, sha256: str, limit: int) -> bytes:
    """Returns the cached bytes with this digest, or else downloads `url`: at most `limit` + 1
    bytes.

    Raises DownloadError.
    """
    kept = cache_folder() / f"{Path(sha256).name}.spec"
    try:
        raw = read_regular_file(kept, limit)
    except (OSError, ValueError):
        raw = b""
    if raw and hashlib.sha256(raw).hexdigest() == sha256:
        return raw
    raw = download(url, limit)
    if hashlib.sha256(raw).hexdigest() == sha256:
        _keep(kept, raw)
    return raw


def download(url: str, limit: int) -> bytes:
    """Downloads `url`: at most `limit` + 1 bytes. Raises DownloadError."""
    deadline = time.monotonic() + _SECONDS
    # A compressed response could expand beyond the limit; the bytes of a plain one are counted.
    headers = {"Accept-Encoding": "identity", "User-Agent": "openapi-provider-generator"}
    try:
        with httpx2.Client(
            follow_redirects=True, max_redirects=_REDIRECTS, timeout=30, headers=headers
        ) as client:
            client.event_hooks = {"request": [_refuse_other_schemes]}
            with client.stream("GET", url) as response:
                if response.status_code != httpx2.codes.OK:
                    raise DownloadError(f"the server responded with {response.status_code}")
                return _read(response, limit, deadline)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
        raise DownloadError(str(error) or type(error).__name__) from error


def _refuse_other_schemes(request: httpx2.Request) -> None:
    scheme = urlsplit(str(request.url)).scheme
    if scheme not in ("http", "https"):
        raise DownloadError(f"{scheme or 'no scheme'} is neither http nor https")


def _read(response: httpx2.Response, limit: int, deadline: float) -> bytes:
    found = bytearray()
    for chunk in response.iter_raw():
        found += chunk
        if len(found) > limit:
            break
        if time.monotonic() > deadline:
            raise DownloadError(f"it took more than {_SECONDS} seconds")
    return bytes(found[: limit + 1])


def cache_folder() -> Path:
    """Returns the folder for downloads, below the system's place for caches."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path.home() / ".cache"
    return base / "openapi-provider-generator" / "specs"


def _keep(path: Path, raw: bytes) -> None:
    """Writes a download to the cache in one step. A cache that can't be written is not an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            part = Path(folder, path.name)
            part.write_bytes(raw)
            part.replace(path)
    except OSError:
        return
