"""An HTTP server on loopback: it records requests and sends the reply that a test sets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Received:
    verb: str
    target: str  # path and query as they came
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def segments(self) -> list[str]:
        return [unquote(segment) for segment in self.path.split("/")[1:]]

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> object:
        value: object = json.loads(self.body)
        return value

    def parts(self) -> list[tuple[str, str | None, str, bytes]]:
        """Name, file name, type and content of each part of a multipart form."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        found = []
        for part in BytesParser().parsebytes(head + self.body).walk():
            if not part.is_multipart():
                name = part.get_param("name", header="content-disposition")
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                found.append((str(name), part.get_filename(), part.get_content_type(), content))
        return found


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    break_after: int | None = None  # cut the connection after so many bytes

    @classmethod
    def json(cls, value: object, status: int = 200, **headers: str) -> Reply:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(
            status, json.dumps(value).encode(), {"Content-Type": "application/json", **named}
        )

    @classmethod
    def of(cls, content_type: str, body: bytes, status: int = 200) -> Reply:
        return cls(status, body, {"Content-Type": content_type})


class Server:
    def __init__(self, url: str) -> None:
        self.url = url
        self.received: list[Received] = []
        self.reply = Reply()

    @property
    def last(self) -> Received:
        return self.received[-1]


class BodyReader(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer but the first waits 40 ms

    def read_body(self) -> bytes | None:
        """Returns None for a body that is cut."""
        if self.headers.get("transfer-encoding") == "chunked":
            try:
                return b"".join(self.chunks())
            except ValueError:  # an empty line in place of a size
                return None
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        return body if len(body) == length else None

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()


@contextmanager
def running() -> Iterator[Server]:
    class Handler(BodyReader):
        def answer(self) -> None:
            body = self.read_body()
            if body is None:  # the client gave up: there was no request
                self.close_connection = True
                return
            headers = {name.lower(): text for name, text in self.headers.items()}
            server.received.append(Received(self.command, self.path, headers, body))
            reply = server.reply
            self.send_response(reply.status)
            for name, text in reply.headers.items():
                self.send_header(name, text)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: reply.break_after])
            if reply.break_after is not None:
                self.wfile.flush()
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_address[1]}/v1")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
