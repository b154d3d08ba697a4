"""Builds the service and provider pages of both Docusaurus layouts.

`sample` and `current` build the resource pages. Templates only lay out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import json_text, shell_word
from generator.json_types import Json
from generator.model.client import AuthKind, AuthScheme
from generator.model.provider import Provider, Service
from generator.views.docusaurus.front_matter import FrontMatter, front_matter
from generator.vocabulary import ParamPlace

_PLACES = {
    ParamPlace.HEADER: "sent in the header",
    ParamPlace.QUERY: "sent in the query as",
    ParamPlace.COOKIE: "sent in the cookie",
}


@dataclass(frozen=True, slots=True)
class ServicePage:
    front: FrontMatter
    service: str
    resources: int
    columns: tuple[tuple[str, ...], ...]  # names of resources


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential of the provider, and how StackQL is configured to send it."""

    variables: tuple[str, ...]  # of the environment
    place: str  # "sent in the header"
    name: str  # of the header, query param or cookie, or ""
    setting: str  # a line of shell


@dataclass(frozen=True, slots=True)
class ProviderPage:
    front: FrontMatter
    provider: str
    title: str
    services: int
    resources: int
    credentials: tuple[Credential, ...]
    columns: tuple[tuple[str, ...], ...]  # names of services


# --------------------------------------------------------------------------------------- pages


def service_pages(provider: Provider) -> Iterator[ServicePage]:
    """Yields a page for each service."""
    for service in provider.services:
        yield _service_page(provider, service)


def provider_pages(provider: Provider) -> Iterator[ProviderPage]:
    """Yields the provider's only page."""
    yield ProviderPage(
        front=front_matter(provider, provider.name),
        provider=provider.name,
        title=provider.title,
        services=len(provider.services),
        resources=sum(len(service.resources) for service in provider.services),
        credentials=tuple(_credentials(provider)),
        columns=_two_columns([service.name for service in provider.services]),
    )


def _service_page(provider: Provider, service: Service) -> ServicePage:
    names = [resource.name for resource in service.resources]
    front = front_matter(provider, service.name, provider.name)
    return ServicePage(front, service.name, len(names), _two_columns(names))


def _two_columns(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rule DL4: links are sorted by name, in two columns, the first one the longer."""
    ordered = tuple(sorted(names))
    half = (len(ordered) + 1) // 2
    return ordered[:half], ordered[half:]


# ------------------------------------------------------------------------------ authentication


def _credentials(provider: Provider) -> Iterator[Credential]:
    """Rule DL5: each way to send a credential appears once, with the variable that the client
    reads.
    """
    made = (_credential(provider.name, scheme) for scheme in provider.auth)
    return iter(dict.fromkeys(made))


def _credential(provider: str, scheme: AuthScheme) -> Credential:
    """Describes how a credential is sent, and how StackQL is configured to send it."""
    name, custom = "", {"type": "custom", "location": scheme.place.value, "name": scheme.parameter}
    match scheme.kind:
        case AuthKind.BASIC:
            return _basic_credential(provider, scheme)
        case AuthKind.BEARER | AuthKind.UNSUPPORTED:
            words, auth = "sent as a bearer token", {"type": "bearer"}
        case AuthKind.HEADER | AuthKind.QUERY | AuthKind.COOKIE:
            words, auth, name = _PLACES[scheme.place], custom, scheme.parameter
    config: Json = {provider: {**auth, "credentialsenvvar": scheme.env}}
    return Credential(scheme.variables, words, name, f"AUTH={shell_word(json_text(config))}")


def _basic_credential(provider: str, scheme: AuthScheme) -> Credential:
    user, password = scheme.variables
    config: Json = {provider: {"type": "basic", "username_var": user, "password_var": password}}
    words = "sent by HTTP basic authentication"
    return Credential(scheme.variables, words, "", f"AUTH={shell_word(json_text(config))}")
