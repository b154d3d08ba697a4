"""Asks pyright's language server what it offers or shows at a place in a file."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.npm import NODE, installed

FOLDER = Path(__file__).parent
_TRIES = 3  # the first answer may come before the server has read the imports


class LanguageServer:
    """A running server; requests and answers are JSON-RPC with a Content-Length header."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._number = 0

    def start(self, folder: Path) -> None:
        """Opens `folder` as the workspace."""
        uri = folder.as_uri()
        folders = [{"uri": uri, "name": folder.name}]
        known: dict[str, object] = {
            "processId": None,
            "rootUri": uri,
            "capabilities": {"textDocument": {"hover": {"contentFormat": ["markdown"]}}},
            "workspaceFolders": folders,
        }
        self._request("initialize", known)
        self._notify("initialized", {})

    def complete(self, file: Path, text: str, offset: int) -> list[str]:
        """Returns the labels that are offered at `offset` of `text`, the content of `file`."""
        place = self._open(file, text, offset)
        for _ in range(_TRIES):
            answer = self._request("textDocument/completion", place)
            if answer and answer["items"]:
                return [item["label"] for item in answer["items"]]
        return []  # the server offers nothing here, or didn't read the file in time

    def hover(self, file: Path, text: str, offset: int) -> str:
        """Returns what is shown for the name at `offset` of `text`, as Markdown."""
        place = self._open(file, text, offset)
        for _ in range(_TRIES):
            if answer := self._request("textDocument/hover", place):
                return str(answer["contents"]["value"])
        return ""

    def _open(self, file: Path, text: str, offset: int) -> dict[str, object]:
        """Opens a file; returns the place that `offset` is at."""
        document = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        before = text[:offset]
        position = {"line": before.count("\n"), "character": offset - (before.rfind("\n") + 1)}
        return {"textDocument": {"uri": file.as_uri()}, "position": position}

    def _request(self, method: str, params: object) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                return message.get("result")

    def _notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout
        size = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
        assert size, "the language server ended"
        found: dict[str, Any] = json.loads(self._process.stdout.read(size))
        return found


@contextmanager
def running_server(client: Path, folder: Path) -> Iterator[LanguageServer]:
    """A language server for files in `folder`, which import packages of `client` and of Python."""
    paths = [str(client), sysconfig.get_path("purelib")]
    (folder / "pyrightconfig.json").write_text(json.dumps({"extraPaths": paths}))
    program = installed(FOLDER) / "node_modules" / "pyright" / "langserver.index.js"
    command = [str(NODE), str(program), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            server = LanguageServer(process)
            server.start(folder)
            yield server
        finally:
            process.kill()
