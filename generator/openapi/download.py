"""Downloads a specification, with limits on size and time, and caches it under its digest.

The cache is in the user's cache folder. A redirect is followed only on the source's own host.
The caller verifies the digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2

from generator.bounded_files import read_regular_file

_SECONDS = 120.0  # for the whole download
_REDIRECTS = 5


class DownloadError(Exception):
    """The download failed. The text of the exception gives the reason."""


def read_or_download(url: str, sha256: str, limit: int) -> bytes:
    """Returns the cached bytes with this digest, or else downloads `url`: at most `limit` + 1
    bytes.

    Raises DownloadError.
    """
    try:
        kept: Path | None = cache_folder() / f"{Path(sha256).name}.spec"
    except RuntimeError:  # there is no home folder
        kept = None
    raw = b""
    if kept:
        with contextlib.suppress(OSError, ValueError):
            raw = read_regular_file(kept, limit)
    if raw and hashlib.sha256(raw).hexdigest() == sha256:
        return raw
    raw = download(url, limit)
    if kept and hashlib.sha256(raw).hexdigest() == sha256:
        _keep(kept, raw)
    return raw


def download(url: str, limit: int) -> bytes:
    """Downloads `url`: at most `limit` + 1 bytes. Raises DownloadError.

    The deadline covers everything: looking up the host, TLS, interim responses, headers and body.
    The library's own time limits start anew with each byte, so the work is done in a thread that is
    left behind when its time is over.
    """
    results: queue.Queue[bytes | Exception] = queue.Queue()
    client = _open_client()

    def work() -> None:
        try:
            results.put(_follow(client, url, limit))
        except Exception as error:
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = results.get(timeout=_SECONDS)
    except queue.Empty:
        raise DownloadError(f"it took more than {_SECONDS:g} seconds") from None
    finally:
        client.close()
    if isinstance(found, httpx2.HTTPError | httpx2.InvalidURL | OSError | ValueError):
        raise DownloadError(str(found) or type(found).__name__) from found
    if isinstance(found, Exception):
        raise found
    return found


def _open_client() -> httpx2.Client:
    # A compressed response could expand beyond the limit; the bytes of a plain one are counted.
    headers = {"Accept-Encoding": "identity", "User-Agent": "openapi-provider-generator"}
    return httpx2.Client(follow_redirects=False, timeout=30, headers=headers)


def _follow(client: httpx2.Client, url: str, limit: int) -> bytes:
    """Reads `url`, or what it redirects to on the same host."""
    for _ in range(_REDIRECTS + 1):
        _refuse_other_schemes(url)
        with client.stream("GET", url) as response:
            if not response.has_redirect_location:
                return _read(response, limit)
            target = urljoin(url, response.headers["location"])
        _refuse_other_host(url, target)
        url = target
    raise DownloadError(f"it has more than {_REDIRECTS} redirects")


def _refuse_other_schemes(url: str) -> None:
    scheme = urlsplit(url).scheme
    if scheme not in ("http", "https"):
        raise DownloadError(f"{scheme or 'no scheme'} is neither http nor https")


def _refuse_other_host(url: str, target: str) -> None:
    """Refuses a redirect to another scheme or host, so also one from the web into this network."""
    _refuse_other_schemes(target)
    one, other = urlsplit(url), urlsplit(target)
    if (one.scheme, one.hostname) != (other.scheme, other.hostname):
        raise DownloadError(
            f"it redirects to {target[:300]}, another scheme or host; name that URL as the source"
        )


def _read(response: httpx2.Response, limit: int) -> bytes:
    if response.status_code != httpx2.codes.OK:
        raise DownloadError(f"the server responded with {response.status_code}")
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding != "identity":
        raise DownloadError(f"the server sent {encoding[:50]!r}, an encoding that wasn't asked for")
    found = bytearray()
    for chunk in response.iter_raw():
        found += chunk
        if len(found) > limit:
            break
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
