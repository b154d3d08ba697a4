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
        self._own_keys = set(variables)
        self._warned: set[tuple[str, ...]] = set()

    def select_schemes(self, operation: Operation) -> tuple[tuple[str, ...], ...]:
        """Returns the sets of schemes of which a request of `operation` uses one.

        The first set is the preferred one; (): no credential.

        Rule AU2: the client uses the first alternative whose keys it has. Rule M6 selects the one
        that comes first; the others follow in document order.
        """
        found = alternatives(self._spec, operation)
        for names in found:
            self._check_shared_key(names, operation)
        preferred = schemes_of(self._spec, operation)
        return (preferred, *(names for names in found if names != preferred))

    def _check_shared_key(self, names: tuple[str, ...], operation: Operation) -> None:
        """Warns once about each set of schemes that would send one key in several places.

        Rule AU6: schemes that are sent together hold different secrets.
        """
        shared = [
            one.name
            for one in self.schemes
            if one.name in names and one.name not in self._own_keys and one.word != "Basic"
        ]
        if len(shared) > 1 and tuple(shared) not in self._warned:
            self._warned.add(tuple(shared))
            self._problems.warning(
                "shared-key",
                f"{' and '.join(shared)} are sent together, but share one key, `api_key`",
                self._spec.locate(operation.pointer),
                "give each its own key in the provider file: "
                f"`client: {{keys: {{NAME: {{scheme: {shared[-1]}, env: NAME}}}}}}`",
            )


def _lower_scheme(scheme: SecurityScheme, env: str) -> AuthScheme:
    kind = AuthKind.UNSUPPORTED
    if scheme.type == "apiKey":
        kind = _API_KEY.get(scheme.place, kind)
    elif scheme.type == "http":
        kind = _HTTP.get(scheme.scheme.lower(), kind)
    elif scheme.type in ("oauth2", "openIdConnect"):
        kind = AuthKind.BEARER
    word = _WORDS.get(kind, "")
    return AuthScheme(
        name=scheme.name,
        kind=kind,
        place=ParamPlace.HEADER if word else ParamPlace(kind.value),
        parameter="Authorization" if word else scheme.parameter,
        word=word,
        env=env,
        description=scheme.description,
        token_url=scheme.token_url,
    )
