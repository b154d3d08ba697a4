"""Every name that could break Python stands at every place of one document, and its client works.

The names are Python's keywords, constants and builtins, the attributes of models, and each name
that the modules of a generated client import, define or use.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import inspect
import keyword
import typing
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml

from generator import names
from generator.runtime.base_model import BaseModel
from generator.views.outputs import output_tree
from generator.vocabulary import Part
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.http_server import Reply, Server, running

KINDS = Path(__file__).parent / "kinds" / "provider.yaml"
DUNDERS = ["__init__", "__class__", "__dict__", "__slots__", "__name__", "__all__", "__version__"]


def names_in(code: str) -> Iterator[str]:
    """Yields the names that a module imports, defines or uses."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(name) | ast.Attribute(attr=name) | ast.arg(name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield from (other or name).split(".")
            case _:
                pass


def names_of_a_client() -> set[str]:
    files = output_tree(provider_of(KINDS), {Part.CLIENT}).files
    generated = (
        file
        for file in files
        if file.path.endswith((".py", ".pyi")) and "/_runtime/" not in file.path
    )
    return {name for file in generated for name in names_in(file.content.decode())}


def hostile_names() -> list[str]:
    errors = {name for name in dir(builtins) if name.endswith(("Error", "Warning", "Exit"))}
    python = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *typing.__all__, *DUNDERS}
    models = {name for name in dir(BaseModel) if not name.startswith("_")}
    found = {*(python - errors), *models, *names_of_a_client(), "Warning", "const", "2fa", "$"}
    return sorted(name for name in found if not name.startswith("_") or name in DUNDERS)


def distinct(spellings: list[str]) -> list[str]:
    """Returns the safe forms that services, resources and methods can have, each once."""
    found: dict[str, str] = {}
    for spelling in spellings:
        name = names.python_identifier(spelling)
        name = name if names.is_safe(name) else f"{name}_"
        found.setdefault(name.replace("_", ""), name)
    return list(found.values())


NAMES = hostile_names()
SAFE = distinct(NAMES)
PARTS = [NAMES[start : start + 40] for start in range(0, len(NAMES), 40)]
"""Type checkers take quadratic time in the arguments of one method."""


def schema_of(name: str, number: int) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {"type": "string"},
        {"type": "array", "items": {"type": "integer"}},
        {"type": "object", "properties": {name: {"type": "string", "enum": ["a", "b"]}}},
        {"type": "object", "additionalProperties": {"type": "number"}},
    ]
    return kinds[number % len(kinds)]


def example_of(name: str, number: int) -> Any:
    """Returns a value for `schema_of` with the same arguments."""
    examples = ["text", [1], {name: "a"}, {"key": 0.5}]
    return examples[number % len(examples)]


def answer(schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"200": {"description": "ok", "content": content}}


def components() -> list[str]:
    """Returns the names that a component may have."""
    return [name for name in NAMES if name.replace("_", "").isalnum()]


PLACES = {
    "resource": "{name}.get",
    "inner": "inner.{name}.read",
    "method": "methods.{name}",
}
"""The Python path of a method, by the place of the name. Services of inner resources have it."""

ROOT_METHODS = {"root": "{name}"}
"""Methods of the client itself. Its resources can't have the same names."""


def document(places: Mapping[str, str]) -> dict[str, Any]:
    """The methods of all places; for `PLACES` also all arguments, members and types."""
    small = {"type": "object", "properties": {"n": {"type": "integer"}}}
    schemas = dict.fromkeys(components(), small) if places is PLACES else {}
    operations: dict[str, Any] = {}
    if places is PLACES:
        refs = {f"p{at}": {"$ref": f"#/components/schemas/{n}"} for at, n in enumerate(schemas)}
        operations["/types"] = {"responses": answer({"type": "object", "properties": refs})}
        for number, part in enumerate(PARTS):
            params = [{"name": n, "in": "query", "schema": {"type": "string"}} for n in part]
            members = {name: schema_of(name, at) for at, name in enumerate(part)}
            record = {"type": "object", "properties": members}
            body = {"content": {"application/json": {"schema": record}}}
            operations[f"/params{number}"] = {"parameters": params, "responses": answer(small)}
            operations[f"/body{number}"] = {"requestBody": body, "responses": answer(record)}
    for place in places:
        for name in SAFE:
            operations[f"/{place}/{name}"] = {"responses": answer(small)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": "https://names.test/v1"}],
        "paths": {path: {"post": {"operationId": path, **of}} for path, of in operations.items()},
        "components": {"schemas": schemas},
    }


def provider_file(provider: str, places: Mapping[str, str], digest: str) -> dict[str, Any]:
    def method(path: str, python: str) -> dict[str, str]:
        return {"operation": path, "verb": "exec", "python": python}

    services: dict[str, Any] = {}
    if places is PLACES:
        kinds = ("params", "body")
        numbered = (f"{kind}{number}" for kind in kinds for number in range(len(PARTS)))
        plain = {name: method(f"/{name}", f"plain_.{name}") for name in (*numbered, "types")}
        services["plain_"] = {"resources": {"plain": {"methods": plain}}}
    for place, python in places.items():
        for name in SAFE:
            service = name if place == "inner" else f"in_{place}"
            entry = {"methods": {name: method(f"/{place}/{name}", python.format(name=name))}}
            services.setdefault(service, {"resources": {}})["resources"][name] = entry
    return {
        "provider": provider,
        "source": {"file": "openapi.yaml", "sha256": digest},
        "services": services,
    }


def write_inputs(folder: Path, places: Mapping[str, str], name: str) -> Path:
    """Writes document and provider file, and returns the path of the latter."""
    spec = yaml.safe_dump(document(places), sort_keys=False).encode()
    (folder / "openapi.yaml").write_bytes(spec)
    mapping = provider_file(name, places, hashlib.sha256(spec).hexdigest())
    (folder / "provider.yaml").write_text(yaml.safe_dump(mapping, sort_keys=False))
    return folder / "provider.yaml"


@pytest.fixture(scope="module", params=[PLACES, ROOT_METHODS], ids=["places", "root methods"])
def places(request: pytest.FixtureRequest) -> Mapping[str, str]:
    found: Mapping[str, str] = request.param
    return found


ALL_PLACES = pytest.mark.parametrize("places", [PLACES], ids=["places"], indirect=True)


@pytest.fixture(scope="module")
def folder(places: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    name = "names" if places is PLACES else "root_names"
    inputs = tmp_path_factory.mktemp(name)
    return made_client(provider_of(write_inputs(inputs, places, name)), tmp_path_factory)


@pytest.fixture(scope="module")
def package(places: Mapping[str, str], folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("names_client" if places is PLACES else "root_names_client")


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def client(package: ModuleType, server: Server) -> Iterator[Any]:
    kind = package.Names if hasattr(package, "Names") else package.RootNames
    with kind(api_key="any", base_url=server.url, max_retries=0, strict=True) as client:
        yield client


def test_a_client_type_checks(folder: Path, package: ModuleType) -> None:
    assert strictly_typed(folder, package.__name__) == "Success"


def test_every_module_can_be_imported(folder: Path, package: ModuleType) -> None:
    for file in sorted((folder / package.__name__).rglob("*.py")):
        module = file.relative_to(folder).with_suffix("").as_posix().replace("/", ".")
        import_module(module.removesuffix(".__init__"))


def test_every_method_can_be_called(client: Any, server: Server, places: Mapping[str, str]) -> None:
    server.reply = Reply.json({"n": 1})
    for place, python in places.items():
        for name in SAFE:
            found = client
            for step in python.format(name=name).split("."):
                found = getattr(found, f"{step}_", None) or getattr(found, step)
            assert found().n == 1
            assert server.last.path == f"/v1/{place}/{name}"


@ALL_PLACES
def test_every_parameter_is_sent(client: Any, server: Server) -> None:
    server.reply = Reply.json({"n": 1})
    for number, part in enumerate(PARTS):
        call = getattr(client.plain_, f"params{number}")
        given = {name: name for name in inspect.signature(call).parameters if name != "options"}
        call(**given)
        sent = dict(parse_qsl(server.last.target.partition("?")[2]))
        assert sorted(sent) == part
        assert sorted(sent.values()) == sorted(given)


@ALL_PLACES
def test_every_property_is_sent_and_received(client: Any, server: Server) -> None:
    for number, part in enumerate(PARTS):
        members = {name: example_of(name, at) for at, name in enumerate(part)}
        server.reply = Reply.json(members)
        call = getattr(client.plain_, f"body{number}")
        given = dict(zip(inspect.signature(call).parameters, members.values(), strict=False))
        received = call(**given)
        assert server.last.json() == members
        assert received.to_dict() == members
        assert len(type(received).model_fields) == len(part)
        assert received.model_extra == {}


@ALL_PLACES
def test_every_schema_is_a_type(client: Any, server: Server, package: ModuleType) -> None:
    members = {f"p{at}": {"n": at} for at, _ in enumerate(components())}
    server.reply = Reply.json(members)
    received = client.plain_.types_()
    assert received.to_dict() == members
    kinds = {type(getattr(received, name)).__name__ for name in members}
    assert len(kinds) == len(members)
    assert all(getattr(package.types, kind)(n=1).n == 1 for kind in kinds)
