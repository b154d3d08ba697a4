"""The modules of a client as its templates get them: resources, their raw access, the client.

Both clients have the same resources and methods; what differs is in their `ClientKind`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.escape import python_docstring, python_literal
from generator.views.client.client_settings import (
    ClientSettings,
    HeaderArgument,
    UrlArgument,
)
from generator.views.client.endpoints import mapping_literal, sets_literal, url_defaults
from generator.views.client.method_text import (
    ASYNC,
    SYNC,
    ClientKind,
    MethodText,
    build_method_text,
)
from generator.views.client.model import ClientModel
from generator.views.client.resource_tree import ResourceNode
from generator.views.client.webhook_calls import ClientWebhooks
from generator.views.code.client_paths import IN_CLIENT, safe_attribute
from generator.views.code.key_arguments import KeyArgument, SchemeKey
from generator.views.text.python_layout import docstring, tuple_literal

_KINDS = (SYNC, ASYNC)
_VERBS = ("get", "post", "put", "patch", "delete")
_STANDARD_PREFIX = "webhook-"
_DOC_INDENT = 16  # of the further lines of an argument in the docstring of a client
_CLIENT_DOCS = (
    "A client that waits for each answer. Use it in a `with` statement, or close it.",
    "A client whose calls are awaited. Use it in an `async with` statement, or close it.",
)
# The classes of raw access are named with these, and made by these functions of the runtime.
_RAW = {"Raw": "to_raw_response", "Streamed": "to_streamed_response"}


@dataclass(frozen=True, slots=True)
class Child:
    """A resource as an attribute of the client, or of the resource above it."""

    name: str
    class_name: str  # the generated one, or that of the provider which extends it
    home: str  # the module of the class, relative to the package


@dataclass(frozen=True, slots=True)
class ResourceModule:
    """The module with the sync and the async class of a resource."""

    doc: str
    class_name: str
    class_doc: str
    module: str
    kinds: tuple[ClientKind, ...]
    children: tuple[Child, ...]
    methods: tuple[MethodText, ...]
    aliases: tuple[tuple[str, str], ...]  # a further name → a method
    uses_types: bool  # does an annotation of a method name a type of the API?


@dataclass(frozen=True, slots=True)
class RawClass:
    """The type of a resource in one way of raw access."""

    name: str
    of: str  # the class of the resource
    wrap: str  # the runtime's function that changes what a method returns
    children: tuple[tuple[str, str], ...]  # attribute → class


@dataclass(frozen=True, slots=True)
class RawModule:
    """The module with the types of a resource's raw access."""

    doc: str
    homes: tuple[tuple[str, str], ...]  # class → module
    classes: tuple[RawClass, ...]
    methods: tuple[str, ...]
    has_deprecated: bool


@dataclass(frozen=True, slots=True)
class ClientModule:
    """The module of the sync or the async client."""

    kind: ClientKind
    resource: ResourceModule
    base_url_env: str
    keys: tuple[KeyText, ...]
    headers: tuple[HeaderArgument, ...]  # `header` is a Python literal
    url_arguments: tuple[UrlText, ...]
    options: tuple[OptionText, ...]
    verbs: tuple[str, ...]  # "get": methods for calls that the document lacks
    webhooks: WebhooksText | None


@dataclass(frozen=True, slots=True)
class WebhooksText:
    """The attribute that unwraps webhooks as the template gets it."""

    attribute: str
    event: str  # its class
    arguments: str  # of the runtime's WebhookReceiver, after the core
    module: str  # of the provider's own code, or ""
    function: str  # in that module


@dataclass(frozen=True, slots=True)
class KeyText:
    """An argument of the client for a key as its template gets it."""

    argument: str
    env: str
    words: str
    annotation: str  # "KeyInput", or "str" for a key that no function can give


@dataclass(frozen=True, slots=True)
class OptionText:
    """A key or a header as an attribute of the client."""

    argument: str
    annotation: str
    words: str


@dataclass(frozen=True, slots=True)
class UrlText:
    """An argument for a variable of a URL as its template gets it."""

    argument: str
    annotation: str  # "Literal['eu', 'us'] | None"
    words: str  # of the docstring
    name: str  # of the variable, as a Python literal
    values: str  # as a Python tuple


@dataclass(frozen=True, slots=True)
class SettingsModule:
    """The module with what both clients know of the provider."""

    user_agent: str  # as a Python literal
    base_url: str  # as a Python literal
    base_url_env: str
    keys: tuple[KeyArgument, ...]
    schemes: tuple[tuple[str, str], ...]  # name → arguments of its KeyPlacement, as Python
    auth: str
    headers: tuple[HeaderArgument, ...]  # `header` is a Python literal
    needed: str  # as a Python tuple, or ""
    url_arguments: tuple[UrlText, ...]
    url_defaults: str  # as a Python dictionary, or ""
    has_grants: bool


def build_resource_module(node: ResourceNode, model: ClientModel) -> ResourceModule:
    """Returns the module of a resource."""
    dotted = ".".join(node.path)
    methods = build_methods(node, model)
    return ResourceModule(
        doc=docstring(f"The methods of `{dotted}`.", 0),
        class_name=node.class_name,
        class_doc=docstring(f"`{dotted}`", 4),
        module=node.module,
        kinds=_KINDS,
        children=_children(node, model),
        methods=methods,
        uses_types=any(method.uses_types for method in methods),
        aliases=_aliases(node, model),
    )


def _aliases(node: ResourceNode, model: ClientModel) -> tuple[tuple[str, str], ...]:
    """Returns the further names of methods, each with the method's name in its class."""
    found = (one for one in model.settings.additions.methods if one.path == node.path)
    return tuple(
        (safe_attribute((*one.path, one.name)), safe_attribute((*one.path, one.target)))
        for one in found
    )


def build_raw_module(
    node: ResourceNode,
    methods: tuple[MethodText, ...],
    aliases: tuple[tuple[str, str], ...],
    verbs: tuple[str, ...] = (),
) -> RawModule:
    """Returns the module that tells type checkers what raw access to a resource returns.

    `verbs` are the methods for calls by path, which the client has.
    """
    dotted = ".".join(node.path)
    called = [method.name for method in methods]
    subject = f"`{dotted}`" if dotted else "the client"
    own = f"..resources.{node.module}" if node.path else ""
    homes = [(f"{kind.prefix}{node.class_name}", own or f".._{kind.module}") for kind in _KINDS]
    homes += [
        (f"{kind.prefix}{form}{child.class_name}", f".{child.module}")
        for child in node.children
        for kind in _KINDS
        for form in _RAW
    ]
    if verbs:
        of_verbs = [_verb_class(kind, form) for kind in _KINDS for form in _RAW]
        homes += [(name, ".._runtime.raw_verbs") for name in of_verbs]
    return RawModule(
        doc=docstring(f"What {subject} gives with raw access: for type checkers.", 0),
        homes=tuple(homes),
        classes=tuple(_raw_class(node, kind, form, verbs) for kind in _KINDS for form in _RAW),
        methods=(*called, *(alias for alias, target in aliases if target in called)),
        has_deprecated=any(method.deprecated for method in methods),
    )


def _verb_class(kind: ClientKind, form: str) -> str:
    return f"{kind.prefix}{form}Verb"


def _raw_class(node: ResourceNode, kind: ClientKind, form: str, verbs: tuple[str, ...]) -> RawClass:
    children = [
        (child.attribute, f"{kind.prefix}{form}{child.class_name}") for child in node.children
    ]
    return RawClass(
        name=f"{kind.prefix}{form}{node.class_name}",
        of=f"{kind.prefix}{node.class_name}",
        wrap=f"{'async_' * kind.is_async}{_RAW[form]}",
        children=(*children, *((verb, _verb_class(kind, form)) for verb in verbs)),
    )


def build_client_module(model: ClientModel, kind: ClientKind) -> ClientModule:
    """Returns the module of the sync or the async client."""
    root = model.tree[0]
    methods = build_methods(root, model)
    keys = key_texts(model.settings, kind)
    options = [OptionText(key.argument, key.annotation, key.words) for key in keys]
    options += [
        OptionText(header.argument, "str", "A header of each request.")
        for header in model.settings.headers
    ]
    own = ResourceModule(
        doc=docstring("The client whose calls are awaited." if kind.is_async else "The client.", 0),
        class_name=root.class_name,
        class_doc=docstring(_CLIENT_DOCS[kind.is_async], 4),
        module="",
        kinds=(kind,),
        children=_children(root, model),
        methods=methods,
        uses_types=any(method.uses_types for method in methods) or model.webhooks is not None,
        aliases=_aliases(root, model),
    )
    taken = names_of_client(own)
    return ClientModule(
        kind=kind,
        resource=own,
        base_url_env=model.settings.base_url_env,
        keys=keys,
        headers=_encode_headers(model.settings),
        url_arguments=tuple(map(_url_text, model.settings.url_arguments)),
        options=tuple(one for one in options if one.argument not in taken | IN_CLIENT),
        verbs=tuple(verb for verb in _VERBS if verb not in taken),
        webhooks=_webhooks_text(model.webhooks) if model.webhooks else None,
    )


def _webhooks_text(webhooks: ClientWebhooks) -> WebhooksText:
    function = webhooks.function
    arguments = [python_literal(webhooks.event.name), python_literal(webhooks.secret_argument)]
    if webhooks.prefix != _STANDARD_PREFIX:
        arguments.append(f"prefix={python_literal(webhooks.prefix)}")
    if function:
        arguments.append(f"verify={function.target}")
    return WebhooksText(
        attribute=webhooks.attribute,
        event=webhooks.event.name,
        arguments=", ".join(arguments),
        module=function.module if function else "",
        function=function.target if function else "",
    )


def key_texts(settings: ClientSettings, kind: ClientKind) -> tuple[KeyText, ...]:
    """Returns the arguments of a client for keys.

    A function may give a key that is sent as it is, but no part of OAuth2 client credentials.
    """
    sent = {name for scheme in settings.schemes for name in (scheme.key, scheme.password)}
    return tuple(
        KeyText(
            argument=key.argument,
            env=key.env,
            words=key.words,
            annotation=f"{kind.prefix}KeyInput" if key.argument in sent else "str",
        )
        for key in settings.keys
    )


def names_of_client(client: ResourceModule) -> frozenset[str]:
    """Returns the names of the resources and the methods of a client.

    Rule CL1: a resource or a method of the API replaces an attribute of the same name, but for
    those of every client.
    """
    found = [child.name for child in client.children]
    for method in client.methods:
        found.append(method.name)
        if method.wait:
            found.append(method.wait.name)
    return frozenset((*found, *(alias for alias, _ in client.aliases)))


def build_settings_module(model: ClientModel) -> SettingsModule:
    """Returns the module with what both clients know of the provider."""
    settings = model.settings
    defaults = url_defaults(settings.server) if settings.server else ()
    return SettingsModule(
        user_agent=python_literal(f"{settings.package}/{settings.version}"),
        base_url=python_literal(settings.server.template if settings.server else ""),
        base_url_env=settings.base_url_env,
        keys=settings.keys,
        schemes=tuple(
            (python_literal(scheme.name), ", ".join(_placement(scheme)))
            for scheme in settings.schemes
        ),
        auth=tuple_literal(model.auth),
        headers=_encode_headers(settings),
        needed=sets_literal(settings.needed) if settings.needed else "",
        url_arguments=tuple(map(_url_text, settings.url_arguments)),
        url_defaults=mapping_literal(defaults) if defaults else "",
        has_grants=any(scheme.grant for scheme in settings.schemes),
    )


def _placement(scheme: SchemeKey) -> Iterator[str]:
    """Yields the arguments of a scheme's KeyPlacement."""
    yield from map(python_literal, (scheme.kind, scheme.parameter, scheme.key))
    if scheme.password:
        yield python_literal(scheme.password)
    if scheme.grant:
        yield f"grant=TokenGrant({', '.join(map(python_literal, scheme.grant))})"


def _url_text(of: UrlArgument) -> UrlText:
    """Returns the text of an argument for a variable of a URL.

    Rule SV3: an argument takes only the values that the document lists.
    """
    variable = of.variable
    literals = ", ".join(map(python_literal, variable.values))
    about = " ".join(variable.description.split()).rstrip(".") or "A part of the base URL"
    default = "" if variable.default is None else f" Default: {variable.default!r}."
    return UrlText(
        argument=of.argument,
        annotation=f"Literal[{literals}] | None" if literals else "str | None",
        words=python_docstring(f"{of.argument}: {about}.{default}", _DOC_INDENT),
        name=python_literal(variable.name),
        values=tuple_literal(variable.values) if variable.values else "",
    )


def build_methods(node: ResourceNode, model: ClientModel) -> tuple[MethodText, ...]:
    """Returns the methods of a resource, or of the client itself, by name."""
    calls = sorted(node.calls, key=lambda call: call.method.python)
    return tuple(build_method_text(call, model) for call in calls)


def _encode_headers(settings: ClientSettings) -> tuple[HeaderArgument, ...]:
    return tuple(replace(one, header=python_literal(one.header)) for one in settings.headers)


def _children(node: ResourceNode, model: ClientModel) -> tuple[Child, ...]:
    own = {one.path: one for one in model.settings.additions.classes}
    return tuple(
        Child(child.attribute, own[child.path].class_name, own[child.path].module)
        if child.path in own
        else Child(child.attribute, child.class_name, f"resources.{child.module}")
        for child in node.children
    )
