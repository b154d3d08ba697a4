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

    def __init__(self, provider: Provider) -> None:
        self._router = Router(provider)
        validators = Validators(provider)
        self._reader = RequestReader(provider, validators)
        self._checker = RequestChecker(provider, validators)
        self._kept: list[httpx2.Request] = []
        package = import_module(f"{provider.name}_client")
        self.ArgumentError: type[Exception] = package.ArgumentError
        self._client = getattr(package, provider.client.class_name)(
            base_url=HOST,
            http_client=httpx2.Client(transport=httpx2.MockTransport(self._keep)),
        )

    @classmethod
    def of(cls, file: Path, factory: pytest.TempPathFactory) -> DecodedCalls:
        """Makes the client of a provider file, and imports it."""
        provider = provider_of(file)
        made_client(provider, factory)
        return cls(provider)

    def _keep(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self._kept.append(request)
        return httpx2.Response(200)

    def send(self, operation: str, **arguments: object) -> Sent:
        """Calls an operation, and returns its request and what the server reads from it."""
        getattr(self._client.calls, operation)(**arguments)
        return self.read(self._kept.pop())

    def read(self, request: httpx2.Request) -> Sent:
        """Reads a request as the mock server does."""
        target = request.url.raw_path.decode()
        path, _, query = target.partition("?")
        headers = tuple((name.lower(), text) for name, text in request.headers.items())
        incoming = IncomingRequest(request.method, path, query, headers, request.content)
        match = self._router.match(incoming)
        assert not isinstance(match, Problem), match
        decoded, unreadable = self._reader.read(match, incoming)
        problems = (*self._checker.find_problems(match, incoming, decoded), *unreadable)
        return Sent(request, decoded, problems)
