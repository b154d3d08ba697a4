"""Assigns each method to a StackQL provider, and computes the settings of these providers.

The input is lowered services and a mapping. If StackQL can't call a method or send its credentials,
the problem is reported at a position in the provider file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as ReadOnly
from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.bind import walk_mapping
from generator.mapping.model import Mapping, MethodMapping
from generator.model.client import AuthKind, AuthScheme
from generator.model.methods import Method, UnsentBody
from generator.model.provider import Provider, Service
from generator.model.stackql import (
    UNRELEASED,
    BodyColumns,
    Stackql,
    StackqlKey,
    StackqlProvider,
)
from generator.model.walk import walk_methods
from generator.vocabulary import ParamPlace

_MOST_NAMED = 3
_CUSTOM = (AuthKind.HEADER, AuthKind.QUERY)


def add_stackql_providers(services: Iterable[Service], mapping: Mapping) -> tuple[Service, ...]:
    """Returns `services` with the StackQL provider of each method filled in.

    Rule RG1: a method belongs to the first StackQL provider of the mapping whose security scheme
    the method requires. If there is none, it belongs to the StackQL provider with the name of the
    provider file.
    """
    splits = mapping.stackql.providers

    def placed(method: Method) -> Method:
        found = (split.name for split in splits if split.scheme in method.auth)
        return replace(method, stackql_provider=next(found, mapping.name))

    return tuple(
        replace(
            service,
            resources=tuple(
                replace(resource, methods=tuple(placed(method) for method in resource.methods))
                for resource in service.resources
            ),
        )
        for service in services
    )


def lower_stackql(
    services: Sequence[Service],
    mapping: Mapping,
    schemes: Sequence[AuthScheme],
    problems: Problems,
) -> Stackql:
    """Returns the settings with which StackQL loads the provider.

    The methods of `services` must already have their StackQL providers.
    """
    columns = BodyColumns(mapping.stackql.body_columns or BodyColumns.BARE)
    places = _placed(services, mapping)
    if columns is BodyColumns.BARE:
        for method, place in places:
            _check_columns(method, place, problems)
    known = {scheme.name: scheme for scheme in schemes}
    needs = _needs(places, mapping, known, problems)
    _check_splits(mapping, known, needs, problems)
    return Stackql(
        version=mapping.stackql.version or UNRELEASED,
        body_columns=columns,
        providers=tuple(
            StackqlProvider(name, _keys(needs[name], known, mapping, problems))
            for name in sorted(needs)
        ),
    )


def note_bodies(provider: Provider, mapping: Mapping, problems: Problems) -> None:
    """Adds a note about the operations whose bodies StackQL can't send.

    Rule RG14: the engine sends only JSON objects as bodies. A note names the operations that it
    can't call.
    """
    unsent = [
        (f'"{method.operation}" ({reason})', place)
        for method, place in _placed(provider.services, mapping)
        if (reason := _unsent_body(method))
    ]
    if unsent:
        shown = [text for text, _ in unsent[:_MOST_NAMED]]
        more = f" and {len(unsent) - len(shown)} more" if len(unsent) > len(shown) else ""
        problems.note(
            "stackql-body",
            f"StackQL can't send the body of {', '.join(shown)}{more}",
            unsent[0][1].location,
            "call these operations with the Python client, or exclude them",
        )


def _placed(
    services: Iterable[Service], mapping: Mapping
) -> tuple[tuple[Method, MethodMapping], ...]:
    """Returns every mapped method with its entry in the mapping, in file order."""
    methods = {method.operation: method for _, _, method in walk_methods(services)}
    return tuple(
        (methods[place.operation], place)
        for _, _, place in walk_mapping(mapping)
        if place.operation in methods
    )


def _check_splits(
    mapping: Mapping, known: Collection[str], used: Collection[str], problems: Problems
) -> None:
    """Reports StackQL providers that share a name or a scheme, or that have no operations."""
    seen: dict[str, str] = {}
    for split in mapping.stackql.providers:
        if split.scheme not in known:
            problems.error(
                "unknown-scheme",
                f'"{split.scheme}" is not a security scheme of the spec',
                split.scheme_location,
                f"the security schemes of the spec: {', '.join(known) or 'none'}",
            )
        elif split.name == mapping.name:
            wanted = names.stackql_provider(mapping.name, split.scheme)
            problems.error(
                "stackql-provider-taken",
                f'"{split.name}" is already the StackQL provider of all other operations',
                split.location,
                f'choose another name, such as "{wanted}"',
            )
        elif split.scheme in seen:
            problems.error(
                "stackql-scheme-taken",
                f'the StackQL provider "{seen[split.scheme]}" already uses this scheme',
                split.scheme_location,
                "remove one of the two StackQL providers",
            )
        elif split.name not in used:
            problems.error(
                "stackql-provider-unused",
                f'no mapped operation requires "{split.scheme}"',
                split.scheme_location,
                "remove this StackQL provider",
            )
        seen.setdefault(split.scheme, split.name)


def _needs(
    places: Iterable[tuple[Method, MethodMapping]],
    mapping: Mapping,
    known: ReadOnly[str, AuthScheme],
    problems: Problems,
) -> ReadOnly[str, tuple[str, ...]]:
    """Returns the security schemes of each StackQL provider that has a method.

    Rule RG2: a StackQL provider sends the same credentials with each request: those of the method
    that requires the most credentials that can be sent together. A method that requires any further
    credential is an error.
    """
    asked: dict[str, dict[tuple[str, ...], tuple[Method, MethodMapping]]] = {}
    for method, place in places:
        asked.setdefault(method.stackql_provider, {}).setdefault(method.auth, (method, place))
    found: dict[str, tuple[str, ...]] = {}
    for name, needs in asked.items():
        sent = max(needs, key=lambda schemes: (_is_sent(schemes, known), len(schemes)))
        found[name] = sent
        for schemes, (method, place) in needs.items():
            further = [scheme for scheme in schemes if scheme not in sent]
            if further:
                wanted = names.stackql_provider(mapping.name, further[0])
                problems.error(
                    "stackql-two-keys",
                    f'operation "{method.operation}" requires {" and ".join(schemes)}, but the '
                    f'StackQL provider "{name}" sends {" and ".join(sent)} with each request',
                    place.location,
                    f"add `{wanted}: {{scheme: {further[0]}}}` below `stackql: providers:`, "
                    "or change the operation's `security` with an overlay",
                )
    return found


def _keys(
    schemes: Sequence[str],
    known: ReadOnly[str, AuthScheme],
    mapping: Mapping,
    problems: Problems,
) -> tuple[StackqlKey, ...]:
    """Returns the credentials that a StackQL provider sends.

    Rule RG3: a credential is read from the same environment variable as in the Python client.
    Several credentials are sent together only if each one is a header or a query parameter of its
    own. A cookie is never sent.
    """
    keys = tuple(
        StackqlKey(
            kind=AuthKind.BEARER if of.kind is AuthKind.UNSUPPORTED else of.kind,
            parameter="" if of.word else of.parameter,
            env=of.env,
        )
        for of in (known[name] for name in schemes if name in known)
    )
    if _is_sent(schemes, known):
        return keys
    sent = tuple(key for key in keys if key.kind in _CUSTOM)
    if sent != keys:
        problems.note(
            "stackql-keys",
            f"StackQL can't send the credentials of {' and '.join(schemes)} with one request",
            mapping.location,
            "the server rejects statements that use an operation that requires them",
        )
    return sent


def _is_sent(schemes: Sequence[str], known: ReadOnly[str, AuthScheme]) -> bool:
    kinds = [known[name].kind for name in schemes if name in known]
    return all(kind in _CUSTOM for kind in kinds) or (
        len(kinds) == 1 and kinds[0] is not AuthKind.COOKIE
    )


def _unsent_body(method: Method) -> str:
    """Returns why the engine can't send the body, or an empty text if it can."""
    body = method.body
    match body and body.unsent_by_stackql:
        case UnsentBody.MEDIA_TYPE:
            return body.content[0].content_type if body else ""
        case UnsentBody.WHOLE_BODY:
            return "not an object with known properties"
    return ""


def _check_columns(method: Method, place: MethodMapping, problems: Problems) -> None:
    """Reports body properties that have the name of a parameter.

    Rule RG4: a body column without a prefix must not have the name of a parameter of its method.
    """
    params = {param.name for param in method.params if param.place is not ParamPlace.COOKIE}
    for one in method.body.properties if method.body else ():
        name = one.property.name
        if name in params:
            problems.error(
                "stackql-column-taken",
                f'operation "{method.operation}" has a parameter and a body property named '
                f'"{name}", which would be the same column in SQL',
                place.location,
                "set `stackql: {body_columns: prefixed}`, or exclude the operation",
            )
