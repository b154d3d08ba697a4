"""What a client knows of its provider: names, URLs, keys, headers and where each key is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import names
from generator.model.client import (
    Additions,
    AuthKind,
    AuthScheme,
    ClientKey,
    ClientNames,
    JoinedText,
    variable_stem,
)
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.client.runtime_names import client_arguments
from generator.vocabulary import Publication, Server, ServerVariable

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_API_KEY = "api_key"
_ANY_KEY = "A key."


@dataclass(frozen=True, slots=True)
class KeyArgument:
    """An argument of the client for a key, and the variable that holds its default."""

    argument: str
    env: str
    words: str  # what it is


@dataclass(frozen=True, slots=True)
class HeaderArgument:
    """An argument of the client for a header, and the variable that holds its default."""

    argument: str
    header: str
    env: str


@dataclass(frozen=True, slots=True)
class SchemeKey:
    """An authentication scheme: where it sends which key."""

    name: str
    kind: str  # of the runtime's `KeyPlacement`
    parameter: str  # "" where the kind says where the key is sent
    key: str  # the client's argument; of the kind "basic", that of the user name
    password: str = ""  # the client's argument, of the kind "basic"
    grant: tuple[str, ...] = ()  # the token URL, and the arguments of the client credentials


@dataclass(frozen=True, slots=True)
class UrlArgument:
    """An argument of the client for a variable in the URLs of servers."""

    argument: str
    variable: ServerVariable


@dataclass(frozen=True, slots=True)
class ClientSettings:
    package: str  # "openai_client"
    class_name: str  # "OpenAI"
    title: str
    version: str  # of the package
    api_version: str  # as the spec has it
    server: Server | None  # None: the document names none
    base_url_env: str
    keys: tuple[KeyArgument, ...]  # that for `api_key` first
    headers: tuple[HeaderArgument, ...]
    schemes: tuple[SchemeKey, ...]
    webhook_secret: str  # an argument among `keys`; "" if the API sends no webhooks
    needed: tuple[tuple[str, ...], ...]  # a client needs the keys of one; empty: it needs none
    url_arguments: tuple[UrlArgument, ...]
    joined_texts: tuple[JoinedText, ...]
    datetimes: bool  # dates and times in models are objects
    vendor_docs: str  # the vendor's website, which links in descriptions are relative to, or ""
    our_docs: str  # where the generated website is published, or ""
    additions: Additions
    publication: Publication


def build_settings(provider: Provider) -> ClientSettings:
    """Returns the settings of a provider's client."""
    client = provider.client
    taken = names.Taken(client_arguments())
    keys, schemes = KeyBuilder(client, taken).build(provider.auth)
    headers = tuple(
        HeaderArgument(taken.take(header.argument), header.header, header.env)
        for header in client.headers
    )
    secrets = tuple(_webhook_secrets(client, taken))
    return ClientSettings(
        package=client.package,
        class_name=client.class_name,
        title=provider.title,
        version=client.publication.version or package_version(provider.version),
        api_version=provider.version,
        server=next(iter(provider.servers), None),
        base_url_env=client.base_url_env,
        keys=(*keys, *secrets),
        headers=headers,
        schemes=schemes,
        webhook_secret=next((one.argument for one in secrets), ""),
        needed=_find_needed(provider),
        url_arguments=tuple(
            UrlArgument(taken.take(names.argument(one.name)), one)
            for one in _list_variables(provider)
        ),
        joined_texts=client.texts,
        datetimes=client.datetimes,
        vendor_docs=provider.documentation,
        our_docs=provider.site.url,
        additions=client.additions,
        publication=client.publication,
    )


def _webhook_secrets(client: ClientNames, taken: names.Taken) -> Iterator[KeyArgument]:
    """Yields the argument for the secret of webhooks, if the API sends any."""
    if client.webhooks:
        argument = taken.take("webhook_secret")
        yield KeyArgument(argument, client.webhooks.secret_env, "The secret that signs webhooks.")


def package_version(version: str) -> str:
    """Returns the numbers at the start of a spec's version: PEP 440 allows no other words.

    >>> package_version("2.3.0-beta"), package_version("latest")
    ('2.3.0', '0')
    """
    found = _VERSION.match(version)
    return found.group()[:60].rstrip(".") if found else "0"


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


def _find_needed(provider: Provider) -> tuple[tuple[str, ...], ...]:
    """Returns the sets of schemes of which each client needs one.

    Rule AU4: a client asks for a key when it is made only if every method needs one; then it needs
    those of one method. The sets that most methods use come first.
    """
    methods = [method for _, _, method in walk_methods(provider.services)]
    if any(method.needs_no_key for method in methods):
        return ()
    counts = Counter(names for method in methods for names in (method.auth, *method.other_auth))
    return tuple(sorted(counts, key=lambda names: (-counts[names], names)))


def _list_variables(provider: Provider) -> tuple[ServerVariable, ...]:
    """Returns the variables in the URLs of all servers that calls go to.

    Rule SV2: two variables of one name are one argument, which takes the values that either lists.
    """
    servers = [*provider.servers[:1]]
    servers += [of for _, _, method in walk_methods(provider.services) for of in method.servers[:1]]
    found: dict[str, ServerVariable] = {}
    for one in (variable for server in servers for variable in server.variables):
        other = found.setdefault(one.name, one)
        values = tuple(dict.fromkeys((*other.values, *one.values)))
        found[one.name] = replace(other, values=values)
    return tuple(found.values())
