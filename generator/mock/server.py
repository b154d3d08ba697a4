"""The mock server: takes a provider and serves it on a loopback address.

with MockServer(provider) as server:
    client = OpenAI(base_url=server.url, api_key="any")
"""

from __future__ import annotations

import posixpath
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

from generator.mock.control import PREFIX, check_count, check_fault, check_operation, handle_command
from generator.mock.dispatch import DispatchResult, RequestDispatcher
from generator.mock.http_server import Listener
from generator.mock.key_checks import CredentialChecker
from generator.mock.model import Fault, IncomingRequest, Problem, RecordedRequest
from generator.mock.router import RouteMatch
from generator.model.provider import Provider
from generator.model.server_urls import base_url_of, own_url_of
from generator.model.walk import walk_methods

_PORT = re.compile(r":\d*\Z")


class MockServer:
    """Serves one provider, from entering the `with` block until leaving it."""

    def __init__(self, provider: Provider, port: int = 0, *, stateless: bool = False) -> None:
        """Opens the port at once; 0 picks a free one. Raises OSError if the port is taken.

        With `stateless`, created rows are not stored, and each id is answered each time.
        """
        self._prefix = _path_of(base_url_of(provider))
        self._own_prefixes = _own_paths(provider)
        self._credentials = CredentialChecker(provider)
        self._dispatcher = RequestDispatcher(provider, is_stateless=stateless)
        self._listener = Listener(port, self._handle)
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL for a client: "http://127.0.0.1:49152/v1"."""
        return f"http://127.0.0.1:{self._listener.port}{self._prefix}"

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """The requests received since the start or the last reset, in order."""
        return self._dispatcher.requests

    def fail(
        self,
        status: int = 500,
        *,
        times: int | None = 1,
        operation: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        delay: float = 0.0,
    ) -> None:
        """Answers the next requests with `status`; `times=None` lasts until the server is reset."""
        sent = tuple((headers or {}).items())
        self._add(Fault(operation, times, status, sent, body, delay))

    def slow(self, delay: float, *, times: int | None = 1, operation: str = "") -> None:
        """Delays the next replies by a number of seconds."""
        self._add(Fault(operation, times, delay=delay))

    def cut(self, where: str = "body", *, times: int | None = 1, operation: str = "") -> None:
        """Breaks the connection before the "headers", or within the "body" or the "events"."""
        self._add(Fault(operation, times, cut=where))

    def rows(self, operation: str, count: int) -> None:
        """Sets how many rows a list has while nothing has been created in it."""
        of = check_operation(operation, self._dispatcher)
        self._dispatcher.store.set_row_count(of, check_count(count))

    def reset(self) -> None:
        """Clears requests, faults and created rows."""
        self._dispatcher.reset()

    def _add(self, fault: Fault) -> None:
        self._dispatcher.faults.add(check_fault(fault, self._dispatcher))

    def _handle(self, incoming: IncomingRequest) -> DispatchResult:
        if not _is_loopback(incoming.header("host")):
            text = f"{self.url} takes requests for loopback hosts only"
            return self._dispatcher.refuse(incoming, Problem(421, text, code="another_host"))
        if incoming.path.startswith(f"{PREFIX}/"):
            return DispatchResult(handle_command(self._dispatcher, incoming), None)
        if self._credentials.is_token_request(incoming):
            return self._dispatcher.issue_token(incoming)
        for prefix, operations in self._own_prefixes.items():
            below = _remove_prefix(incoming.path, prefix)
            if below is not None:
                found = self._dispatcher.router.match(replace(incoming, path=below))
                if isinstance(found, RouteMatch) and found.route.operation in operations:
                    return self._dispatcher.dispatch(replace(incoming, path=below))
        below = _remove_prefix(incoming.path, self._prefix)
        if below is None:
            text = f"{incoming.path} isn't below the base URL, {self.url}"
            return self._dispatcher.refuse(incoming, Problem(404, text, code="unknown_path"))
        host = incoming.header("host") or urlsplit(self.url).netloc
        base_url = f"http://{host}{self._prefix}"
        return self._dispatcher.dispatch(replace(incoming, path=below, base_url=base_url))

    def start(self) -> None:
        """Starts serving in background threads."""
        thread = threading.Thread(target=self._listener.listen, name="mock server", daemon=True)
        thread.start()
        self._thread = thread

    def wait(self) -> None:
        """Blocks until the server stops, or a signal raises an exception."""
        self._listener.stopping.wait()

    def stop(self) -> None:
        """Closes the port and every connection. Does nothing if the server has stopped."""
        self._listener.stop(self._thread)

    def __enter__(self) -> MockServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _path_of(url: str) -> str:
    """Returns the path of a server's URL: "/v1".

    Clients remove `.` and `..` from a URL before they send it (RFC 3986 §5.2.4), so this does too.
    """
    path = posixpath.normpath(f"/{unquote(urlsplit(url).path).strip('/')}").strip("/")
    return f"/{quote(path)}" if path else ""


def _own_paths(provider: Provider) -> dict[str, set[str]]:
    """Returns the paths of servers that only some operations have, with these operations.

    The longest path comes first. The operations are found below the base URL too, because a
    client sends them there if it is given one.
    """
    found: dict[str, set[str]] = {}
    for _, _, method in walk_methods(provider.services):
        if url := own_url_of(provider, method):
            found.setdefault(_path_of(url), set()).add(method.operation)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _remove_prefix(path: str, prefix: str) -> str | None:
    """Returns the path below a prefix, or None if it is elsewhere."""
    segments, base = path.split("/"), prefix.split("/")
    if [unquote(one) for one in segments[: len(base)]] != [unquote(one) for one in base]:
        return None
    return "/".join(["", *segments[len(base) :]])


def _is_loopback(host: str) -> bool:
    """Is the request for this machine?

    A web page whose host name resolves to this address sends that name instead.
    """
    name = host.rpartition(":")[0] if _PORT.search(host) else host
    return name in ("", "127.0.0.1", "[::1]", "localhost") or name.endswith(".localhost")
