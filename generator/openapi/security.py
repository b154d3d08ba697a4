"""Selects the security schemes of an operation's requests from the alternatives in the spec.

A scheme of the type mutualTLS is part of the connection: requests carry nothing for it.
"""

from __future__ import annotations

from generator.openapi.model import Operation, SecurityScheme, SpecDoc

_SUPPORTED = {
    "apiKey": frozenset(("header", "query", "cookie")),
    "http": frozenset(("bearer", "basic")),
}


def alternatives(spec: SpecDoc, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """Returns the sets of schemes of which a request uses one; an empty set: no credential.

    Rule AU1: the operation's own `security` replaces that of the document. An empty list, and an
    alternative of connection certificates only (mutualTLS), need no credential.
    """
    own = operation.security
    by_connection = {one.name for one in spec.security_schemes if one.type == "mutualTLS"}
    return tuple(
        dict.fromkeys(
            tuple(name for name in names if name not in by_connection)
            for names in (spec.security if own is None else own)
        )
    )


def schemes_of(spec: SpecDoc, operation: Operation) -> tuple[str, ...]:
    """Returns the schemes that a request of `operation` uses.

    Rule M6: a request uses the first alternative in `security` whose schemes send a key that a
    user holds. If there is none, it uses the first alternative. No authentication (`{}`) is used
    only if it is the sole alternative.
    """
    known = {scheme.name: scheme for scheme in spec.security_schemes}
    found = tuple(filter(None, alternatives(spec, operation)))
    supported = (
        names for names in found if all(n in known and is_supported(known[n]) for n in names)
    )
    return next(supported, found[0] if found else ())


def is_supported(scheme: SecurityScheme) -> bool:
    """Can a client send the credential of a scheme without implementing a login flow?"""
    how = scheme.place if scheme.type == "apiKey" else scheme.scheme.lower()
    return how in _SUPPORTED.get(scheme.type, ())
