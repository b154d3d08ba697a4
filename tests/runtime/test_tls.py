"""TLS connections over real sockets. The first one reads the certificates."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from generator.runtime import httpx_request
from generator.runtime.errors import APIConnectionError
from tests.support.acme_client import GET, Side
from tests.support.http_server import running


class _Things(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "t"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that refuses the certificate is no error here."""


@contextmanager
def _secure(authority: trustme.CA, *names: str) -> Iterator[str]:
    """A server with a certificate for `names`; its URL says 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    with _Quiet(("127.0.0.1", 0), _Things) as http:
        # The handshake is left to a thread: else one that fails stops the server.
        http.socket = context.wrap_socket(
            http.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://127.0.0.1:{http.server_address[1]}"
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> Iterator[None]:
    httpx_request.get_tls_context.cache_clear()
    yield
    httpx_request.get_tls_context.cache_clear()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _trust(authority: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(folder / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))


def _ask(side: Side, url: str) -> str:
    client = side.client(api_key="k", base_url=url, max_retries=0)
    found: str = side.done(client.call(GET, path={"id": "t"})).id
    return found


def test_a_trusted_server_is_accepted(
    side: Side, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    with _secure(authority, "127.0.0.1") as url:
        assert _ask(side, url) == "t"


def test_a_certificate_of_an_unknown_authority_is_refused(
    side: Side, authority: trustme.CA
) -> None:
    with (
        _secure(authority, "127.0.0.1") as url,
        pytest.raises(APIConnectionError, match="certificate verify failed"),
    ):
        _ask(side, url)


def test_a_certificate_for_another_host_is_refused(
    side: Side, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    with (
        _secure(authority, "acme.example") as url,
        pytest.raises(APIConnectionError, match="IP address mismatch"),
    ):
        _ask(side, url)


def test_without_a_secure_connection_no_certificates_are_read(side: Side) -> None:
    with running() as server:
        client = side.client(api_key="k", base_url=server.url)
        side.done(client.call(GET, path={"id": "t"}))
    assert httpx_request.get_tls_context.cache_info().currsize == 0
