"""The URLs that methods are called at, with the defaults of their variables."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.vocabulary import Server


def base_url_of(provider: Provider) -> str:
    """Returns the URL of the provider's first server, which may be relative; "" if it has none."""
    return provider.servers[0].url if provider.servers else ""


def own_url_of(provider: Provider, method: Method) -> str:
    """Returns the URL of the method's own server, or "" if it uses the provider's.

    A relative URL is on the host of the provider's server, if that has one.
    """
    if not method.servers:
        return ""
    url = method.servers[0].url
    return url if "://" in url else urljoin(base_url_of(provider), f"/{url.lstrip('/')}")


def with_one_server(provider: Provider, url: str) -> Provider:
    """Returns the provider with all methods at `url`."""
    return replace(
        provider,
        servers=(Server(url, ""),),
        services=tuple(
            replace(service, resources=tuple(map(_without_servers, service.resources)))
            for service in provider.services
        ),
    )


def _without_servers(resource: Resource) -> Resource:
    methods = tuple(replace(method, servers=()) for method in resource.methods)
    return replace(resource, methods=methods)
