"""Builds the immutable `Provider` from a `SpecDoc` and a `Mapping`.

It binds, lowers and then checks the results. All problems are in `Problems` at the end.
"""

from __future__ import annotations

from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.additions import lower_additions, lower_webhook_check
from generator.lower.auth import SecurityResolver
from generator.lower.bind import Binding, BoundExclusion, bind
from generator.lower.collisions import check_calls, check_names, check_python_paths
from generator.lower.deployments import add_deployments
from generator.lower.joined_text import lower_joined_texts
from generator.lower.merge import SchemaResolver
from generator.lower.methods import MethodLowerer
from generator.lower.payloads import lower_webhook_event, lower_webhooks
from generator.lower.purposes import find_purpose, find_service_purpose
from generator.lower.recursion_check import check_recursion_ends
from generator.lower.stackql import add_stackql_providers, lower_stackql
from generator.lower.types import TypeLowerer
from generator.lower.urls import check_urls
from generator.lower.waits import add_waits
from generator.mapping.model import NO_FILES, Mapping, OwnFiles, ResourceMapping, ServiceMapping
from generator.model.client import ClientKey, ClientNames
from generator.model.provider import Exclusion, Provider, Resource, Service
from generator.model.walk import client_methods, walk_methods
from generator.openapi.model import SpecDoc
from generator.vocabulary import SqlVerb


def build_provider(
    spec: SpecDoc, mapping: Mapping, problems: Problems, files: OwnFiles = NO_FILES
) -> Provider:
    """Builds the model of a provider; `files` are the provider's own ones of its client.

    Raises Refused if spec and mapping share no operation, or if the schemas expand without limit.
    Other problems are recorded, and the rest of the provider is returned.
    """
    binding = bind(spec, mapping, problems)
    check_names(mapping, problems)
    check_python_paths(mapping, problems)
    check_urls(spec, problems)
    resolver = SchemaResolver(spec, problems)
    types = TypeLowerer(resolver)
    security = SecurityResolver(spec, mapping.client, problems)
    methods = MethodLowerer(resolver, types, security, mapping, problems)
    services = tuple(
        _build_service(service, spec, binding, methods, problems) for service in mapping.services
    )
    mapped = frozenset(method.operation for _, _, method in walk_methods(services))
    webhooks = tuple(lower_webhooks(spec.sent_requests, methods.bodies, mapped))
    event = lower_webhook_event(spec.sent_requests, webhooks, types)
    services = add_waits(services, mapping, types.find, problems)
    services = add_stackql_providers(services, mapping)
    services = add_deployments(services, mapping.services, problems)
    named = types.find_all()
    check_recursion_ends(named, spec.locate, problems)
    return Provider(
        name=mapping.name,
        title=mapping.title,
        version=spec.version,
        description=spec.description,
        spec_sha256=spec.sha256,
        servers=spec.servers,
        auth=security.schemes,
        client=replace(
            _build_client(mapping, security, problems),
            texts=lower_joined_texts(mapping.client.texts, named, types.find, problems),
            additions=lower_additions(mapping.client, files, client_methods(services), problems),
            webhooks=lower_webhook_check(mapping.client, files.code, event, problems),
        ),
        webhooks=webhooks,
        webhook_event=event,
        documentation=mapping.documentation,
        site=mapping.site,
        docusaurus=mapping.docusaurus,
        stackql=lower_stackql(services, mapping, security.schemes, problems),
        services=tuple(sorted(services, key=lambda service: service.name)),
        types=named,
        excluded=tuple(_build_exclusion(one) for one in binding.excluded),
    )


def _build_exclusion(bound: BoundExclusion) -> Exclusion:
    return Exclusion(
        operation=bound.operation.id,
        http=bound.operation.verb,
        path=bound.operation.path,
        reason=bound.entry.reason,
    )


def _build_service(
    mapping: ServiceMapping,
    spec: SpecDoc,
    binding: Binding,
    methods: MethodLowerer,
    problems: Problems,
) -> Service:
    """Rule B3: title and description come from the mapping, else from the tag of that name."""
    used = dict.fromkeys(tag for operation in spec.operations for tag in operation.tags)
    titles = [tag for tag in used if names.snake_case(tag) == mapping.name]
    described = {names.snake_case(tag.name): tag.description for tag in reversed(spec.tags)}
    description = mapping.description or described.get(mapping.name, "")
    resources = [
        _build_resource(resource, mapping.name, binding, methods, problems)
        for resource in mapping.resources
    ]
    return Service(
        name=mapping.name,
        title=mapping.title or next(iter(titles), mapping.name.replace("_", " ").capitalize()),
        description=description,
        resources=tuple(sorted(resources, key=lambda resource: resource.name)),
        headers=mapping.headers,
        purpose=find_service_purpose(mapping.name, description, resources),
    )


def _build_resource(
    mapping: ResourceMapping,
    service: str,
    binding: Binding,
    methods: MethodLowerer,
    problems: Problems,
) -> Resource:
    """Rule B4: a resource has the fields of its first SELECT in file order."""
    bound = [
        (method, methods.lower_method(method, binding.operations[method.operation]))
        for method in mapping.methods
        if method.operation in binding.operations
    ]
    check_calls(mapping, bound, methods.body_columns, problems)
    lowered = tuple(method for _, method in bound)
    selects = (method for method in lowered if method.verb is SqlVerb.SELECT)
    return Resource(
        name=mapping.name,
        service=service,
        description=mapping.description,
        methods=lowered,
        fields=next((method.fields for method in selects), ()),
        purpose=find_purpose(mapping.description, lowered, methods.find),
    )


def _build_client(mapping: Mapping, security: SecurityResolver, problems: Problems) -> ClientNames:
    client = mapping.client
    known = [scheme.name for scheme in security.schemes]
    for key in client.keys:
        if key.scheme not in known:
            problems.error(
                "unknown-scheme",
                f'"{key.scheme}" is not a security scheme of the spec',
                key.location,
                f"the spec has {', '.join(known) or 'none'}",
            )
    return ClientNames(
        package=client.package,
        class_name=client.class_name,
        api_key_env=client.api_key_env,
        base_url_env=client.base_url_env,
        headers=client.headers,
        keys=tuple(ClientKey(key.argument, key.scheme, key.env) for key in client.keys),
        brackets=client.brackets,
        datetimes=client.datetimes,
        publication=client.publication,
    )
