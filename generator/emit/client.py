"""The provider in, the files of its Python client out: one installable package.

The package's modules are laid out by templates from what is decided here; models come from
`models`, and the runtime is copied as it is. Every module but the runtime's is named by the
provider's own safe names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from generator import names
from generator.emit.calls import calls_of
from generator.emit.client_methods import MethodText, method_text
from generator.emit.model import OutputFile
from generator.emit.models import types_modules
from generator.emit.python_text import docstring, tuple_literal
from generator.emit.render import render
from generator.emit.resources import TAKEN_IN_CLIENT, Node, resource_tree
from generator.emit.shapes import Shapes
from generator.emit.tidy import tidied
from generator.escape import python_literal
from generator.provider.model import (
    AuthKind,
    ClientHeader,
    ClientKey,
    ClientNames,
    Provider,
)

_RUNTIME = Path(__file__).parent.parent / "runtime"
_ARGUMENTS = ("self", "api_key", "base_url", "timeout", "http_client")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Child:
    """A resource as an attribute of the client, or of the resource above it."""

    name: str
    class_name: str
    module: str


@dataclass(frozen=True, slots=True)
class ResourcePage:
    doc: str
    class_name: str
    class_doc: str
    abc: tuple[str, ...]  # names to import, by the module that they come from
    typing: tuple[str, ...]
    answers: tuple[str, ...]
    is_checked: bool  # are there imports for type checkers alone?
    uses_files: bool
    uses_types: bool
    uses_not_given: bool
    children: tuple[Child, ...]
    methods: tuple[MethodText, ...]
    sender: str


@dataclass(frozen=True, slots=True)
class HeaderArgument:
    argument: str
    header: str  # as a Python literal, as the next
    env: str


@dataclass(frozen=True, slots=True)
class Scheme:
    name: str  # as a Python literal, as the two below
    kind: str
    parameter: str
    key: str  # the client's argument


@dataclass(frozen=True, slots=True)
class KeyArgument:
    argument: str
    env: str  # as a Python literal


@dataclass(frozen=True, slots=True)
class ClientPage:
    resource: ResourcePage
    user_agent: str  # as a Python literal, as the texts below
    base_url: str
    base_url_env: str
    keys: tuple[KeyArgument, ...]
    schemes: tuple[Scheme, ...]
    auth: str
    headers: tuple[HeaderArgument, ...]


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
    example: str


@dataclass(frozen=True, slots=True)
class TypesPage:
    doc: str
    code: str


@dataclass(frozen=True, slots=True)
class TypesIndexPage:
    modules: tuple[tuple[str, tuple[str, ...]], ...]


Page: TypeAlias = ResourcePage | ClientPage | PackagePage | TypesPage | TypesIndexPage


def client_files(provider: Provider) -> Iterator[OutputFile]:
    """All files of the client, below `client/`. The runtime's are copied as they are."""
    for file in sorted(_RUNTIME.glob("*.py")):
        path = f"client/{provider.client.package}/_runtime/{file.name}"
        yield OutputFile(path, file.read_bytes())
    written = tuple(_written_files(provider))
    yield from tidied([file for file in written if file.path.endswith(".py")])
    yield from (file for file in written if not file.path.endswith(".py"))


def _written_files(provider: Provider) -> Iterator[OutputFile]:
    """What is made for this provider."""
    package = provider.client.package
    shapes = Shapes(provider)
    calls = calls_of(provider, shapes)
    auth = default_auth(provider)
    tree = resource_tree(calls, provider.client.class_name)
    root, *nodes = tree
    for node in nodes:
        page = _resource_page(node, shapes, auth, "self._client", provider.documentation)
        yield _module(f"{package}/resources/{node.module}", "client/resource.py.j2", page)
    page = _resource_page(root, shapes, auth, "self._client", provider.documentation)
    client = _client_page(provider, page, auth)
    yield _module(f"{package}/_client", "client/client.py.j2", client)
    modules = types_modules(calls, shapes, package, provider.documentation)
    for module in modules:
        users = ", ".join(module.services)
        types = TypesPage(docstring(f"Types of {users}.", 0), module.code.strip())
        yield _module(f"{package}/types/{module.name}", "client/types_module.py.j2", types)
    index = TypesIndexPage(tuple((module.name, module.types) for module in modules))
    yield _module(f"{package}/types/__init__", "client/types.py.j2", index)
    yield from _package_files(provider, nodes)


def default_auth(provider: Provider) -> tuple[str, ...]:
    """The schemes that most methods use; of equals the first by name."""
    used = Counter(
        method.auth
        for service in provider.services
        for resource in service.resources
        for method in resource.methods
    )
    return min(used, key=lambda auth: (-used[auth], auth), default=())


def client_version(version: str) -> str:
    """The numbers that a spec's version opens with: PEP 440 takes no other words.

    >>> client_version("2.3.0-beta"), client_version("latest")
    ('2.3.0', '0')
    """
    found = _VERSION.match(version)
    return found.group()[:60] if found else "0"


def _module(path: str, template: str, page: Page) -> OutputFile:
    return OutputFile(f"client/{path}.py", render(template, page).encode())


def _resource_page(
    node: Node, shapes: Shapes, auth: tuple[str, ...], sender: str, site: str
) -> ResourcePage:
    methods = tuple(
        method_text(call, shapes, auth, () if node.path else TAKEN_IN_CLIENT, site)
        for call in sorted(node.calls, key=lambda call: call.method.python)
    )
    written = "\n".join(text for method in methods for text in method.annotations)
    annotations = ("types", "Mapping", "Sequence", "BinaryResponse", "Stream", "FileInput")
    is_checked = bool(node.children or _used(written, annotations)) or not node.path
    typing = (
        *(("TYPE_CHECKING",) if is_checked else ()),
        *(("Final",) if methods else ()),
        *_used(written, ("Literal",)),
        *(("overload",) if any(method.overloads for method in methods) else ()),
    )
    dotted = ".".join(node.path)
    return ResourcePage(
        doc=docstring(f"The methods of `{dotted}`." if dotted else "The client.", 0),
        class_name=node.class_name,
        class_doc=docstring(f"`{dotted}`", 4),
        abc=_used(written, ("Mapping", "Sequence")),
        typing=typing,
        answers=_used(written, ("BinaryResponse", "Stream")),
        is_checked=is_checked,
        uses_files=bool(_used(written, ("FileInput",))),
        uses_types=bool(_used(written, ("types",))),
        uses_not_given=bool(_used(written, ("NotGiven",))),
        children=tuple(
            Child(child.attribute, child.class_name, child.module) for child in node.children
        ),
        methods=methods,
        sender=sender,
    )


def _used(written: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of `wanted` that stand in annotations. A word in a literal counts too: no harm."""
    return tuple(name for name in wanted if _word(name).search(written))


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{name}\b")


def _client_page(provider: Provider, root: ResourcePage, auth: tuple[str, ...]) -> ClientPage:
    client = provider.client
    arguments = client_arguments(client)
    keys = {key.scheme: arguments[key] for key in client.keys}
    return ClientPage(
        resource=root,
        user_agent=python_literal(f"{client.package}/{client_version(provider.version)}"),
        base_url=python_literal(provider.servers[0] if provider.servers else ""),
        base_url_env=python_literal(client.base_url_env),
        keys=(
            KeyArgument("api_key", python_literal(client.api_key_env)),
            *(KeyArgument(arguments[key], python_literal(key.env)) for key in client.keys),
        ),
        schemes=tuple(
            Scheme(
                python_literal(scheme.name),
                python_literal(_scheme_kind(scheme.kind)),
                python_literal(scheme.parameter),
                keys.get(scheme.name, "api_key"),
            )
            for scheme in provider.auth
        ),
        auth=tuple_literal(auth),
        headers=tuple(
            HeaderArgument(
                arguments[header], python_literal(header.header), python_literal(header.env)
            )
            for header in client.headers
        ),
    )


def client_arguments(client: ClientNames) -> Mapping[ClientKey | ClientHeader, str]:
    """The client's arguments for keys and headers, none of them one that every client has."""
    taken = names.Taken(_ARGUMENTS)
    every: tuple[ClientKey | ClientHeader, ...] = (*client.keys, *client.headers)
    return {one: taken.take(one.argument) for one in every}


def _scheme_kind(kind: AuthKind) -> str:
    return (AuthKind.BEARER if kind is AuthKind.UNSUPPORTED else kind).value


def _package_files(provider: Provider, nodes: Sequence[Node]) -> Iterator[OutputFile]:
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
        example=_example(nodes),
    )
    yield _module(f"{client.package}/__init__", "client/package.py.j2", page)
    yield OutputFile("client/pyproject.toml", render("client/pyproject.toml.j2", page).encode())
    yield OutputFile("client/README.md", render("client/README.md.j2", page).encode())
    yield OutputFile(f"client/{client.package}/py.typed", b"")
    yield OutputFile(f"client/{client.package}/resources/__init__.py", _RESOURCES)


_RESOURCES = b'"""The resources of the client, a module each, loaded when first used."""\n'


def _example(nodes: Sequence[Node]) -> str:
    """A call without arguments, the shortest there is, for the README."""
    paths = [
        ".".join(call.method.python)
        for node in nodes
        for call in node.calls
        if not any(argument.required for argument in call.arguments)
    ]
    return min(paths, key=lambda path: (len(path), path), default="")
