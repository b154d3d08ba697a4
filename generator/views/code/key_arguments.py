"""The arguments of a client for its keys, and the variables that hold their defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator import names
from generator.model.client import AuthKind, AuthScheme, ClientKey, ClientNames, variable_stem

_API_KEY = "api_key"
_ANY_KEY = "A key."


@dataclass(frozen=True, slots=True)
class KeyArgument:
    """An argument of the client for a key, and the variable that holds its default."""

    argument: str
    env: str
    words: str  # what it is


@dataclass(frozen=True, slots=True)
class SchemeKey:
    """An authentication scheme: where it sends which key."""

    name: str
    kind: str  # of the runtime's `KeyPlacement`
    parameter: str  # "" where the kind says where the key is sent
    key: str  # the client's argument; of the kind "basic", that of the user name
    password: str = ""  # the client's argument, of the kind "basic"
    grant: tuple[str, ...] = ()  # the token URL, and the arguments of the client credentials


def key_arguments(client: ClientNames, schemes: Sequence[AuthScheme]) -> tuple[KeyArgument, ...]:
    """Returns the client's arguments for keys."""
    arguments, _ = KeyBuilder(client, names.Taken(client_arguments())).build(schemes)
    return arguments


def client_arguments() -> frozenset[str]:
    """Returns the arguments of every client; each key and each header is a further argument."""
    from generator.runtime.settings import ClientOptions  # only a client needs this module

    options = frozenset(ClientOptions._fields) - {"headers", "keys", "url_variables"}
    return options | {"self", "api_key", "http_client"}


class KeyBuilder:
    """Names the arguments of a client for the credentials of its schemes."""

    def __init__(self, client: ClientNames, taken: names.Taken) -> None:
        """`taken` are the other arguments of the client."""
        self._client = client
        self._taken = taken
        self._own = {key.scheme: key for key in client.keys}
        self._arguments: dict[tuple[str, str], KeyArgument] = {}

    def build(
        self, schemes: Sequence[AuthScheme]
    ) -> tuple[tuple[KeyArgument, ...], tuple[SchemeKey, ...]]:
        """Returns the arguments, and the schemes with those that they use.

        Rule AU3: the schemes that the provider file doesn't name share `api_key`, which is left out
        if all schemes have other arguments. Basic authentication has a user name and a password,
        whose variables end in _USERNAME and _PASSWORD. OAuth2 client credentials have an id, a
        secret, a scope and the URL of the token endpoint, in addition to a token.
        """
        is_shared = any(
            scheme.kind is not AuthKind.BASIC and scheme.name not in self._own for scheme in schemes
        )
        if is_shared or not schemes:
            self._arguments["", ""] = KeyArgument(_API_KEY, self._client.api_key_env, _ANY_KEY)
        for key in self._client.keys:
            of = next((one for one in schemes if one.name == key.scheme), None)
            if of is None or of.kind is not AuthKind.BASIC:
                self._name(key.argument, "", key.env, _ANY_KEY)
        made = tuple(self._scheme(scheme, self._own.get(scheme.name)) for scheme in schemes)
        return tuple(self._arguments.values()), made

    def _scheme(self, scheme: AuthScheme, key: ClientKey | None) -> SchemeKey:
        """Returns where a scheme sends its key. An unsupported scheme sends a bearer token."""
        own = key.argument if key else ""
        if scheme.kind is AuthKind.BASIC:
            user, password = scheme.variables
            return SchemeKey(
                scheme.name,
                scheme.kind.value,
                "",
                self._name(own, "username", user, "The user name."),
                self._name(own, "password", password, "The password."),
            )
        kind = AuthKind.BEARER if scheme.kind is AuthKind.UNSUPPORTED else scheme.kind
        argument = self._name(own, "", scheme.env, "") if own else _API_KEY
        grant = self._grant(scheme, own) if scheme.token_url else ()
        parameter = "" if scheme.word else scheme.parameter
        return SchemeKey(scheme.name, kind.value, parameter, argument, grant=grant)

    def _grant(self, scheme: AuthScheme, own: str) -> tuple[str, ...]:
        stem = variable_stem(scheme.env)
        described = {
            "client_id": "The id of OAuth2 client credentials.",
            "client_secret": "Their secret.",
            "token_url": "The URL that returns a token for them.",
            "scope": "The scopes of the token, separated by spaces.",
        }
        arguments = (
            self._name(own, name, f"{stem}_{name.upper()}", words)
            for name, words in described.items()
        )
        return (scheme.token_url, *arguments)

    def _name(self, own: str, part: str, env: str, words: str) -> str:
        """Returns the argument for a part of a credential. `own` starts its name, if it is set."""
        if (own, part) not in self._arguments:
            argument = self._taken.take("_".join(filter(None, (own, part))))
            self._arguments[own, part] = KeyArgument(argument, env, words)
        return self._arguments[own, part].argument
