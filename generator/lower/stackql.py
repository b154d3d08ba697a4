"""What StackQL needs to know: which of its providers sends a method's keys, and what they are.

Lowered services and a mapping come in; methods with their StackQL provider and the settings of all
of these go out. What the engine can't do with them is reported in the provider file.
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
from generator.model.methods import ContentKind, Method
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
    """`services`, where each method knows its StackQL provider.

    Rule RG1: a method belongs to the first StackQL provider of the mapping whose security scheme it
    asks for, else to the one that is called as the provider.
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
    """How StackQL loads the provider, after `services` have their StackQL providers."""
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
    """Rule RG14: the engine sends JSON objects alone; which operations it can't call is noted."""
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
            "call these by the Python client, or exclude them",
        )


def _placed(
    services: Iterable[Service], mapping: Mapping
) -> tuple[tuple[Method, MethodMapping], ...]:
    """Every method with its place in the mapping, in file order."""
    methods = {method.operation: method for _, _, method in walk_methods(services)}
    return tuple(
        (methods[place.operation], place)
        for _, _, place in walk_mapping(mapping)
        if place.operation in methods
    )


def _check_splits(
    mapping: Mapping, known: Collection[str], used: Collection[str], problems: Problems
) -> None:
    """Each StackQL provider has a name, a scheme and operations of its own."""
    seen: dict[str, str] = {}
    for split in mapping.stackql.providers:
        if split.scheme not in known:
            problems.error(
                "unknown-scheme",
                f'"{split.scheme}" is no security scheme of the spec',
                split.scheme_location,
                f"it has {', '.join(known) or 'none'}",
            )
        elif split.name == mapping.name:
            wanted = names.stackql_provider(mapping.name, split.scheme)
            problems.error(
                "stackql-provider-taken",
                f'"{split.name}" is the StackQL provider of all other operations',
                split.location,
                f'give it another name, like "{wanted}"',
            )
        elif split.scheme in seen:
            problems.error(
                "stackql-scheme-taken",
                f'the StackQL provider "{seen[split.scheme]}" has this scheme already',
                split.scheme_location,
                "keep one of them",
            )
        elif split.name not in used:
            problems.error(
                "stackql-provider-unused",
                f'no mapped operation asks for "{split.scheme}"',
                split.scheme_location,
                "take this StackQL provider out",
            )
        seen.setdefault(split.scheme, split.name)


def _needs(
    places: Iterable[tuple[Method, MethodMapping]],
    mapping: Mapping,
    known: ReadOnly[str, AuthScheme],
    problems: Problems,
) -> ReadOnly[str, tuple[str, ...]]:
    """The schemes of each StackQL provider that has a method.

    Rule RG2: a StackQL provider sends with each request the keys of that method which asks for most
    that can be sent together, so its other methods ask for no further ones.
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
                    f'operation "{method.operation}" asks for {" and ".join(schemes)}, but the '
                    f'StackQL provider "{name}" sends {" and ".join(sent)} with each request',
                    place.location,
                    f"add `{wanted}: {{scheme: {further[0]}}}` below `stackql: providers:`, "
                    "or change the operation's `security` by an overlay",
                )
    return found


def _keys(
    schemes: Sequence[str],
    known: ReadOnly[str, AuthScheme],
    mapping: Mapping,
    problems: Problems,
) -> tuple[StackqlKey, ...]:
    """Rule RG3: a key is read from the variable that the client reads; two keys are sent together
    only where both are headers or query params of their own, and a cookie is never sent.
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
            f"StackQL can't send the keys of {' and '.join(schemes)} with one request",
            mapping.location,
            "statements of operations that ask for them are refused by the vendor",
        )
    return sent


def _is_sent(schemes: Sequence[str], known: ReadOnly[str, AuthScheme]) -> bool:
    kinds = [known[name].kind for name in schemes if name in known]
    return all(kind in _CUSTOM for kind in kinds) or (
        len(kinds) == 1 and kinds[0] is not AuthKind.COOKIE
    )


def _unsent_body(method: Method) -> str:
    """What is in the way; an empty text where the engine sends the body."""
    if method.body is None or not method.body.content:
        return ""
    preferred = method.body.content[0]
    if preferred.kind is not ContentKind.JSON:
        return preferred.content_type
    return "" if method.body.properties else "no object with known properties"


def _check_columns(method: Method, place: MethodMapping, problems: Problems) -> None:
    """Rule RG4: a bare body column has the name of no param of its method."""
    params = {param.name for param in method.params if param.place is not ParamPlace.COOKIE}
    for one in method.body.properties if method.body else ():
        name = one.property.name
        if name in params:
            problems.error(
                "stackql-column-taken",
                f'operation "{method.operation}" has a param and a body property "{name}", '
                "which are one column in SQL",
                place.location,
                "tell them apart by `stackql: {body_columns: prefixed}`, or exclude the operation",
            )
