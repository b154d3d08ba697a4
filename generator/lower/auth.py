"""Authentication: the document's security schemes, and the ones that an operation needs."""

from __future__ import annotations

from generator.diagnostics import Problems
from generator.model.client import AuthKind, AuthScheme
from generator.openapi.model import Operation, SecurityScheme, SpecDoc
from generator.openapi.security import alternatives, schemes_of

_API_KEY = {"header": AuthKind.HEADER, "query": AuthKind.QUERY, "cookie": AuthKind.COOKIE}
_HTTP = {"bearer": AuthKind.BEARER, "basic": AuthKind.BASIC}


class Auth:
    """The security schemes of one document."""

    def __init__(self, spec: SpecDoc, problems: Problems) -> None:
        self._spec = spec
        self._problems = problems
        self.schemes = tuple(_scheme(scheme) for scheme in spec.security_schemes)
        self._known = {scheme.name for scheme in self.schemes}

    def of(self, operation: Operation) -> tuple[str, ...]:
        """The schemes that a request of `operation` uses, if the document has them all."""
        for name in sorted(
            {name for names in alternatives(self._spec, operation) for name in names}
        ):
            if name not in self._known:
                own = operation.security
                pointer = "/security" if own is None else f"{operation.pointer}/security"
                self._problems.error(
                    "unknown-security-scheme",
                    f'security scheme "{name}" is not in components/securitySchemes',
                    self._spec.locate(pointer),
                    f"declared are: {', '.join(sorted(self._known)) or 'none'}",
                )
                return ()
        return schemes_of(self._spec, operation)


def _scheme(scheme: SecurityScheme) -> AuthScheme:
    kind = AuthKind.UNSUPPORTED
    if scheme.type == "apiKey":
        kind = _API_KEY.get(scheme.place, kind)
    elif scheme.type == "http":
        kind = _HTTP.get(scheme.scheme.lower(), kind)
    return AuthScheme(scheme.name, kind, scheme.parameter, scheme.description)
