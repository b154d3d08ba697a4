"""What a client knows of its provider: names, URLs, keys, headers and where each key is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import names
from generator.model.client import (
    Additions,
    ClientNames,
    JoinedText,
)
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.code.key_arguments import (
    KeyArgument,
    KeyBuilder,
    SchemeKey,
    client_arguments,
)
from generator.vocabulary import Publication, Server, ServerVariable

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class HeaderArgument:
    """An argument of the client for a header, and the variable that holds its default."""

    argument: str
    header: str
    env: str


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
