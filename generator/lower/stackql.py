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
from generator.lower.bind import methods_of
from generator.mapping.model import Mapping, MethodMapping
from generator.model.client import AuthKind, AuthScheme
from generator.model.methods import Method
from generator.model.provider import Service
from generator.model.stackql import (
    UNRELEASED,
    BodyColumns,
    Stackql,
    StackqlKey,
    StackqlProvider,
)
from generator.vocabulary import ParamPlace

_WORDS_OF_SCHEMES = frozenset(("api", "auth", "authentication", "authorization", "key", "security"))


def with_stackql_providers(services: Iterable[Service], mapping: Mapping) -> tuple[Service, ...]:
    """`services`, where each method knows its StackQL provider.

    Rule RG1: a method belongs to the StackQL provider that the mapping gives its security scheme,
    else to the one that is called as the provider.
    """
    by_scheme = {split.scheme: split.name for split in mapping.stackql.providers}

    def placed(method: Method) -> Method:
        found = (by_scheme[scheme] for scheme in method.auth if scheme in by_scheme)
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


def stackql(
    services: Sequence[Service],
    mapping: Mapping,
    schemes: Sequence[AuthScheme],
    problems: Problems,
) -> Stackql:
    """How StackQL loads the provider, after `services` have their StackQL providers."""
    columns = BodyColumns(mapping.stackql.body_columns or BodyColumns.BARE)
    methods = {
        method.operation: method
        for service in services
        for resource in service.resources
        for method in resource.methods
    }
    places = [
        (methods[place.operation], place)
        for _, _, place in methods_of(mapping)
        if place.operation in methods
    ]
    if columns is BodyColumns.BARE:
        for method, place in places:
            _check_columns(method, place, problems)
    needs = _needs(places, mapping, problems)
    _check_splits(mapping, [scheme.name for scheme in schemes], needs, problems)
    known = {scheme.name: scheme for scheme in schemes}
    return Stackql(
        version=mapping.stackql.version or UNRELEASED,
        body_columns=columns,
        providers=tuple(
            StackqlProvider(name, _keys(needs[name], known, mapping, problems))
            for name in sorted(needs)
        ),
    )


def provider_for_scheme(provider: str, scheme: str) -> str:
    """What the StackQL provider of a scheme may be called.

    >>> provider_for_scheme("openai", "AdminApiKeyAuth")
    'openai_admin'
    """
    words = names.snake_case(scheme).split("_")
    telling = [word for word in words if word not in _WORDS_OF_SCHEMES] or words
    name = "_".join((provider, *filter(None, telling)))
    return name if names.is_safe(name) and name != provider else f"{provider}_2"


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
            problems.error(
                "stackql-provider-taken",
                f'"{split.name}" is the StackQL provider of all other operations',
                split.location,
                f'give it another name, like "{provider_for_scheme(mapping.name, split.scheme)}"',
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
    places: Iterable[tuple[Method, MethodMapping]], mapping: Mapping, problems: Problems
) -> ReadOnly[str, tuple[str, ...]]:
    """The schemes of each StackQL provider that has a method.

    Rule RG2: a StackQL provider sends with each request the keys that its first method asks for, so
    its other methods ask for no further ones.
    """
    found: dict[str, tuple[str, ...]] = {}
    told: set[tuple[str, tuple[str, ...]]] = set()
    for method, place in places:
        name = method.stackql_provider
        schemes = found.setdefault(name, method.auth)
        if not schemes:
            found[name] = method.auth
        further = [scheme for scheme in method.auth if scheme not in found[name]]
        if further and (name, method.auth) not in told:
            told.add((name, method.auth))
            other = further[0]
            problems.error(
                "stackql-two-keys",
                f'operation "{method.operation}" asks for {" and ".join(method.auth)}, but the '
                f'StackQL provider "{name}" sends {" and ".join(schemes)} with each request',
                place.location,
                f"add `{provider_for_scheme(mapping.name, other)}: {{scheme: {other}}}` below "
                "`stackql: providers:`, or change the operation's `security` by an overlay",
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
    variables = {key.scheme: key.env for key in mapping.client.keys}
    keys = tuple(
        StackqlKey(
            kind=AuthKind.BEARER if of.kind is AuthKind.UNSUPPORTED else of.kind,
            parameter=of.parameter,
            env=variables.get(of.name, mapping.client.api_key_env),
        )
        for of in (known[name] for name in schemes if name in known)
    )
    custom = tuple(key for key in keys if key.kind in (AuthKind.HEADER, AuthKind.QUERY))
    sent = keys if len(keys) == 1 and keys[0].kind is not AuthKind.COOKIE else custom
    if sent != keys:
        problems.note(
            "stackql-keys",
            f"StackQL can't send the keys of {' and '.join(schemes)} with one request",
            mapping.location,
            "statements of operations that ask for them are refused by the vendor",
        )
    return sent


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
