"""The provider in, what the service and provider pages of both Docusaurus layouts show out.

`sample` and `current` decide what a resource's page shows; the templates lay out what is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import json_text, shell_word
from generator.json_types import Json
from generator.model.client import AuthKind, AuthScheme
from generator.model.provider import Provider, Service


@dataclass(frozen=True, slots=True)
class ServicePage:
    provider: str
    service: str
    resources: int
    columns: tuple[tuple[str, ...], ...]  # names of resources


@dataclass(frozen=True, slots=True)
class Credential:
    """How one way to authenticate is set up."""

    variable: str  # of the environment
    place: str  # "sent in the header"
    name: str  # of the header, query param or cookie, or ""
    setting: str  # a line of shell


@dataclass(frozen=True, slots=True)
class ProviderPage:
    provider: str
    title: str
    services: int
    resources: int
    credentials: tuple[Credential, ...]
    columns: tuple[tuple[str, ...], ...]  # names of services


# --------------------------------------------------------------------------------------- pages


def service_pages(provider: Provider) -> Iterator[ServicePage]:
    """A page for each service."""
    for service in provider.services:
        yield _service_page(provider, service)


def provider_pages(provider: Provider) -> Iterator[ProviderPage]:
    """The provider's one page."""
    yield ProviderPage(
        provider=provider.name,
        title=provider.title,
        services=len(provider.services),
        resources=sum(len(service.resources) for service in provider.services),
        credentials=tuple(_credentials(provider)),
        columns=_two_columns([service.name for service in provider.services]),
    )


def _service_page(provider: Provider, service: Service) -> ServicePage:
    names = [resource.name for resource in service.resources]
    return ServicePage(provider.name, service.name, len(names), _two_columns(names))


def _two_columns(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rule DL4: links are sorted by name, in two columns, the first one the longer."""
    ordered = tuple(sorted(names))
    half = (len(ordered) + 1) // 2
    return ordered[:half], ordered[half:]


# ------------------------------------------------------------------------------ authentication


def _credentials(provider: Provider) -> Iterator[Credential]:
    """Rule DL5: each scheme of the spec once, with the variable that the client reads too."""
    variable = provider.client.api_key_env
    for place, name, auth in dict.fromkeys(map(_placement, provider.auth)):
        config: Json = {provider.name: {**dict(auth), "credentialsenvvar": variable}}
        yield Credential(variable, place, name, f"AUTH={shell_word(json_text(config))}")


def _placement(scheme: AuthScheme) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Where a credential travels, by which name, and how StackQL is told so."""
    match scheme.kind:
        case AuthKind.BASIC:
            return "sent by HTTP basic authentication", "", (("type", "basic"),)
        case AuthKind.HEADER:
            return "sent in the header", scheme.parameter, _custom("header", scheme.parameter)
        case AuthKind.QUERY:
            return "sent in the query as", scheme.parameter, _custom("query", scheme.parameter)
        case AuthKind.COOKIE:
            return "sent in the cookie", scheme.parameter, _custom("cookie", scheme.parameter)
        case AuthKind.BEARER | AuthKind.UNSUPPORTED:
            return "sent as a bearer token", "", (("type", "bearer"),)


def _custom(location: str, name: str) -> tuple[tuple[str, str], ...]:
    return (("type", "custom"), ("location", location), ("name", name))
