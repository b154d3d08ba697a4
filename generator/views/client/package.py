"""The provider in, the files of its Python client out: one installable package.

The package's modules are laid out by templates from what is decided here; models come from
`models`, and the runtime is copied as it is. Every module but the runtime's is named by the
provider's own safe names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.model.provider import Provider
from generator.views.client.calls import calls_of
from generator.views.client.flat_types import Shapes
from generator.views.client.methods import ASYNC, SYNC
from generator.views.client.models.type_modules import PageText, types_modules
from generator.views.client.package_modules import (
    ClientPage,
    RawPage,
    ResourcePage,
    SettingsPage,
    client_page,
    methods_of,
    raw_page,
    resource_page,
    settings_page,
)
from generator.views.client.readme import Examples, examples
from generator.views.client.resource_tree import Node, resource_tree
from generator.views.client.ruff import tidied
from generator.views.output_tree import OutputFile
from generator.views.templates import render
from generator.views.text.python_layout import docstring

_RUNTIME = Path(__file__).parents[2] / "runtime"
_RUNTIME_NAMES = (
    ("binary", ("AsyncBinaryResponse", "BinaryResponse")),
    (
        "errors",
        (
            *("APIConnectionError", "APIError", "APIStatusError", "APITimeoutError"),
            *("ArgumentError", "AuthenticationError", "BadRequestError", "ConfigurationError"),
            *("ConflictError", "InternalServerError", "InvalidResponseError", "NotFoundError"),
            *("PermissionDeniedError", "RateLimitError", "StreamError"),
            *("UnprocessableEntityError", "WaitTimeoutError"),
        ),
    ),
    ("files", ("FileInput",)),
    ("not_given", ("NOT_GIVEN", "NotGiven")),
    ("base_model", ("BaseModel", "UnknownVariant")),
    ("options", ("CallOptions", "ListOptions", "WaitOptions")),
    ("pagination", ("AsyncPages", "Page")),
    ("raw", ("AsyncRawResponse", "AsyncStreamedResponse", "RawResponse")),
    ("streams", ("AsyncStream", "Stream")),
)
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class PackagePage:
    """What the package's own files show."""

    doc: str
    package: str
    distribution: str
    class_name: str
    title: str
    version: str
    description: str
    api_key_env: str
    base_url_env: str
    docs: str  # where the website is published, or ""
    examples: Examples
    exports: tuple[tuple[str, str], ...]  # name → module


@dataclass(frozen=True, slots=True)
class TypesPage:
    doc: str
    code: str
    pages: tuple[PageText, ...]


@dataclass(frozen=True, slots=True)
class TypesIndexPage:
    modules: tuple[tuple[str, tuple[str, ...]], ...]


Page: TypeAlias = (
    ResourcePage | RawPage | ClientPage | SettingsPage | PackagePage | TypesPage | TypesIndexPage
)


def client_files(provider: Provider) -> Iterator[OutputFile]:
    """All files of the client, below `client/`. The runtime's are copied as they are."""
    for file in sorted(_RUNTIME.glob("*.py")):
        path = f"client/{provider.client.package}/_runtime/{file.name}"
        yield OutputFile(path, file.read_bytes())
    written = tuple(_written_files(provider))
    python = (".py", ".pyi")
    yield from tidied([file for file in written if file.path.endswith(python)])
    yield from (file for file in written if not file.path.endswith(python))


def _written_files(provider: Provider) -> Iterator[OutputFile]:
    """What is made for this provider."""
    package = provider.client.package
    shapes = Shapes(provider)
    calls = calls_of(provider, shapes)
    tree = resource_tree(calls, provider.client.class_name)
    root, *nodes = tree
    for node in nodes:
        page = resource_page(node, provider, shapes)
        yield _module(f"{package}/resources/{node.module}", "client/resource.py.j2", page)
        raw = raw_page(node, page.methods)
        yield _module(f"{package}/_raw/{node.module}", "client/raw.py.j2", raw)
    yield from _client_modules(root, provider, shapes)
    joined = provider.client.texts
    modules = types_modules(calls, shapes, package, provider.documentation, joined)
    for module in modules:
        users = ", ".join(module.services)
        doc = docstring(f"Types of {users}.", 0)
        types = TypesPage(doc, module.code.strip(), module.pages)
        yield _module(f"{package}/types/{module.name}", "client/types_module.py.j2", types)
    index = TypesIndexPage(tuple((module.name, module.types) for module in modules))
    yield _module(f"{package}/types/__init__", "client/types.py.j2", index)
    stub = render("client/types.pyi.j2", index).encode()
    yield OutputFile(f"client/{package}/types/__init__.pyi", stub)
    yield from _package_files(provider, nodes, shapes)


def _client_modules(root: Node, provider: Provider, shapes: Shapes) -> Iterator[OutputFile]:
    """Both clients, what types their raw access, and what they know of the provider."""
    package = provider.client.package
    for kind in (SYNC, ASYNC):
        page = client_page(root, kind, provider, shapes)
        yield _module(f"{package}/_{kind.module}", "client/client.py.j2", page)
    raw = raw_page(root, methods_of(root, provider, shapes))
    yield _module(f"{package}/_raw/__init__", "client/raw.py.j2", raw)
    settings = settings_page(provider, f"{package}/{client_version(provider.version)}")
    yield _module(f"{package}/_settings", "client/settings.py.j2", settings)


def client_version(version: str) -> str:
    """The numbers that a spec's version opens with: PEP 440 takes no other words.

    >>> client_version("2.3.0-beta"), client_version("latest")
    ('2.3.0', '0')
    """
    found = _VERSION.match(version)
    return found.group()[:60].rstrip(".") if found else "0"


def _module(path: str, template: str, page: Page) -> OutputFile:
    return OutputFile(f"client/{path}.py", render(template, page).encode())


def _package_files(
    provider: Provider, nodes: Sequence[Node], shapes: Shapes
) -> Iterator[OutputFile]:
    """What makes the modules a package that can be installed."""
    client = provider.client
    page = PackagePage(
        doc=docstring(f"A typed client of {provider.title}, version {provider.version}.", 0),
        package=client.package,
        distribution=client.package.replace("_", "-"),
        class_name=client.class_name,
        title=provider.title,
        version=client_version(provider.version),
        description=f"Typed Python client of {provider.title}",
        api_key_env=client.api_key_env,
        base_url_env=client.base_url_env,
        docs=provider.site,
        examples=examples([call for node in nodes for call in node.calls], shapes),
        exports=_exports(client.class_name),
    )
    yield _module(f"{client.package}/__init__", "client/package.py.j2", page)
    yield OutputFile("client/pyproject.toml", render("client/pyproject.toml.j2", page).encode())
    yield OutputFile("client/README.md", render("client/README.md.j2", page).encode())
    yield OutputFile(f"client/{client.package}/py.typed", b"")
    yield OutputFile(f"client/{client.package}/resources/__init__.py", _RESOURCES)


def _exports(class_name: str) -> tuple[tuple[str, str], ...]:
    """What the package offers, by name, and where it is; the clients go before what has their name.

    Rule C24: a name is loaded when it is first used, so that a program waits for no more than it
    needs.
    """
    of_runtime = {name: f"._runtime.{module}" for module, names in _RUNTIME_NAMES for name in names}
    clients = {class_name: "._client", f"Async{class_name}": "._async_client"}
    homes = {**of_runtime, "Timeout": "httpx2", **clients}
    return tuple((name, homes[name]) for name in sorted(homes, key=_constants_first))


def _constants_first(name: str) -> tuple[bool, str]:
    return not name.isupper(), name


_RESOURCES = b'"""The resources of the client, a module each, loaded when first used."""\n'
