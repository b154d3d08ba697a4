"""Lowers the document's security schemes, and selects those that an operation needs."""

from __future__ import annotations

from generator.mapping.model import ClientMapping
from generator.model.client import AuthKind, AuthScheme
from generator.openapi.model import Operation, SecurityScheme, SpecDoc
from generator.openapi.security import schemes_of
from generator.vocabulary import ParamPlace

_API_KEY = {"header": AuthKind.HEADER, "query": AuthKind.QUERY, "cookie": AuthKind.COOKIE}
_HTTP = {"bearer": AuthKind.BEARER, "basic": AuthKind.BASIC}
_WORDS = {AuthKind.BEARER: "Bearer", AuthKind.BASIC: "Basic", AuthKind.UNSUPPORTED: "Bearer"}


class SecurityResolver:
    """Lowers the security schemes of one document."""

    def __init__(self, spec: SpecDoc, client: ClientMapping) -> None:
        """`client` names the environment variables of the credentials."""
        self._spec = spec
        variables = {key.scheme: key.env for key in client.keys}
        self.schemes = tuple(
            _lower_scheme(scheme, variables.get(scheme.name, client.api_key_env))
            for scheme in spec.security_schemes
        )

    def select_schemes(self, operation: Operation) -> tuple[str, ...]:
        """Returns the schemes that a request of `operation` uses."""
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
