"""Which security schemes a request of an operation uses, of the alternatives that it has."""

from __future__ import annotations

from generator.openapi.model import Operation, SecurityScheme, SpecDoc

_SUPPORTED = {
    "apiKey": frozenset(("header", "query", "cookie")),
    "http": frozenset(("bearer", "basic")),
}


def alternatives(spec: SpecDoc, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation that ask for a scheme; its own stand in place of the
    document's.
    """
    own = operation.security
    return tuple(names for names in (spec.security if own is None else own) if names)


def schemes_of(spec: SpecDoc, operation: Operation) -> tuple[str, ...]:
    """The schemes that a request of `operation` uses.

    Rule M6: of the alternatives in `security`, the first whose schemes are all supported, else
    the first; none (`{}`) only where there is no other. An operation's own `security` stands
    in place of the document's.
    """
    known = {scheme.name: scheme for scheme in spec.security_schemes}
    found = alternatives(spec, operation)
    supported = (
        names for names in found if all(n in known and is_supported(known[n]) for n in names)
    )
    return next(supported, found[0] if found else ())


def is_supported(scheme: SecurityScheme) -> bool:
    """Can a client send the key of a scheme without a flow of its own?"""
    how = scheme.place if scheme.type == "apiKey" else scheme.scheme.lower()
    return how in _SUPPORTED.get(scheme.type, ())
