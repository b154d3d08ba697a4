"""Lowers the document's security schemes, and selects those that an operation needs."""

from __future__ import annotations

from generator.diagnostics import Problems
from generator.mapping.model import ClientMapping
from generator.model.client import AuthKind, AuthScheme
from generator.openapi.model import Operation, SecurityScheme, SpecDoc
from generator.openapi.security import alternatives, schemes_of
from generator.vocabulary import ParamPlace

_API_KEY = {"header": AuthKind.HEADER, "query": AuthKind.QUERY, "cookie": AuthKind.COOKIE}
_HTTP = {"bearer": AuthKind.BEARER, "basic": AuthKind.BASIC}
_WORDS = {AuthKind.BEARER: "Bearer", AuthKind.BASIC: "Basic", AuthKind.UNSUPPORTED: "Bearer"}


class SecurityResolver:
    """Lowers the security schemes of one document."""

    def __init__(self, spec: SpecDoc, client: ClientMapping, problems: Problems) -> None:
        """`client` names the environment variables of the credentials."""
        self._spec = spec
        self._problems = problems
        variables = {key.scheme: key.env for key in client.keys}
        self.schemes = tuple(
            _lower_scheme(scheme, variables.get(scheme.name, client.api_key_env))
            for scheme in spec.security_schemes
        )
        self._known = {scheme.name for scheme in self.schemes}

    def select_schemes(self, operation: Operation) -> tuple[str, ...]:
        """Returns the schemes that a request of `operation` uses, if the document has them all."""
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


def _lower_scheme(scheme: SecurityScheme, env: str) -> AuthScheme:
    kind = AuthKind.UNSUPPORTED
    if scheme.type == "apiKey":
        kind = _API_KEY.get(scheme.place, kind)
    elif scheme.type == "http":
        kind = _HTTP.get(scheme.scheme.lower(), kind)
    word = _WORDS.get(kind, "")
    return AuthScheme(
        name=scheme.name,
        kind=kind,
        place=ParamPlace.HEADER if word else ParamPlace(kind.value),
        parameter="Authorization" if word else scheme.parameter,
        word=word,
        env=env,
        description=scheme.description,
    )
