"""The client's model in, the index of its methods and types out: `api.md` of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from generator.views.client.method_text import MethodText
from generator.views.client.model import ClientModel
from generator.views.client.package_modules import build_methods
from generator.views.client.resource_tree import ResourceNode
from generator.views.client.type_index import named_homes
from generator.views.code.client_paths import safe_attribute


@dataclass(frozen=True, slots=True)
class IndexedMethod:
    """A method as the index shows it."""

    call: str  # "client.files.list"
    result: str  # the annotation of what the sync client returns; "" for a further name
    request: (
        str  # "GET /files", or what stands for it: a method with a further name, own code; "": none
    )


@dataclass(frozen=True, slots=True)
class IndexedResource:
    """A resource as the index shows it, or the client itself."""

    name: str  # "client.files"
    methods: tuple[IndexedMethod, ...]


@dataclass(frozen=True, slots=True)
class IndexedType:
    """A type as the index shows it."""

    name: str
    aliases: tuple[str, ...]  # "types.chat.ChatCompletion"


@dataclass(frozen=True, slots=True)
class ApiIndex:
    """All that `api.md` lists."""

    title: str
    package: str
    class_name: str
    resources: tuple[IndexedResource, ...]
    types: tuple[IndexedType, ...]


def build_api_index(model: ClientModel) -> ApiIndex:
    """Returns the index of a client.

    Rule AX1: the index lists every method, with its result and its request, and every type, each
    with its further names.
    """
    aliases: dict[str, list[str]] = {}
    for one in model.settings.additions.types:
        if one.own_module:
            continue
        aliases.setdefault(one.target, []).append(".".join(("types", *one.module, one.name)))
    return ApiIndex(
        title=model.settings.title,
        package=model.settings.package,
        class_name=model.settings.class_name,
        resources=tuple(_resources(model)),
        types=tuple(
            IndexedType(f"types.{name}", tuple(sorted(aliases.get(name, ()))))
            for name in sorted(named_homes(model))
        ),
    )


def _resources(model: ClientModel) -> Iterator[IndexedResource]:
    names: dict[tuple[str, ...], str] = {}
    for node in model.tree:
        above = names.get(node.path[:-1], "client")
        names[node.path] = f"{above}.{node.attribute}" if node.path else "client"
        methods = tuple(_methods(node, names[node.path], model))
        if methods:
            yield IndexedResource(names[node.path], methods)
    if model.webhooks:
        name = f"client.{model.webhooks.attribute}"
        unwrap = IndexedMethod(f"{name}.unwrap", f"types.{model.webhooks.event.name}", "")
        yield IndexedResource(name, (unwrap, IndexedMethod(f"{name}.verify_signature", "None", "")))


def _methods(node: ResourceNode, resource: str, model: ClientModel) -> Iterator[IndexedMethod]:
    texts: dict[str, MethodText] = {text.name: text for text in build_methods(node, model)}
    for call in sorted(node.calls, key=lambda call: call.method.python):
        text = texts[call.name]
        request = f"{call.method.http.sent} {call.method.path}"
        yield IndexedMethod(f"{resource}.{text.name}", text.forms[0].result, request)
        if text.wait:
            yield IndexedMethod(f"{resource}.{text.wait.name}", text.wait.result, request)
    for alias in model.settings.additions.methods:
        if alias.path == node.path:
            name = safe_attribute((*alias.path, alias.name))
            yield IndexedMethod(f"{resource}.{name}", "", f"as {alias.target}")
    for own in _own_methods(node, model):
        if own.name not in texts:
            result = ast.unparse(own.returns) if own.returns else ""
            yield IndexedMethod(f"{resource}.{own.name}", result, "code of the provider")


def _own_methods(node: ResourceNode, model: ClientModel) -> Iterator[ast.FunctionDef]:
    """Yields the public methods that the provider's own code adds to a resource."""
    additions = model.settings.additions
    modules = {one.name: one.content for one in additions.modules}
    for own in additions.classes:
        if own.path != node.path:
            continue
        for made in ast.parse(modules[own.module]).body:
            if isinstance(made, ast.ClassDef) and made.name == own.class_name:
                methods = (one for one in made.body if isinstance(one, ast.FunctionDef))
                yield from (one for one in methods if not one.name.startswith("_"))
