"""Calls of a generated client, decoded by the mock server. No socket is opened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.examples.validators import Validators
from generator.mock.checks import RequestChecker
from generator.mock.dispatch import RequestDispatcher
from generator.mock.model import DecodedRequest, IncomingRequest, Problem
from generator.mock.request_reader import RequestReader
from generator.mock.router import Router
from generator.model.provider import Provider
from tests.support.clients import made_client, provider_of

HOST = "https://api.example"


@dataclass(frozen=True)
class Sent:
    """A request of the client, and what the mock server makes of it."""

    request: httpx2.Request
    decoded: DecodedRequest
    problems: tuple[Problem, ...]

    @property
    def target(self) -> str:
        return self.request.url.raw_path.decode()


def write_provider(folder: Path, name: str, document: dict[str, Any]) -> Path:
    """Writes a document and a provider file with an EXEC for each operation."""
    text = json.dumps(document)
    (folder / "openapi.json").write_text(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    methods = {
        operation["operationId"]: {
            "operation": operation["operationId"],
            "verb": "exec",
            "python": f"calls.{operation['operationId']}",
        }
        for item in document["paths"].values()
        for operation in item.values()
    }
    provider = {
        "provider": name,
        "source": {"file": "openapi.json", "sha256": sha256},
        "services": {"all": {"resources": {"calls": {"methods": methods}}}},
    }
    file = folder / "provider.yaml"
    file.write_text(json.dumps(provider))
    return file


class DecodedCalls:
    """Sends calls of a client to the mock server's reader, which keeps the last request."""

    def __init__(self, provider: Provider, *, strict: bool = False) -> None:
        self._router = Router(provider)
        self._dispatcher = RequestDispatcher(provider)
        validators = Validators(provider)
        self._reader = RequestReader(provider, validators)
        self._checker = RequestChecker(provider, validators)
        self._kept: list[httpx2.Request] = []
        package = import_module(f"{provider.name}_client")
        self.ArgumentError: type[Exception] = package.ArgumentError
        self._client = getattr(package, provider.client.class_name)(
            base_url=HOST,
            strict=strict,
            http_client=httpx2.Client(transport=httpx2.MockTransport(self._keep)),
        )

    @classmethod
    def of(
        cls, file: Path, factory: pytest.TempPathFactory, *, strict: bool = False
    ) -> DecodedCalls:
        """Makes the client of a provider file, and imports it."""
        provider = provider_of(file)
        made_client(provider, factory)
        return cls(provider, strict=strict)

    def _keep(self, request: httpx2.Request) -> httpx2.Response:
        """Answers as the mock server does, or with status 200 if it would refuse the request."""
        request.read()
        self._kept.append(request)
        reply = self._dispatcher.dispatch(read_incoming(request)).reply
        headers = {"Content-Type": reply.content_type} if reply.content_type else {}
        if reply.status >= 400:
            return httpx2.Response(200, json={})
        return httpx2.Response(reply.status, headers=headers, content=b"".join(reply.chunks))

    def send(self, operation: str, **arguments: object) -> Sent:
        """Calls an operation, and returns its request and what the server reads from it."""
        getattr(self._client.calls, operation)(**arguments)
        return self.read(self._kept.pop())

    def read(self, request: httpx2.Request) -> Sent:
        """Reads a request as the mock server does."""
        incoming = read_incoming(request)
        match = self._router.match(incoming)
        assert not isinstance(match, Problem), match
        decoded, unreadable = self._reader.read(match, incoming)
        problems = (*self._checker.find_problems(match, incoming, decoded), *unreadable)
        return Sent(request, decoded, problems)


def read_incoming(request: httpx2.Request) -> IncomingRequest:
    """Returns a request of the client as the mock server receives it."""
    path, _, query = request.url.raw_path.decode().partition("?")
    headers = tuple((name.lower(), text) for name, text in request.headers.items())
    return IncomingRequest(request.method, path, query, headers, request.content)
