"""Asks pyright's language server what it offers at a place in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.npm import NODE, installed

FOLDER = Path(__file__).parent


class LanguageServer:
    """A running server; requests and answers are JSON-RPC with a Content-Length header."""

    def __init__(self, process: subprocess.Popen[bytes], client: Path) -> None:
        self._process = process
        self._client = client
        self._number = 0

    def start(self, folder: Path) -> None:
        """Opens `folder` as the workspace."""
        settings = {"textDocument": {"completion": {"completionItem": {"snippetSupport": False}}}}
        uri = folder.as_uri()
        self._request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "capabilities": settings,
                "workspaceFolders": [{"uri": uri, "name": "w"}],
            },
        )
        self._notify("initialized", {})

    def complete(self, file: Path, text: str, offset: int) -> list[str]:
        """Returns the labels that are offered at `offset` of `text`, the content of `file`."""
        document = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        before = text[:offset]
        line = before.count("\n")
        position = {"line": line, "character": offset - (before.rfind("\n") + 1)}
        answer = self._request(
            "textDocument/completion",
            {"textDocument": {"uri": file.as_uri()}, "position": position},
        )
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return [item["label"] for item in items]

    def _request(self, method: str, params: object) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                return message.get("result")
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": self._answer(message)})

    def _answer(self, message: dict[str, Any]) -> object:
        """Answers the server's own requests: it asks for its settings."""
        if message["method"] != "workspace/configuration":
            return None
        settings = {"analysis": {"extraPaths": [str(self._client)]}, "pythonPath": sys.executable}
        return [
            settings if item["section"] == "python" else settings["analysis"]
            for item in message["params"]["items"]
        ]

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
    """A language server for files in `folder` that import packages in `client`."""
    program = installed(FOLDER) / "node_modules" / "pyright" / "langserver.index.js"
    command = [str(NODE), str(program), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            server = LanguageServer(process, client)
            server.start(folder)
            yield server
        finally:
            process.kill()
