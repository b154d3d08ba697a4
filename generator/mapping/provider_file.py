"""Reads a provider file: a tree in, a `Mapping` out.

`format_check` checks the format; this module adds the positions. `lower` checks the file as a
whole, such as operations that don't exist and names that collide.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.diagnostics import Problems, Refused
from generator.json_types import Json, JsonObject
from generator.mapping.file_format import PROVIDER_FILE
from generator.mapping.format_check import check_format, closest
from generator.mapping.model import (
    ClientKeyMapping,
    ClientMapping,
    DeployMapping,
    DocusaurusMapping,
    ExcludedOperation,
    Mapping,
    MethodMapping,
    NameMapping,
    PaginationRule,
    ResourceMapping,
    ServiceMapping,
    StackqlMapping,
    StackqlSplit,
    TextMapping,
    WaitRule,
)
from generator.openapi.model import Source
from generator.openapi.pointers import child
from generator.openapi.tree import Tree
from generator.vocabulary import (
    ClientHeader,
    DocusaurusLayout,
    PageCounting,
    PageLimit,
    SqlVerb,
)

HOW_TO_START = "generate infer {document} --name acme --out specs/acme/provider.yaml"
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
    says_what_to_read = all(kept.get(part) == tree.root.get(part) for part in ("source", "overlay"))
    if "provider" not in kept or "source" not in kept or not says_what_to_read:
        raise Refused
    name = _text(kept, "provider")
    title = _text(kept, "title") or name
    return Mapping(
        file=tree.file,
        name=name,
        title=title,
        location=tree.locate("/provider"),
        source=_source(_record(kept, "source"), tree),
        overlay=_text(kept, "overlay"),
        overlay_location=tree.locate("/overlay"),
        documentation=_text(kept, "documentation"),
        site=_text(kept, "site"),
        client=_client(_record(kept, "client"), name, title, tree),
        docusaurus=_docusaurus(_record(kept, "docusaurus")),
        stackql=_stackql(_record(kept, "stackql"), tree),
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
            f"draft one: `{HOW_TO_START.format(document=tree.file)}`",
        )
        raise Refused


def client_defaults(name: str, title: str) -> ClientMapping:
    """Rule N5: names of the client that the file doesn't give come from the provider's name."""
    spelled = names.class_case(title)
    own_name = spelled if names.is_safe_class(spelled) else names.class_case(name)
    constant = name.upper()
    return ClientMapping(
        package=f"{name}_client",
        class_name=own_name if names.is_safe_class(own_name) else f"{own_name}Client",
        api_key_env=f"{constant}_API_KEY",
        base_url_env=f"{constant}_BASE_URL",
    )


# ---------------------------------------------------------------------------------------- its parts


def _source(source: JsonObject, tree: Tree) -> Source:
    place = next((key for key in ("package", "file", "url") if key in source), "package")
    return Source(
        sha256=_text(source, "sha256"),
        location=tree.locate_key("/source"),
        digest_location=tree.locate("/source/sha256"),
        place_location=tree.locate(f"/source/{place}"),
        package=_text(source, "package"),
        resource=_text(source, "resource"),
        file=_text(source, "file"),
        url=_text(source, "url"),
    )


def _client(client: JsonObject, name: str, title: str, tree: Tree) -> ClientMapping:
    default = client_defaults(name, title)
    return ClientMapping(
        package=_text(client, "package") or default.package,
        class_name=_text(client, "class") or default.class_name,
        api_key_env=_text(client, "api_key_env") or default.api_key_env,
        base_url_env=_text(client, "base_url_env") or default.base_url_env,
        headers=tuple(
            ClientHeader(argument, _text(header, "header"), _text(header, "env"))
            for argument, header in _records(client, "headers")
        ),
        keys=tuple(
            ClientKeyMapping(
                argument=argument,
                scheme=_text(key, "scheme"),
                env=_text(key, "env"),
                location=tree.locate_key(child("/client/keys", argument)),
            )
            for argument, key in _records(client, "keys")
        ),
        brackets=client.get("brackets") is True,
        texts=tuple(_text_members(client, tree)),
        code=_text(client, "code"),
        code_location=tree.locate("/client/code") if "code" in client else None,
        extends=tuple(_names(client, "extends", tree)),
        exports=tuple(_names(client, "exports", tree)),
        types=tuple(_names(client, "types", tree)),
        methods=tuple(_names(client, "methods", tree)),
    )


def _names(client: JsonObject, key: str, tree: Tree) -> Iterator[NameMapping]:
    for name, target in _texts(client, key):
        pointer = child(f"/client/{key}", name)
        yield NameMapping(name, target, tree.locate_key(pointer), tree.locate(pointer))


def _docusaurus(docusaurus: JsonObject) -> DocusaurusMapping:
    layout = _text(docusaurus, "layout") or DocusaurusLayout.CURRENT
    return DocusaurusMapping(docusaurus.get("descriptions") is True, DocusaurusLayout(layout))


def _text_members(client: JsonObject, tree: Tree) -> Iterator[TextMapping]:
    for kind, members in _records(client, "texts"):
        pointer = child("/client/texts", kind)
        for name, path in members.items():
            if isinstance(path, str):
                at = child(pointer, name)
                yield TextMapping(
                    type=kind,
                    name=name,
                    path=path,
                    type_location=tree.locate_key(pointer),
                    name_location=tree.locate_key(at),
                    path_location=tree.locate(at),
                )


def _stackql(stackql: JsonObject, tree: Tree) -> StackqlMapping:
    return StackqlMapping(
        version=_text(stackql, "version"),
        body_columns=_text(stackql, "body_columns"),
        providers=tuple(
            StackqlSplit(
                name=name,
                scheme=_text(entry, "scheme"),
                location=tree.locate_key(child("/stackql/providers", name)),
                scheme_location=tree.locate(child("/stackql/providers", name) + "/scheme"),
            )
            for name, entry in _records(stackql, "providers")
        ),
    )


def _paginations(kept: JsonObject, tree: Tree) -> Iterator[PaginationRule]:
    for name, rule in _records(kept, "paginations"):
        pointer = child("/paginations", name)
        count, end = _text(rule, "count"), _text(rule, "end")
        yield PaginationRule(
            name=name,
            location=tree.locate_key(pointer),
            send=_text(rule, "send"),
            next=_text(rule, "next"),
            count=PageCounting(count) if count else None,
            more=_text(rule, "more"),
            last=_text(rule, "last"),
            total=_text(rule, "total"),
            pages=_text(rule, "pages"),
            end=PageLimit(end) if end else None,
            size=_text(rule, "size"),
            key_locations=tuple((key, tree.locate(child(pointer, key))) for key in rule),
        )


def _waits(kept: JsonObject, tree: Tree) -> Iterator[WaitRule]:
    for name, rule in _records(kept, "waits"):
        until = rule.get("until")
        states = until if isinstance(until, list) else []
        yield WaitRule(
            name=name,
            poll=_text(rule, "poll"),
            status=_text(rule, "status"),
            until=tuple(dict.fromkeys(state for state in states if isinstance(state, str))),
            location=tree.locate_key(child("/waits", name)),
            id=_text(rule, "id") or "$.id",
        )


def _services(kept: JsonObject, tree: Tree) -> Iterator[ServiceMapping]:
    for name, service in _records(kept, "services"):
        pointer = child("/services", name)
        yield ServiceMapping(
            name=name,
            resources=tuple(_resources(service, pointer, tree)),
            location=tree.locate_key(pointer),
            title=_text(service, "title"),
            description=_text(service, "description"),
            headers=tuple(_texts(service, "headers")),
        )


def _resources(service: JsonObject, pointer: str, tree: Tree) -> Iterator[ResourceMapping]:
    for name, resource in _records(service, "resources"):
        at = child(f"{pointer}/resources", name)
        yield ResourceMapping(
            name=name,
            methods=tuple(_methods(resource, at, tree)),
            location=tree.locate_key(at),
            description=_text(resource, "description"),
            deploy=_deploy(_record(resource, "deploy"), f"{at}/deploy", tree),
        )


def _deploy(deploy: JsonObject, pointer: str, tree: Tree) -> DeployMapping | None:
    exists_by = _text(deploy, "exists_by")
    if not exists_by:
        return None
    value = _text(deploy, "value")
    return DeployMapping(
        exists_by=exists_by,
        value=value or exists_by,
        location=tree.locate(f"{pointer}/exists_by"),
        value_location=tree.locate(f"{pointer}/{'value' if value else 'exists_by'}"),
    )


def _methods(resource: JsonObject, pointer: str, tree: Tree) -> Iterator[MethodMapping]:
    for name, method in _records(resource, "methods"):
        at = child(f"{pointer}/methods", name)
        yield MethodMapping(
            name=name,
            operation=_text(method, "operation"),
            verb=SqlVerb(_text(method, "verb")),
            location=tree.locate_key(at),
            operation_location=tree.locate(f"{at}/operation"),
            python=tuple(_text(method, "python").split(".")),
            python_location=tree.locate(f"{at}/python"),
            items=_text(method, "items"),
            pagination=_text(method, "pagination"),
            wait=_text(method, "wait"),
        )


def _exclusions(kept: JsonObject, tree: Tree) -> Iterator[ExcludedOperation]:
    entries = kept.get("exclude")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            place = tree.locate(f"/exclude/{index}/operation")
            yield ExcludedOperation(_text(entry, "operation"), _text(entry, "reason"), place)


def _text(record: JsonObject, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _texts(record: JsonObject, key: str) -> Iterator[tuple[str, str]]:
    for name, value in _record(record, key).items():
        if isinstance(value, str):
            yield name, value


def _record(record: JsonObject, key: str) -> JsonObject:
    return _as_record(record.get(key))


def _as_record(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _records(record: JsonObject, key: str) -> Iterator[tuple[str, JsonObject]]:
    for name, value in _record(record, key).items():
        yield name, _as_record(value)


def _check_rules(services: tuple[ServiceMapping, ...], tree: Tree, problems: Problems) -> None:
    """Reports names of paginations and waits that the file doesn't define."""
    paginations = _as_record(tree.root.get("paginations"))
    waits = _as_record(tree.root.get("waits"))
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
    for name, rule in _records(kept, "paginations"):
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
