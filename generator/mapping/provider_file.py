"""Reads a provider file: a tree in, a `Mapping` out.

`format_check` checks the format; this module adds the positions. `lower` checks the file as a
whole, such as operations that don't exist and names that collide.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Problems, Refused
from generator.json_types import JsonObject
from generator.mapping.client_section import read_client
from generator.mapping.file_format import PROVIDER_FILE
from generator.mapping.format_check import check_format, closest
from generator.mapping.model import (
    DeployMapping,
    ExcludedOperation,
    GeneratedTextMapping,
    Mapping,
    MethodMapping,
    PaginationRule,
    PlaceMapping,
    ResourceMapping,
    ServiceMapping,
    StackqlMapping,
    StackqlSplit,
    WaitRule,
)
from generator.mapping.records import (
    as_record,
    read_elements,
    read_record,
    read_records,
    read_strings,
    read_text,
    read_texts,
)
from generator.openapi.model import Source
from generator.openapi.pointers import child
from generator.openapi.tree import Tree
from generator.vocabulary import (
    DocusaurusLayout,
    DocusaurusOptions,
    NavGroup,
    PageCounting,
    PageLimit,
    SiteOptions,
    SqlVerb,
)

HOW_TO_START = "generate init {document}"
"""The command that makes the first provider file of a document."""


def read_mapping(tree: Tree, problems: Problems) -> Mapping:
    """Reads the provider file in `tree`. Reports all errors, and leaves out the parts that have
    them.

    Raises `Refused` if the file doesn't say which specification and overlay to read.
    """
    _refuse_document(tree, problems)
    kept = check_format(PROVIDER_FILE, tree, problems)
    services = tuple(_services(kept, tree))
    _check_rules(services, tree, problems)
    _check_paginations(kept, tree, problems)
    _check_groups(read_record(kept, "site"), services, tree, problems)
    says_what_to_read = all(kept.get(part) == tree.root.get(part) for part in ("source", "overlay"))
    if "provider" not in kept or "source" not in kept or not says_what_to_read:
        raise Refused
    name = read_text(kept, "provider")
    title = read_text(kept, "title") or name
    return Mapping(
        file=tree.file,
        name=name,
        title=title,
        location=tree.locate("/provider"),
        source=_source(read_record(kept, "source"), tree),
        overlay=read_text(kept, "overlay"),
        overlay_location=tree.locate("/overlay"),
        documentation=read_text(kept, "documentation"),
        site=_site(read_record(kept, "site")),
        client=read_client(read_record(kept, "client"), name, title, tree),
        docusaurus=_docusaurus(read_record(kept, "docusaurus")),
        stackql=_stackql(read_record(kept, "stackql"), tree),
        paginations=tuple(_paginations(kept, tree)),
        waits=tuple(_waits(kept, tree)),
        services=services,
        excluded=tuple(_exclusions(kept, tree)),
    )


def _refuse_document(tree: Tree, problems: Problems) -> None:
    """Rule RP5: an OpenAPI document in place of a provider file is one error."""
    key = next((key for key in ("openapi", "swagger") if key in tree.root), "")
    if key and "provider" not in tree.root and "services" not in tree.root:
        problems.error(
            "document-for-provider-file",
            "this is an OpenAPI document; the command reads a provider file",
            tree.locate_key(f"/{key}"),
            f"start with one: `{HOW_TO_START.format(document=tree.file)}`",
        )
        raise Refused


# ---------------------------------------------------------------------------------------- its parts


def _source(source: JsonObject, tree: Tree) -> Source:
    place = next((key for key in ("package", "file", "url") if key in source), "package")
    files = read_record(source, "files")
    return Source(
        sha256=read_text(source, "sha256"),
        location=tree.locate_key("/source"),
        digest_location=tree.locate("/source/sha256"),
        place_location=tree.locate(f"/source/{place}"),
        package=read_text(source, "package"),
        resource=read_text(source, "resource"),
        file=read_text(source, "file"),
        url=read_text(source, "url"),
        files=tuple((path, read_text(files, path)) for path in files),
    )


def _site(site: JsonObject) -> SiteOptions:
    return SiteOptions(
        url=read_text(site, "url"),
        title=read_text(site, "title"),
        logo=read_text(site, "logo"),
        groups=tuple(
            NavGroup(
                read_text(group, "title"),
                read_strings(group, "services"),
                read_text(group, "badge"),
            )
            for group in map(as_record, read_elements(site, "groups"))
        ),
    )


def _check_groups(
    site: JsonObject, services: tuple[ServiceMapping, ...], tree: Tree, problems: Problems
) -> None:
    """Reports services of navigation groups that the file doesn't define, or groups twice."""
    known = {service.name for service in services}
    seen: set[str] = set()
    for at, group in enumerate(map(as_record, read_elements(site, "groups"))):
        for number, name in enumerate(read_strings(group, "services")):
            place = f"/site/groups/{at}/services/{number}"
            if name not in known:
                near = closest(name, known)
                hint = f'did you mean "{near}"?' if near else "name a key of `services`"
                message = f'there is no service "{name}"'
                problems.error("unknown-service", message, tree.locate(place), hint)
            elif name in seen:
                message = f'the service "{name}" is in two groups'
                problems.error(
                    "service-grouped-twice", message, tree.locate(place), "keep one of the two"
                )
            seen.add(name)


def _docusaurus(docusaurus: JsonObject) -> DocusaurusOptions:
    return DocusaurusOptions(
        descriptions=docusaurus.get("descriptions") is True,
        layout=DocusaurusLayout(read_text(docusaurus, "layout") or DocusaurusLayout.CURRENT),
        image=read_text(docusaurus, "image"),
        keywords=read_strings(docusaurus, "keywords"),
    )


def _stackql(stackql: JsonObject, tree: Tree) -> StackqlMapping:
    return StackqlMapping(
        version=read_text(stackql, "version"),
        body_columns=read_text(stackql, "body_columns"),
        providers=tuple(
            StackqlSplit(
                name=name,
                scheme=read_text(entry, "scheme"),
                location=tree.locate_key(child("/stackql/providers", name)),
                scheme_location=tree.locate(child("/stackql/providers", name) + "/scheme"),
            )
            for name, entry in read_records(stackql, "providers")
        ),
    )


def _paginations(kept: JsonObject, tree: Tree) -> Iterator[PaginationRule]:
    for name, rule in read_records(kept, "paginations"):
        pointer = child("/paginations", name)
        count, end = read_text(rule, "count"), read_text(rule, "end")
        yield PaginationRule(
            name=name,
            location=tree.locate_key(pointer),
            send=read_text(rule, "send"),
            next=read_text(rule, "next"),
            count=PageCounting(count) if count else None,
            more=read_text(rule, "more"),
            last=read_text(rule, "last"),
            total=read_text(rule, "total"),
            pages=read_text(rule, "pages"),
            end=PageLimit(end) if end else None,
            size=read_text(rule, "size"),
            key_locations=tuple((key, tree.locate(child(pointer, key))) for key in rule),
        )


def _waits(kept: JsonObject, tree: Tree) -> Iterator[WaitRule]:
    for name, rule in read_records(kept, "waits"):
        yield WaitRule(
            name=name,
            poll=read_text(rule, "poll"),
            status=read_text(rule, "status"),
            until=tuple(dict.fromkeys(read_strings(rule, "until"))),
            location=tree.locate_key(child("/waits", name)),
            id=read_text(rule, "id") or "$.id",
        )


def _services(kept: JsonObject, tree: Tree) -> Iterator[ServiceMapping]:
    for name, service in read_records(kept, "services"):
        pointer = child("/services", name)
        yield ServiceMapping(
            name=name,
            resources=tuple(_resources(service, pointer, tree)),
            location=tree.locate_key(pointer),
            title=read_text(service, "title"),
            description=read_text(service, "description"),
            headers=tuple(read_texts(service, "headers")),
        )


def _resources(service: JsonObject, pointer: str, tree: Tree) -> Iterator[ResourceMapping]:
    for name, resource in read_records(service, "resources"):
        at = child(f"{pointer}/resources", name)
        yield ResourceMapping(
            name=name,
            methods=tuple(_methods(resource, at, tree)),
            location=tree.locate_key(at),
            description=read_text(resource, "description"),
            deploy=_deploy(read_record(resource, "deploy"), f"{at}/deploy", tree),
        )


def _deploy(deploy: JsonObject, pointer: str, tree: Tree) -> DeployMapping | None:
    exists_by = read_text(deploy, "exists_by")
    if not exists_by:
        return None
    value = read_text(deploy, "value")
    return DeployMapping(
        exists_by=exists_by,
        value=value or exists_by,
        location=tree.locate(f"{pointer}/exists_by"),
        value_location=tree.locate(f"{pointer}/{'value' if value else 'exists_by'}"),
    )


def _methods(resource: JsonObject, pointer: str, tree: Tree) -> Iterator[MethodMapping]:
    for name, method in read_records(resource, "methods"):
        at = child(f"{pointer}/methods", name)
        yield MethodMapping(
            name=name,
            operation=read_text(method, "operation"),
            verb=SqlVerb(read_text(method, "verb")),
            location=tree.locate_key(at),
            operation_location=tree.locate(f"{at}/operation"),
            python=tuple(read_text(method, "python").split(".")),
            python_location=tree.locate(f"{at}/python"),
            items=read_text(method, "items"),
            pagination=read_text(method, "pagination"),
            wait=read_text(method, "wait"),
            generates=tuple(_generated_texts(method, at, tree)),
        )


def _generated_texts(method: JsonObject, at: str, tree: Tree) -> Iterator[GeneratedTextMapping]:
    for number, entry in enumerate(map(as_record, read_elements(method, "generates"))):
        pointer = f"{at}/generates/{number}"
        places = {
            key: PlaceMapping(read_text(entry, key), tree.locate(f"{pointer}/{key}"))
            for key in ("text", "schema", "unless", "delta", "response", "number")
        }
        copies = (
            (PlaceMapping(to, tree.locate_key(place)), PlaceMapping(source, tree.locate(place)))
            for to, source in read_texts(entry, "copies")
            for place in (child(f"{pointer}/copies", to),)
        )
        yield GeneratedTextMapping(**places, copies=tuple(copies), event=read_text(entry, "event"))


def _exclusions(kept: JsonObject, tree: Tree) -> Iterator[ExcludedOperation]:
    for index, entry in enumerate(read_elements(kept, "exclude")):
        if isinstance(entry, dict):
            place = tree.locate(f"/exclude/{index}/operation")
            yield ExcludedOperation(
                read_text(entry, "operation"), read_text(entry, "reason"), place
            )


def _check_rules(services: tuple[ServiceMapping, ...], tree: Tree, problems: Problems) -> None:
    """Reports names of paginations and waits that the file doesn't define."""
    paginations = as_record(tree.root.get("paginations"))
    waits = as_record(tree.root.get("waits"))
    for service in services:
        for resource in service.resources:
            for method in resource.methods:
                at = f"/services/{service.name}/resources/{resource.name}/methods/{method.name}"
                for key, name, known in (
                    ("pagination", method.pagination, paginations),
                    ("wait", method.wait, waits),
                ):
                    if name and name not in known:
                        near = closest(name, known)
                        problems.error(
                            f"unknown-{key}",
                            f'there is no {key} "{name}"',
                            tree.locate(f"{at}/{key}"),
                            f'did you mean "{near}"?' if near else f"define it under `{key}s`",
                        )


_PAGE_ENDS = ("more", "last", "total", "pages", "end")


def _check_paginations(kept: JsonObject, tree: Tree, problems: Problems) -> None:
    """Reports paginations whose keys contradict one another."""
    for name, rule in read_records(kept, "paginations"):
        pointer = child("/paginations", name)
        if "count" in rule and "send" not in rule:
            problems.error(
                "missing-key",
                "the pagination has `count` without `send`",
                tree.locate(f"{pointer}/count"),
                "add `send`: the parameter that takes the number",
            )
        ends = [key for key in _PAGE_ENDS if key in rule]
        if len(ends) > 1:
            several = " and ".join(f"`{key}`" for key in ends)
            problems.error(
                "several-ends",
                f"the pagination has {several}: each says how the list ends",
                tree.locate_key(f"{pointer}/{ends[1]}"),
                "keep one of them",
            )
        if rule.get("end") == PageLimit.SHORT_PAGE and "size" not in rule:
            problems.error(
                "missing-key",
                "a short page has fewer rows than `size`, and the pagination has no `size`",
                tree.locate(f"{pointer}/end"),
                "add `size`: the parameter that sets the number of rows on a page",
            )
