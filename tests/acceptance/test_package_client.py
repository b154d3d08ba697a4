"""What every client has beside the API's own methods, and names of the API that are the same."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import MockServer
from tests.support.clients import made_client, provider_of, strictly_typed

SPEC = """\
openapi: 3.1.0
info: {title: Names, version: "1"}
servers: [{url: "https://names.test"}]
security: [{key: []}]
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
paths:
"""
PATH = """\
  /%(name)s:
    get:
      operationId: %(name)s
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object}}}}}
"""
MAPPING = """\
provider: verbs
title: Names
source: {file: openapi.yaml, sha256: "%s"}
client: {package: verbs_client, class: Names, api_key_env: NAMES_KEY, base_url_env: NAMES_URL}
services:
  all:
    title: All
    resources:
"""
RESOURCE = """\
      %(name)s:
        methods:
          %(name)s: {operation: %(name)s, verb: select, python: %(name)s.list}
"""
OLD_PATH = PATH.replace("operationId", "deprecated: true\n      operationId")
OLD = """\
      old:
        methods:
          old: {operation: old, verb: exec, python: old}
"""
NAMES = ("get", "request", "copy", "api_key", "timeout", "types", "resources", "orders")


@pytest.fixture(scope="module")
def provider_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbs")
    paths = "".join(PATH % {"name": name} for name in NAMES)
    (folder / "openapi.yaml").write_text(SPEC + paths + OLD_PATH % {"name": "old"})
    digest = sha256((folder / "openapi.yaml").read_bytes()).hexdigest()
    resources = "".join(RESOURCE % {"name": name} for name in NAMES)
    (folder / "provider.yaml").write_text(MAPPING % digest + resources + OLD)
    return folder / "provider.yaml"


@pytest.fixture(scope="module")
def folder(provider_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(provider_file), tmp_path_factory)


@pytest.fixture
def package(folder: Path) -> Iterator[ModuleType]:
    """The package. Its options are removed after the test."""
    assert folder.is_dir()
    package = import_module("verbs_client")
    yield package
    for name in ("api_key", "base_url", "max_retries"):
        vars(package).pop(name, None)


def test_a_client_with_such_names_and_a_deprecated_method_is_typed(folder: Path) -> None:
    assert strictly_typed(folder, "-p", "verbs_client") == "Success"


def test_a_resource_replaces_a_verb_and_a_key(package: ModuleType) -> None:
    client = package.Names(api_key="k")
    assert type(client.get).__name__ == "Get"
    assert type(client.api_key).__name__ == "ApiKey"
    assert type(client.post).__name__ == "SyncVerb"


def test_a_resource_does_not_replace_what_every_client_has(package: ModuleType) -> None:
    client = package.Names(api_key="k", timeout=3)
    assert client.timeout == 3
    for name in ("request", "copy"):
        assert inspect.ismethod(getattr(client, name))
        assert type(getattr(client, f"{name}_")).__name__ == name.capitalize()


def test_the_package_is_a_client(package: Any, provider_file: Path) -> None:
    with MockServer(provider_of(provider_file)) as server:
        assert package.api_key is None
        with pytest.raises(package.ConfigurationError, match="NAMES_KEY"):
            _ = package.orders
        package.api_key, package.base_url = "one", server.url
        package.orders.list()
        package.api_key = "two"
        package.orders.list()
        assert [dict(one.headers)["authorization"] for one in server.requests] == [
            "Bearer one",
            "Bearer two",
        ]


def test_names_of_the_package_are_no_resources(package: Any) -> None:
    package.api_key = "k"
    assert inspect.ismodule(package.types)
    import_module("verbs_client.resources")
    assert inspect.ismodule(package.resources)


def test_a_star_import_makes_no_client(package: ModuleType) -> None:
    found: dict[str, object] = {}
    exec("from verbs_client import *", found)  # noqa: S102 - our own words
    assert package.Names is found["Names"]
    assert "orders" not in found


def test_a_call_by_path_has_the_key(package: ModuleType, provider_file: Path) -> None:
    with MockServer(provider_of(provider_file)) as server:
        client = package.Names(api_key="k", base_url=server.url)
        assert isinstance(client.request("GET", "/orders"), dict)
        assert dict(server.requests[0].headers)["authorization"] == "Bearer k"
