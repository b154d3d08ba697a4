"""The provider stage: a `SpecDoc` and a `Mapping` make one immutable `Provider`.

Binding, lowering and the checks on their results run in this order; every problem of all of them is
in `Problems` when the stage ends.
"""

from __future__ import annotations

from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.auth import Auth
from generator.lower.bind import Binding, bind
from generator.lower.collisions import check_calls, check_names, check_python_paths
from generator.lower.joined_text import joined_texts
from generator.lower.merge import Schemas
from generator.lower.methods import Methods
from generator.lower.recursion_check import check_ends
from generator.lower.stackql import stackql, with_stackql_providers
from generator.lower.types import Types
from generator.lower.waits import with_waits
from generator.mapping.model import Mapping, ResourceMapping, ServiceMapping
from generator.model.client import ClientKey, ClientNames
from generator.model.provider import Exclusion, Provider, Resource, Service
from generator.openapi.model import SpecDoc
from generator.vocabulary import SqlVerb


def build_provider(spec: SpecDoc, mapping: Mapping, problems: Problems) -> Provider:
    """The model of a provider.

    Raises Refused where spec and mapping have nothing in common, or the schemas unfold without
    bound; other problems are added, and what is left of the provider is returned.
    """
    binding = bind(spec, mapping, problems)
    check_names(mapping, problems)
    check_python_paths(mapping, problems)
    schemas = Schemas(spec, problems)
    types = Types(schemas)
    auth = Auth(spec, problems)
    rules = {rule.name: rule for rule in mapping.paginations}
    methods = Methods(schemas, types, auth, rules, problems)
    services = tuple(
        _service(service, spec, binding, methods, problems) for service in mapping.services
    )
    services = with_waits(services, mapping, types.named, problems)
    services = with_stackql_providers(services, mapping)
    named = types.all_named()
    check_ends(named, spec.locate, problems)
    return Provider(
        name=mapping.name,
        title=mapping.title,
        version=spec.version,
        description=spec.description,
        spec_sha256=spec.sha256,
        servers=spec.servers,
        auth=auth.schemes,
        client=replace(
            _client(mapping, auth, problems),
            texts=joined_texts(mapping.client.texts, named, types.named, problems),
        ),
        documentation=mapping.documentation,
        site=mapping.site,
        docusaurus_descriptions=mapping.docusaurus.descriptions,
        docusaurus_layout=mapping.docusaurus.layout,
        stackql=stackql(services, mapping, auth.schemes, problems),
        services=tuple(sorted(services, key=lambda service: service.name)),
        types=named,
        excluded=tuple(
            Exclusion(
                operation=one.operation.id,
                http=one.operation.verb,
                path=one.operation.path,
                reason=one.entry.reason,
            )
            for one in binding.excluded
        ),
    )


def _service(
    mapping: ServiceMapping, spec: SpecDoc, binding: Binding, methods: Methods, problems: Problems
) -> Service:
    """Rule B3: title and description are the mapping's, else those of the tag of that name."""
    used = dict.fromkeys(tag for operation in spec.operations for tag in operation.tags)
    titles = [tag for tag in used if names.snake_case(tag) == mapping.name]
    described = {names.snake_case(tag.name): tag.description for tag in reversed(spec.tags)}
    resources = (
        _resource(resource, mapping.name, binding, methods, problems)
        for resource in mapping.resources
    )
    return Service(
        name=mapping.name,
        title=mapping.title or next(iter(titles), mapping.name.replace("_", " ").capitalize()),
        description=mapping.description or described.get(mapping.name, ""),
        resources=tuple(sorted(resources, key=lambda resource: resource.name)),
        headers=mapping.headers,
    )


def _resource(
    mapping: ResourceMapping,
    service: str,
    binding: Binding,
    methods: Methods,
    problems: Problems,
) -> Resource:
    """Rule B4: a resource's fields are those of its first SELECT in file order."""
    bound = [
        (method, methods.method(method, binding.operations[method.operation]))
        for method in mapping.methods
        if method.operation in binding.operations
    ]
    check_calls(mapping, bound, problems)
    lowered = tuple(method for _, method in bound)
    selects = (method for method in lowered if method.verb is SqlVerb.SELECT)
    return Resource(
        name=mapping.name,
        service=service,
        description=mapping.description,
        methods=lowered,
        fields=next((method.fields for method in selects), ()),
    )


def _client(mapping: Mapping, auth: Auth, problems: Problems) -> ClientNames:
    client = mapping.client
    known = [scheme.name for scheme in auth.schemes]
    for key in client.keys:
        if key.scheme not in known:
            problems.error(
                "unknown-scheme",
                f'"{key.scheme}" is no security scheme of the spec',
                key.location,
                f"it has {', '.join(known) or 'none'}",
            )
    return ClientNames(
        package=client.package,
        class_name=client.class_name,
        api_key_env=client.api_key_env,
        base_url_env=client.base_url_env,
        headers=client.headers,
        keys=tuple(ClientKey(key.argument, key.scheme, key.env) for key in client.keys),
        brackets=client.brackets,
    )
