"""Selects the security schemes of an operation's requests from the alternatives in the spec."""

from __future__ import annotations

from generator.openapi.model import Operation, SecurityScheme, SpecDoc

_SUPPORTED = {
    "apiKey": frozenset(("header", "query", "cookie")),
    "http": frozenset(("bearer", "basic")),
}


def alternatives(spec: SpecDoc, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """Returns the alternatives of an operation that require at least one scheme.

    The operation's own `security` replaces that of the document.
    """
    own = operation.security
    return tuple(names for names in (spec.security if own is None else own) if names)


def schemes_of(spec: SpecDoc, operation: Operation) -> tuple[str, ...]:
    """Returns the schemes that a request of `operation` uses.

    Rule M6: a request uses the first alternative in `security` with supported schemes only. If
    there is none, it uses the first alternative. No authentication (`{}`) is used only if it is
    the sole alternative. The operation's own `security` replaces that of the document.
    """
    known = {scheme.name: scheme for scheme in spec.security_schemes}
    found = alternatives(spec, operation)
    supported = (
        names for names in found if all(n in known and is_supported(known[n]) for n in names)
    )
    return next(supported, found[0] if found else ())


def is_supported(scheme: SecurityScheme) -> bool:
    """Can a client send the credential of a scheme without implementing a login flow?"""
    how = scheme.place if scheme.type == "apiKey" else scheme.scheme.lower()
    return how in _SUPPORTED.get(scheme.type, ())
