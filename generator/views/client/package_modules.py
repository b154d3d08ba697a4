"""The modules of a client as its templates get them: resources, their raw access, the client.

Both clients have the same resources and methods; what differs between them is their `Kind`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import names
from generator.escape import python_literal
from generator.model.client import AuthKind, ClientKey, ClientNames
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.client.flat_types import Shapes
from generator.views.client.methods import ASYNC, SYNC, Kind, MethodText, method_text
from generator.views.client.resource_tree import TAKEN_IN_CLIENT, TAKEN_IN_RESOURCE, Node
from generator.views.text.python_layout import docstring, tuple_literal
from generator.vocabulary import ClientHeader

_ARGUMENTS = (
    *("self", "api_key", "base_url", "timeout", "max_retries", "default_headers"),
    *("default_query", "strict", "http_client"),
)
_KINDS = (SYNC, ASYNC)
_CLIENT_DOCS = (
    "A client that waits for each answer. Use it in a `with` statement, or close it.",
    "A client whose calls are awaited. Use it in an `async with` statement, or close it.",
)
_RAW = {
    "Raw": "to_raw_response",
    "Streamed": "to_streamed_response",
}  # how classes and functions are called


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
    children: tuple[Child, ...]
    methods: tuple[MethodText, ...]


@dataclass(frozen=True, slots=True)
class RawClass:
    """What a resource's methods give in one way of raw access."""

    name: str
    of: str  # the class of the resource
    wrap: str  # the runtime's function that says what becomes of a method
    children: tuple[tuple[str, str], ...]  # attribute → class


@dataclass(frozen=True, slots=True)
class RawPage:
    doc: str
    homes: tuple[tuple[str, str], ...]  # class → module
    classes: tuple[RawClass, ...]
    methods: tuple[str, ...]
    has_deprecated: bool


@dataclass(frozen=True, slots=True)
class HeaderArgument:
    argument: str
    header: str  # as a Python literal
    env: str


@dataclass(frozen=True, slots=True)
class KeyArgument:
    argument: str
    env: str


@dataclass(frozen=True, slots=True)
class ClientPage:
    kind: Kind
    resource: ResourcePage
    base_url_env: str
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
    user_agent: str  # as a Python literal
    base_url: str  # the same
    base_url_env: str
    keys: tuple[KeyArgument, ...]
    schemes: tuple[Scheme, ...]
    auth: str
    headers: tuple[HeaderArgument, ...]


def resource_page(node: Node, provider: Provider, shapes: Shapes) -> ResourcePage:
    """The module of a resource."""
    dotted = ".".join(node.path)
    return ResourcePage(
        doc=docstring(f"The methods of `{dotted}`.", 0),
        class_name=node.class_name,
        class_doc=docstring(f"`{dotted}`", 4),
        module=node.module,
        kinds=_KINDS,
        children=_children(node),
        methods=methods_of(node, provider, shapes),
    )


def raw_page(node: Node, methods: tuple[MethodText, ...]) -> RawPage:
    """The module that says what a resource's methods give with raw access, to type checkers."""
    dotted = ".".join(node.path)
    subject = f"`{dotted}`" if dotted else "the client"
    homes = [
        (
            f"{kind.prefix}{node.class_name}",
            f"..resources.{node.module}" if node.path else f".._{kind.module}",
        )
        for kind in _KINDS
    ]
    homes += [
        (f"{kind.prefix}{form}{child.class_name}", f".{child.module}")
        for child in node.children
        for kind in _KINDS
        for form in _RAW
    ]
    return RawPage(
        doc=docstring(f"What {subject} gives with raw access: for type checkers.", 0),
        homes=tuple(homes),
        classes=tuple(
            RawClass(
                name=f"{kind.prefix}{form}{node.class_name}",
                of=f"{kind.prefix}{node.class_name}",
                wrap=f"{'async_' * kind.is_async}{wrap}",
                children=tuple(
                    (child.attribute, f"{kind.prefix}{form}{child.class_name}")
                    for child in node.children
                ),
            )
            for kind in _KINDS
            for form, wrap in _RAW.items()
        ),
        methods=tuple(method.name for method in methods),
        has_deprecated=_has_deprecated(methods),
    )


def client_page(root: Node, kind: Kind, provider: Provider, shapes: Shapes) -> ClientPage:
    """The module of one of both clients."""
    page = ResourcePage(
        doc=docstring("The client whose calls are awaited." if kind.is_async else "The client.", 0),
        class_name=root.class_name,
        class_doc=docstring(_CLIENT_DOCS[kind.is_async], 4),
        module="",
        kinds=(kind,),
        children=_children(root),
        methods=methods_of(root, provider, shapes),
    )
    return ClientPage(
        kind=kind,
        resource=page,
        base_url_env=provider.client.base_url_env,
        keys=_keys(provider.client),
        headers=_headers(provider.client),
    )


def settings_page(provider: Provider, user_agent: str) -> SettingsPage:
    """The module with what both clients know of the provider."""
    client = provider.client
    arguments = client_arguments(client)
    keys = {key.scheme: arguments[key] for key in client.keys}
    return SettingsPage(
        user_agent=python_literal(user_agent),
        base_url=python_literal(provider.servers[0] if provider.servers else ""),
        base_url_env=client.base_url_env,
        keys=_keys(client),
        schemes=tuple(
            Scheme(
                python_literal(scheme.name),
                python_literal(_scheme_kind(scheme.kind)),
                python_literal("" if scheme.word else scheme.parameter),
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
    counts = Counter(method.auth for _, _, method in walk_methods(provider.services))
    return min(counts, key=lambda auth: (-counts[auth], auth), default=())


def client_arguments(client: ClientNames) -> Mapping[ClientKey | ClientHeader, str]:
    """The client's arguments for keys and headers, none of them one that every client has."""
    taken = names.Taken(_ARGUMENTS)
    every: tuple[ClientKey | ClientHeader, ...] = (*client.keys, *client.headers)
    return {one: taken.take(one.argument) for one in every}


def _keys(client: ClientNames) -> tuple[KeyArgument, ...]:
    arguments = client_arguments(client)
    own = (KeyArgument(arguments[key], key.env) for key in client.keys)
    return (KeyArgument("api_key", client.api_key_env), *own)


def _headers(client: ClientNames) -> tuple[HeaderArgument, ...]:
    arguments = client_arguments(client)
    return tuple(
        HeaderArgument(arguments[header], python_literal(header.header), header.env)
        for header in client.headers
    )


def _scheme_kind(kind: AuthKind) -> str:
    return (AuthKind.BEARER if kind is AuthKind.UNSUPPORTED else kind).value


def _children(node: Node) -> tuple[Child, ...]:
    return tuple(Child(child.attribute, child.class_name, child.module) for child in node.children)


def _has_deprecated(methods: Iterable[MethodText]) -> bool:
    return any(method.deprecated for method in methods)
