"""HTTP/1.1 on a socket: reads a whole request, sends the reply, keeps the connection open.

This builds on the standard library's server: werkzeug's own server closes every connection, and
tests of a client also cover connections that stay open.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from generator.mock.dispatch import DispatchResult
from generator.mock.http_reader import CutRequestError, HeadReader, UnreadableError, read_body
from generator.mock.model import IncomingRequest, Reply

Dispatch = Callable[[IncomingRequest], DispatchResult]

_NO_BODY = (204, 304)


class Listener(ThreadingHTTPServer):
    """Listens on loopback, with a thread for each connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512  # a burst of connections waits in it

    def __init__(self, port: int, dispatch: Dispatch) -> None:
        """Opens the port. Raises OSError if it is taken."""
        self.dispatch = dispatch
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def port(self) -> int:
        """The port; the system chose it if 0 was given."""
        return int(self.server_address[1])

    def add_connection(self, connection: socket.socket) -> None:
        """Keeps track of a connection, so that `stop` can close it."""
        with self._lock:
            self._open.add(connection)

    def remove_connection(self, connection: socket.socket) -> None:
        """Forgets a closed connection."""
        with self._lock:
            self._open.discard(connection)

    def listen(self) -> None:
        """Serves requests until `stop` is called."""
        self.serve_forever(poll_interval=0.05)

    def stop(self, listening: threading.Thread | None) -> None:
        """Closes the port and every connection. `listening` is the thread that runs `listen`."""
        self.stopping.set()
        if listening is not None:
            if listening.is_alive():
                self.shutdown()  # blocks unless that thread is running
            listening.join()
        self.server_close()
        with self._lock:
            still_open = tuple(self._open)
        for connection in still_open:
            _close_socket(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores errors of connections that the client closed."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener
    raw_requestline: bytes

    def setup(self) -> None:
        """Registers the connection."""
        super().setup()
        self.server.add_connection(self.connection)

    def finish(self) -> None:
        """Unregisters it."""
        self.server.remove_connection(self.connection)
        super().finish()

    def parse_request(self) -> bool:
        """Reads the head of a request. Returns False if it is invalid or cut."""
        self.close_connection = True
        if not self.raw_requestline.endswith(b"\n"):
            return False
        file = self.rfile
        head = HeadReader(file)
        self.rfile = head
        try:
            is_parsed = super().parse_request()
        finally:
            self.rfile = file
        self.close_connection |= not head.is_complete
        return is_parsed and head.is_complete

    def _handle_request(self) -> None:
        try:
            body = read_body(self.rfile, self.headers)
        except CutRequestError:
            self.close_connection = True
            return
        except UnreadableError as error:
            self.close_connection = True  # the start of the next request is unknown
            self._send_reply(Reply(error.status, "text/plain", (str(error).encode(),)))
            return
        path, _, query = self.path.partition("?")
        headers = tuple((name.lower(), text.strip()) for name, text in self.headers.items())
        result = self._dispatch(IncomingRequest(self.command, path, query, headers, body))
        fault = result.fault
        if fault is not None and fault.delay:
            self.server.stopping.wait(fault.delay)
        if fault is not None and fault.cut:
            self._cut_reply(result.reply, fault.cut)
        else:
            self._send_reply(result.reply)

    def _dispatch(self, incoming: IncomingRequest) -> DispatchResult:
        try:
            return self.server.dispatch(incoming)
        except Exception as error:  # shown to whoever sent the request
            text = f"the mock server failed: {type(error).__name__}: {error}"
            return DispatchResult(Reply(500, "text/plain; charset=utf-8", (text.encode(),)), None)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle_request  # noqa: N815
    do_HEAD = do_OPTIONS = do_TRACE = do_QUERY = _handle_request  # noqa: N815

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Handles any further method; the router knows which of them the provider has."""
        if name.startswith("do_"):
            return self._handle_request
        raise AttributeError(name)

    def _send_reply(self, reply: Reply) -> None:
        if reply.is_stream and self.command != "HEAD":
            self._send_head(reply, (("Transfer-Encoding", "chunked"),))
            for chunk in reply.chunks:
                self._write(_encode_chunk(chunk))
            self._write(b"0\r\n\r\n")
            return
        body = b"".join(reply.chunks)
        has_none = reply.status in _NO_BODY
        self._send_head(reply, () if has_none else (("Content-Length", str(len(body))),))
        if body and not has_none and self.command != "HEAD":
            self._write(body)

    def _cut_reply(self, reply: Reply, where: str) -> None:
        """Breaks the connection before the reply, or after half of its body."""
        self.close_connection = True
        if where == "headers":
            _reset_connection(self.connection)
            return
        if reply.is_stream:
            self._send_head(reply, (("Transfer-Encoding", "chunked"),))
            half = reply.chunks[: len(reply.chunks) // 2]
            self._write(b"".join(_encode_chunk(chunk) for chunk in half))
        else:
            body = b"".join(reply.chunks)
            self._send_head(reply, (("Content-Length", str(len(body))),))
            self._write(body[: len(body) // 2])
        _close_socket(self.connection)

    def _send_head(self, reply: Reply, framing: tuple[tuple[str, str], ...]) -> None:
        self.send_response(reply.status)
        if reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        for name, text in (*reply.headers, *framing):
            self.send_header(name, text)
        self.end_headers()

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def version_string(self) -> str:
        """Returns the server's name for the Server header."""
        return "mock"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Logs nothing: the dispatcher records requests."""


def _encode_chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _close_socket(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed


def _reset_connection(connection: socket.socket) -> None:
    """Closes the connection with a TCP reset, as a crashed server does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    _close_socket(connection)
