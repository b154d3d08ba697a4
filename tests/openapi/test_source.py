"""A source gives only the bytes whose digest is pinned."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import ClassVar

import pytest

from generator.diagnostics import Location, Problems, Refused
from generator.openapi import source
from generator.openapi.download import cache_folder
from generator.openapi.model import Source
from generator.openapi.source import SpecFile, fetch

TEXT = b"openapi: 3.1.0\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()
PLACE = Location("provider.yaml", 2, 1)


def fetched(given: Source, folder: Path) -> SpecFile | list[tuple[str, str]]:
    problems = Problems()
    try:
        return fetch(given, folder, problems)
    except Refused:
        assert all(found.location == PLACE and found.hint for found in problems)
        return [(found.code, found.message) for found in problems]


def refusals(given: Source, folder: Path) -> list[tuple[str, str]]:
    found = fetched(given, folder)
    return found if isinstance(found, list) else []


def codes(given: Source, folder: Path) -> list[str]:
    return [code for code, _ in refusals(given, folder)]


def test_a_file_is_relative_to_the_provider_file(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes(TEXT)
    found = fetched(Source(DIGEST.upper(), PLACE, file="spec.yaml"), tmp_path)
    assert found == SpecFile((tmp_path / "spec.yaml").as_posix(), TEXT, DIGEST)


def test_a_mismatch_shows_both_digests(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes(TEXT + b"#")
    [(code, message)] = refusals(Source(DIGEST, PLACE, file="spec.yaml"), tmp_path)
    assert code == "sha256-mismatch"
    assert DIGEST in message
    assert hashlib.sha256(TEXT + b"#").hexdigest() in message


@pytest.mark.parametrize("name", ["gone.yaml", ".", "/dev/zero", "a\0b", "x" * 5000])
def test_only_regular_files_are_read(name: str, tmp_path: Path) -> None:
    assert codes(Source(DIGEST, PLACE, file=name), tmp_path) == ["unreadable-source"]


def test_a_file_above_the_size_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spec.yaml").write_bytes(TEXT)
    monkeypatch.setattr(source, "MAX_BYTES", len(TEXT) - 1)
    assert codes(Source(DIGEST, PLACE, file="spec.yaml"), tmp_path) == ["file-too-large"]


def test_a_resource_is_read_from_the_pinned_version_of_a_package(tmp_path: Path) -> None:
    version = metadata.version("jinja2")
    raw = Path(str(metadata.distribution("jinja2").locate_file("jinja2/py.typed"))).read_bytes()
    pinned = Source(
        hashlib.sha256(raw).hexdigest(),
        PLACE,
        package=f"jinja2=={version}",
        resource="jinja2/py.typed",
    )
    found = fetched(pinned, tmp_path)
    assert isinstance(found, SpecFile)
    assert found.file == f"jinja2=={version}:jinja2/py.typed"


@pytest.mark.parametrize(
    ("package", "resource", "code"),
    [
        ("jinja2", "jinja2/py.typed", "unpinned-package"),
        ("jinja2>=3", "jinja2/py.typed", "unpinned-package"),
        ("../jinja2==3", "jinja2/py.typed", "unpinned-package"),
        ("jinja2==0.0.1", "jinja2/py.typed", "package-version-mismatch"),
        ("nobody-has-made-this==1", "x", "package-not-installed"),
        (f"jinja2=={metadata.version('jinja2')}", "jinja2/gone", "unreadable-source"),
        (f"jinja2=={metadata.version('jinja2')}", "jinja2/../../x", "unreadable-source"),
        (f"jinja2=={metadata.version('jinja2')}", "/etc/passwd", "unreadable-source"),
        (f"jinja2=={metadata.version('jinja2')}", "", "unreadable-source"),
    ],
)
def test_another_package_is_refused(package: str, resource: str, code: str, tmp_path: Path) -> None:
    assert codes(Source(DIGEST, PLACE, package=package, resource=resource), tmp_path) == [code]


class Server(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/gone" else 200)
        body = TEXT
        if self.path == "/packed" and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(TEXT)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Logs nothing."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Server.asked.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_a_url_is_downloaded_once(server: str, tmp_path: Path) -> None:
    given = Source(DIGEST, PLACE, url=f"{server}/to//packed")
    for _ in range(2):
        assert fetched(given, tmp_path) == SpecFile(given.url, TEXT, DIGEST)
    assert Server.asked == ["/to//packed", "/packed"]
    kept = cache_folder() / f"{DIGEST}.spec"
    kept.write_bytes(b"spoilt")
    assert isinstance(fetched(given, tmp_path), SpecFile)
    assert kept.read_bytes() == TEXT


@pytest.mark.parametrize(
    "path", ["/gone", "/to/file:///etc/passwd", "/to/ftp://127.0.0.1/x", "/to/to/to/to/to/to/to/x"]
)
def test_a_failed_download_gives_the_reason(path: str, server: str, tmp_path: Path) -> None:
    [(code, message)] = refusals(Source(DIGEST, PLACE, url=server + path), tmp_path)
    assert code == "unreadable-source"
    assert (
        message.endswith(("the server responded with 404", "is neither http nor https"))
        or "redirect" in message.lower()
    )
    assert not list(tmp_path.rglob("*.spec"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://", "x", "http://127.0.0.1:1/x"])
def test_other_urls_are_refused(url: str, server: str, tmp_path: Path) -> None:  # noqa: ARG001
    assert codes(Source(DIGEST, PLACE, url=url), tmp_path) == ["unreadable-source"]


def test_a_download_with_another_digest_is_not_cached(server: str, tmp_path: Path) -> None:
    assert codes(Source("0" * 64, PLACE, url=f"{server}/x"), tmp_path) == ["sha256-mismatch"]
    assert not list(tmp_path.rglob("*.spec"))


def test_a_download_above_the_size_limit_is_refused(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 5)
    assert codes(Source(DIGEST, PLACE, url=f"{server}/x"), tmp_path) == ["file-too-large"]
