"""The modules of a client as its templates get them: resources, their raw access, the client.

Both clients have the same resources and methods; what differs between them is their `Kind`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import names
from generator.emit.client_imports import Imports, imports, used
from generator.emit.client_methods import ASYNC, SYNC, Kind, MethodText, method_text
from generator.emit.python_text import docstring, tuple_literal
from generator.emit.resources import TAKEN_IN_CLIENT, TAKEN_IN_RESOURCE, Node
from generator.emit.shapes import Shapes
from generator.escape import python_literal
from generator.provider.model import AuthKind, ClientHeader, ClientKey, ClientNames, Provider

_ARGUMENTS = (
    *("self", "api_key", "base_url", "timeout", "max_retries", "default_headers"),
    *("default_query", "strict", "http_client"),
)
_RAW = ("Raw", "Streamed")


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
    module: str
    kinds: tuple[Kind, ...]
    imports: Imports
    children: tuple[Child, ...]
    methods: tuple[MethodText, ...]


@dataclass(frozen=True, slots=True)
class RawPage:
    """What type checkers are told of a resource's methods with raw access."""

    doc: str
    class_name: str
    module: str
    root: str
    kinds: tuple[Kind, ...]
    children: tuple[Child, ...]
    methods: tuple[MethodText, ...]


@dataclass(frozen=True, slots=True)
class HeaderArgument:
    argument: str
    header: str  # as a Python literal, as the next
    env: str


@dataclass(frozen=True, slots=True)
class KeyArgument:
    argument: str
    env: str  # as a Python literal


@dataclass(frozen=True, slots=True)
class ClientPage:
    kind: Kind
    resource: ResourcePage
    keys: tuple[KeyArgument, ...]
    headers: tuple[HeaderArgument, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    name: str  # as a Python literal, as the two below
    kind: str
    parameter: str
    key: str  # the client's argument


@dataclass(frozen=True, slots=True)
class SettingsPage:
    user_agent: str  # as a Python literal, as the texts below
    base_url: str
    base_url_env: str
    keys: tuple[KeyArgument, ...]
    schemes: tuple[Scheme, ...]
    auth: str
    headers: tuple[HeaderArgument, ...]


def resource_page(node: Node, provider: Provider, shapes: Shapes) -> ResourcePage:
    """The module of a resource."""
    dotted = ".".join(node.path)
    methods = methods_of(node, provider, shapes)
    run = {
        "functools": ("cached_property",),
        "typing": ("cast", *_typing(methods)),
        "typing_extensions": ("deprecated",) if _has_deprecated(methods) else (),
        ".._runtime.client": ("Resource",),
        ".._runtime.async_client": ("AsyncResource",),
        ".._runtime": ("operation as op",) if methods else (),
        ".._runtime.given": _given(methods),
    }
    kinds = (SYNC, ASYNC)
    checked = {
        f".._raw.{node.module}": _raw_names(node.class_name, kinds),
        **{
            f".{child.module}": (child.class_name, f"Async{child.class_name}")
            for child in node.children
        },
    }
    return ResourcePage(
        doc=docstring(f"The methods of `{dotted}`.", 0),
        class_name=node.class_name,
        class_doc=docstring(f"`{dotted}`", 4),
        module=node.module,
        kinds=kinds,
        imports=imports(_written(methods, kinds), root="..", run=run, checked=checked),
        children=_children(node),
        methods=methods,
    )


def raw_page(node: Node, methods: tuple[MethodText, ...]) -> RawPage:
    """The module that types a resource's raw access."""
    dotted = ".".join(node.path)
    of = f"`{dotted}`" if dotted else "the client"
    return RawPage(
        doc=docstring(f"What the methods of {of} give with raw access: for type checkers.", 0),
        class_name=node.class_name,
        module=f"resources.{node.module}" if node.path else "",
        root="." if node.path else "",
        kinds=(SYNC, ASYNC),
        children=_children(node),
        methods=methods,
    )


def client_page(root: Node, kind: Kind, provider: Provider, shapes: Shapes) -> ClientPage:
    """The module of one of both clients."""
    methods = methods_of(root, provider, shapes)
    run = {
        "functools": ("cached_property",),
        "typing": ("cast", *_typing(methods)),
        "typing_extensions": ("deprecated",) if _has_deprecated(methods) else (),
        "._runtime": ("operation as op",) if methods else (),
        f"._runtime.{kind.base_module}": (kind.base,),
        "._runtime.given": ("NOT_GIVEN", "NotGiven"),
        "._runtime.settings": ("Changes",),
        "._settings": ("SETTINGS",),
    }
    checked = {
        "typing": ("Self",),
        "._raw": _raw_names(root.class_name, (kind,)),
        **{
            f".resources.{child.module}": (f"{kind.prefix}{child.class_name}",)
            for child in root.children
        },
    }
    page = ResourcePage(
        doc=docstring("The client." if kind is SYNC else "The client whose calls are awaited.", 0),
        class_name=root.class_name,
        class_doc="",
        module="",
        kinds=(kind,),
        imports=imports(f"{_written(methods, (kind,))} Mapping", root=".", run=run, checked=checked),
        children=_children(root),
        methods=methods,
    )
    return ClientPage(kind, page, _keys(provider.client), _headers(provider.client))


def settings_page(provider: Provider, user_agent: str) -> SettingsPage:
    """The module with what both clients know of the provider."""
    client = provider.client
    arguments = client_arguments(client)
    keys = {key.scheme: arguments[key] for key in client.keys}
    return SettingsPage(
        user_agent=python_literal(user_agent),
        base_url=python_literal(provider.servers[0] if provider.servers else ""),
        base_url_env=python_literal(client.base_url_env),
        keys=_keys(client),
        schemes=tuple(
            Scheme(
                python_literal(scheme.name),
                python_literal(_scheme_kind(scheme.kind)),
                python_literal(scheme.parameter),
                keys.get(scheme.name, "api_key"),
            )
            for scheme in provider.auth
        ),
        auth=tuple_literal(default_auth(provider)),
        headers=_headers(client),
    )


def methods_of(node: Node, provider: Provider, shapes: Shapes) -> tuple[MethodText, ...]:
    """The methods of a resource, or of the client itself, by name."""
    auth = default_auth(provider)
    taken = TAKEN_IN_RESOURCE if node.path else TAKEN_IN_CLIENT
    return tuple(
        method_text(call, shapes, auth, taken, provider.documentation, provider.site)
        for call in sorted(node.calls, key=lambda call: call.method.python)
    )


def default_auth(provider: Provider) -> tuple[str, ...]:
    """The schemes that most methods use; of equals the first by name."""
    counts = Counter(
        method.auth
        for service in provider.services
        for resource in service.resources
        for method in resource.methods
    )
    return min(counts, key=lambda auth: (-counts[auth], auth), default=())


def client_arguments(client: ClientNames) -> Mapping[ClientKey | ClientHeader, str]:
    """The client's arguments for keys and headers, none of them one that every client has."""
    taken = names.Taken(_ARGUMENTS)
    every: tuple[ClientKey | ClientHeader, ...] = (*client.keys, *client.headers)
    return {one: taken.take(one.argument) for one in every}


def _keys(client: ClientNames) -> tuple[KeyArgument, ...]:
    arguments = client_arguments(client)
    own = (KeyArgument(arguments[key], python_literal(key.env)) for key in client.keys)
    return (KeyArgument("api_key", python_literal(client.api_key_env)), *own)


def _headers(client: ClientNames) -> tuple[HeaderArgument, ...]:
    arguments = client_arguments(client)
    return tuple(
        HeaderArgument(arguments[header], python_literal(header.header), python_literal(header.env))
        for header in client.headers
    )


def _scheme_kind(kind: AuthKind) -> str:
    return (AuthKind.BEARER if kind is AuthKind.UNSUPPORTED else kind).value


def _children(node: Node) -> tuple[Child, ...]:
    return tuple(Child(child.attribute, child.class_name, child.module) for child in node.children)


def _raw_names(class_name: str, kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The classes that type raw access."""
    return tuple(f"{kind.prefix}{form}{class_name}" for kind in kinds for form in _RAW)


def _written(methods: Iterable[MethodText], kinds: Iterable[Kind]) -> str:
    texts = (text for method in methods for kind in kinds for text in method.annotations(kind))
    return "\n".join(texts)


def _typing(methods: tuple[MethodText, ...]) -> tuple[str, ...]:
    has_overloads = any(method.form(SYNC).overloads for method in methods)
    return (*(("Final",) if methods else ()), *(("overload",) if has_overloads else ()))


def _has_deprecated(methods: Iterable[MethodText]) -> bool:
    return any(method.deprecated for method in methods)


def _given(methods: Iterable[MethodText]) -> tuple[str, ...]:
    return ("NOT_GIVEN", "NotGiven") if used(_written(methods, (SYNC,)), ("NotGiven",)) else ()
