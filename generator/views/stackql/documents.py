"""Builds the documents of one StackQL provider: provider.yaml and one document for each service.

The documents are returned as JSON data; `yaml_text` writes them as YAML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.json_types import Json, JsonObject
from generator.model.client import AuthKind, basic_variables
from generator.model.methods import Method
from generator.model.provider import Provider, Service
from generator.model.server_urls import own_url_of
from generator.model.stackql import StackqlKey, StackqlProvider
from generator.model.walk import NamedTypes, walk_methods
from generator.views.stackql.operations import Operations
from generator.views.stackql.resources import stackql_resource

_OPENAPI = "3.0.3"  # the engine's parser reads 3.0


def provider_document(provider: Provider, of: StackqlProvider) -> JsonObject:
    """Returns provider.yaml: the services, their documents and the credentials to send."""
    version = provider.stackql.version
    services: JsonObject = {
        service.name: {
            "id": f"{service.name}:{version}",
            "name": service.name,
            "preferred": True,
            "title": _title(service),
            "version": version,
            "description": _description(service),
            "service": {"$ref": f"{of.name}/{version}/services/{service.name}.yaml"},
        }
        for service in services_of(provider, of)
    }
    return {
        "id": of.name,
        "name": of.name,
        "version": version,
        "title": provider.title,
        "description": provider.description.strip() or provider.title,
        "providerServices": services,
        "config": {"auth": auth(of.keys)},
    }


def service_document(
    provider: Provider, of: StackqlProvider, service: Service, types: NamedTypes
) -> JsonObject:
    """Returns a self-contained OpenAPI document with the service's resources in its components.

    Rule SV4: an operation whose requests go to another server names it. The engine prefers it to
    the server of the document.
    """
    operations = Operations(service, types)
    paths: dict[str, JsonObject] = {}
    resources: JsonObject = {}
    for resource in service.resources:
        methods = tuple(one for one in resource.methods if _is_of(one, of))
        for method in methods:
            operation = operations.operation(resource, method)
            if url := own_url_of(provider, method):
                operation["servers"] = [{"url": url}]
            paths.setdefault(method.path, {})[method.http.value] = operation
        if methods:
            resources[resource.name] = stackql_resource(
                of.name, resource, methods, provider.stackql.body_columns, types
            )
    servers: list[Json] = [{"url": server.url} for server in provider.servers[:1]]
    return {
        "openapi": _OPENAPI,
        "info": {
            "title": _title(service),
            "description": _description(service),
            "version": provider.version,
        },
        "servers": servers,
        "paths": {**paths},
        "components": {"schemas": operations.schemas, "x-stackQL-resources": resources},
    }


def services_of(provider: Provider, of: StackqlProvider) -> Iterator[Service]:
    """Yields the services that have a method of this StackQL provider."""
    for service in provider.services:
        if any(_is_of(method, of) for _, _, method in walk_methods([service])):
            yield service


def _is_of(method: Method, of: StackqlProvider) -> bool:
    """Rule MT1: a method that OpenAPI 3.0 has no key for is left out; pages say so."""
    return method.stackql_provider == of.name and method.http.is_of_openapi_3_0


def auth(keys: tuple[StackqlKey, ...]) -> JsonObject:
    """Returns the `auth` settings of provider.yaml.

    If there are several credentials, each one contains the next one as its `successor`.

    Rule RG12: a credential is a bearer token, a header, a query parameter or basic authentication.
    The engine reads it from the environment. Basic authentication reads two variables, whose names
    end in _USERNAME and _PASSWORD. A provider without credentials has the type `null_auth`.
    """
    if not keys:
        return {"type": "null_auth"}
    first, *others = keys
    match first.kind:
        case AuthKind.BASIC:
            user, password = _variables(first)
            return {"type": "basic", "username_var": user, "password_var": password}
        case AuthKind.HEADER | AuthKind.QUERY:
            successor: JsonObject = {"successor": auth(tuple(others))} if others else {}
            return {
                "type": "custom",
                "location": first.kind.value,
                "name": first.parameter,
                "credentialsenvvar": first.env,
                **successor,
            }
        case _:
            return {"type": "bearer", "credentialsenvvar": first.env}


def key_variables(providers: Iterable[StackqlProvider]) -> tuple[str, ...]:
    """Returns the environment variables that the engine reads, without duplicates."""
    keys = (key for of in providers for key in of.keys)
    return tuple(dict.fromkeys(name for key in keys for name in _variables(key)))


def _variables(key: StackqlKey) -> tuple[str, ...]:
    return basic_variables(key.env) if key.kind is AuthKind.BASIC else (key.env,)


def _title(service: Service) -> str:
    return service.title.strip() or service.name


def _description(service: Service) -> str:
    return service.description.strip() or _title(service)
