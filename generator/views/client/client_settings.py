"""What a client knows of its provider: names, URLs, keys, headers and where each key is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator import names
from generator.model.client import AuthKind, AuthScheme, ClientNames, JoinedText
from generator.model.provider import Provider
from generator.views.client.runtime_names import client_arguments

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_API_KEY = "api_key"


@dataclass(frozen=True, slots=True)
class KeyArgument:
    """An argument of the client for a key, and the variable that holds its default."""

    argument: str
    env: str


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
    key: str  # the client's argument


@dataclass(frozen=True, slots=True)
class ClientSettings:
    package: str  # "openai_client"
    class_name: str  # "OpenAI"
    title: str
    version: str  # of the package
    api_version: str  # as the spec has it
    base_url: str
    base_url_env: str
    keys: tuple[KeyArgument, ...]  # that for `api_key` first
    headers: tuple[HeaderArgument, ...]
    schemes: tuple[SchemeKey, ...]
    joined_texts: tuple[JoinedText, ...]
    vendor_docs: str  # the vendor's website, which links in descriptions are relative to, or ""
    our_docs: str  # where the generated website is published, or ""


def build_settings(provider: Provider) -> ClientSettings:
    """Returns the settings of a provider's client."""
    client = provider.client
    keys, headers = _name_arguments(client)
    by_scheme = {key.scheme: named.argument for key, named in zip(client.keys, keys, strict=True)}
    return ClientSettings(
        package=client.package,
        class_name=client.class_name,
        title=provider.title,
        version=package_version(provider.version),
        api_version=provider.version,
        base_url=provider.servers[0] if provider.servers else "",
        base_url_env=client.base_url_env,
        keys=(KeyArgument(_API_KEY, client.api_key_env), *keys),
        headers=headers,
        schemes=tuple(
            _scheme_key(scheme, by_scheme.get(scheme.name, _API_KEY)) for scheme in provider.auth
        ),
        joined_texts=client.texts,
        vendor_docs=provider.documentation,
        our_docs=provider.site.url,
    )


def package_version(version: str) -> str:
    """Returns the numbers at the start of a spec's version: PEP 440 allows no other words.

    >>> package_version("2.3.0-beta"), package_version("latest")
    ('2.3.0', '0')
    """
    found = _VERSION.match(version)
    return found.group()[:60].rstrip(".") if found else "0"


def _name_arguments(
    client: ClientNames,
) -> tuple[tuple[KeyArgument, ...], tuple[HeaderArgument, ...]]:
    """Returns the client's arguments for keys and headers; none is one that every client has."""
    taken = names.Taken(client_arguments())
    keys = tuple(KeyArgument(taken.take(key.argument), key.env) for key in client.keys)
    headers = tuple(
        HeaderArgument(taken.take(header.argument), header.header, header.env)
        for header in client.headers
    )
    return keys, headers


def _scheme_key(scheme: AuthScheme, key: str) -> SchemeKey:
    """Returns where a scheme sends `key`. A scheme of an unsupported kind sends a bearer token."""
    kind = AuthKind.BEARER if scheme.kind is AuthKind.UNSUPPORTED else scheme.kind
    return SchemeKey(scheme.name, kind.value, "" if scheme.word else scheme.parameter, key)
