"""Writes a draft as a provider file, or adds what is new in it to one that people have edited.

Drafts and YAML text in, YAML text out, through ruamel.yaml's round trip: comments, order and
spelling of what stands there stay. Which file that is, and writing it, is for the command.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

from generator.infer.model import (
    Draft,
    DraftMethod,
    DraftPagination,
    DraftResource,
    DraftService,
    DraftStackql,
    Guess,
)
from generator.infer.naming import unlike
from generator.mapping.provider_file import client_defaults
from generator.openapi.model import Source

Node = CommentedMap

_INTRODUCTION = """\
Drafted by `generate infer`: the comment behind a value names the rule that guessed it.
Edit at will: a second `infer` keeps what stands here, and adds what is new in the spec.
"""
_SERVICE, _SPLIT, _RESOURCE, _METHOD_PART = 2, 4, 6, 12  # indents, in a file that `infer` made


@dataclass(frozen=True, slots=True)
class Merged:
    """A provider file after a second `infer`."""

    text: str  # the same bytes where nothing is new
    added: tuple[str, ...]  # operationIds that were in no entry, in spec order
    vanished: tuple[str, ...]  # operationIds of entries that the spec no longer has; they stay


def provider_file(draft: Draft, source: Source, overlay: str, schema: str) -> str:
    """The text of a new provider file. `schema` is where the file's JSON Schema stands, or ""."""
    client = client_defaults(draft.name, draft.title)
    root = Node({"provider": draft.name, "title": draft.title, "source": _source(source)})
    if overlay:
        root["overlay"] = overlay
    root["client"] = Node(
        {
            "package": client.package,
            "class": client.class_name,
            "api_key_env": client.api_key_env,
            "base_url_env": client.base_url_env,
        }
    )
    if draft.stackql:
        root["stackql"] = _stackql(draft.stackql)
    if draft.paginations:
        root["paginations"] = Node()
        for one in draft.paginations:
            _append_pagination(root["paginations"], one.name.value, one)
    root["services"] = Node()
    for service in draft.services:
        resources = Node()
        for resource in service.resources:
            methods = Node(
                {one.name: _method(one, one.python, one.pagination) for one in resource.methods}
            )
            _append_resource(resources, resource, methods)
        _append_service(root["services"], service, resources)
    editor = f"yaml-language-server: $schema={schema}\n" if schema else ""
    root.yaml_set_start_comment(editor + _INTRODUCTION)
    return _dumped(root, _yaml())


def merged(text: str, draft: Draft) -> Merged:
    """`text`, a provider file without errors, plus an entry for each operation without one.

    Rule I17: what stands in the file is kept; a new operation goes where the file has those of its
    drafted resource, under a name and a Python path that the file hasn't given yet.
    """
    yaml = _yaml()
    step = re.search(r"(?m)^( +)[^\s#-]", text)
    dash = re.search(r"(?m)^( *)[^\s#-].*:[ ]*(?:#.*)?\n(?:[ ]*#.*\n)*( *)- ", text)
    offset = max(len(dash[2]) - len(dash[1]), 0) if dash else 0
    yaml.indent(mapping=len(step[1]) if step else 2, sequence=offset + 2, offset=offset)
    root = cast(Node, yaml.load(text))
    mapped = {method["operation"]: where for where, method in _entries(root)}
    excluded = {entry["operation"] for entry in root.get("exclude", None) or ()}
    drafted = {
        method.operation: (service, resource, method)
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
    }
    known = {*mapped, *excluded}
    vanished = tuple(operation for operation in (*mapped, *excluded) if operation not in drafted)
    new = tuple(operation for operation in drafted if operation not in known)
    if not new:
        return Merged(text, (), tuple(dict.fromkeys(vanished)))
    paginations = {one.name.value: one for one in draft.paginations}
    for operation in new:
        service, resource, method = drafted[operation]
        pagination = method.pagination
        if pagination:
            known_as = _pagination_for(root, paginations[pagination.value])
            pagination = Guess(known_as, pagination.rule)
        methods = _methods_for(root, service, resource, mapped)
        name = unlike(method.name, methods)
        python = _free_python(root, method, (service.name.value, resource.name.value, name))
        entry = _method(method, python, pagination)
        if methods:
            _append(methods, name, entry)
        else:
            _append_new_resource(root["services"], service, resource, Node({name: entry}))
    return Merged(_dumped(root, yaml), new, tuple(dict.fromkeys(vanished)))


# ----------------------------------------------------------------------------------- what it writes


def _source(source: Source) -> Node:
    parts = {
        "package": source.package,
        "resource": source.resource,
        "file": source.file,
        "url": source.url,
        "sha256": source.sha256,
    }
    return Node({key: value for key, value in parts.items() if value})


def _stackql(draft: DraftStackql) -> Node:
    entry = Node()
    if draft.body_columns:
        entry["body_columns"] = draft.body_columns.value
        columns = draft.body_columns
        _say_rule(entry, "body_columns", columns.value, columns.rule, _SERVICE)
    if draft.providers:
        entry["providers"] = Node()
    for one in draft.providers:
        entry["providers"][one.name.value] = Node({"scheme": one.scheme})
        _say_rule(entry["providers"], one.name.value, "", one.name.rule, _SPLIT)
    return entry


def _append_service(services: Node, service: DraftService, resources: Node) -> None:
    entry = Node({"title": service.title} if service.title else {})
    entry["resources"] = resources
    _append(services, service.name.value, entry)
    _say_rule(services, service.name.value, "", service.name.rule, _SERVICE)


def _append_resource(resources: Node, resource: DraftResource, methods: Node) -> None:
    _append(resources, resource.name.value, Node({"methods": methods}))
    _say_rule(resources, resource.name.value, "", resource.name.rule, _RESOURCE)


def _method(method: DraftMethod, python: Guess, pagination: Guess | None) -> Node:
    entry = Node({"operation": method.operation})
    guesses = {
        "verb": method.verb,
        "python": python,
        "items": method.items,
        "pagination": pagination,
    }
    for key, guess in guesses.items():
        if guess:
            entry[key] = str(guess.value)
            _say_rule(entry, key, guess.value, guess.rule, _METHOD_PART)
    return entry


def _append_pagination(paginations: Node, name: str, one: DraftPagination) -> None:
    _append(paginations, name, Node(_pagination(one)))
    _say_rule(paginations, name, "", one.name.rule, _SERVICE)


def _say_rule(entries: Node, key: str, value: str, rule: str, indent: int) -> None:
    """Puts the rule behind a key and its value, after two spaces."""
    entries.yaml_add_eol_comment(rule, key, column=indent + len(f"{key}: {value}".rstrip()) + 2)


def _append(entries: Node, key: str, value: Node) -> None:
    """Puts an entry last. ruamel.yaml keeps what stands above the next key behind the last value
    before it, so that comment moves on to the new last value.
    """
    above_next = _cut_comment(*_last_leaf(entries)) if entries else ""
    entries[key] = value
    if above_next:
        _add_comment(*_last_leaf(entries), above_next)


def _last_leaf(entries: Node) -> tuple[Node, str]:
    key = next(reversed(entries))
    value = entries[key]
    return _last_leaf(value) if isinstance(value, Node) and value else (entries, key)


def _cut_comment(entries: Node, key: str) -> str:
    """Takes the lines after the one of `key` out of its comment."""
    parts = entries.ca.items.get(key)
    if not parts or not parts[2]:
        return ""
    first, line_end, rest = parts[2].value.partition("\n")
    if not rest:
        return ""
    if first:
        parts[2].value = f"{first}{line_end}"
    else:
        del entries.ca.items[key]
    return str(rest)


def _add_comment(entries: Node, key: str, rest: str) -> None:
    parts = entries.ca.items.get(key)
    if parts and parts[2]:
        parts[2].value = parts[2].value.rstrip("\n") + "\n" + rest
    else:
        entries.ca.items[key] = [None, None, CommentToken("\n" + rest, CommentMark(0)), None]


def _pagination(one: DraftPagination) -> dict[str, str]:
    parts = {"send": one.send, "next": one.next, "more": one.more, "size": one.size}
    return {key: value for key, value in parts.items() if value}


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    return yaml


def _dumped(root: Node, yaml: YAML) -> str:
    stream = StringIO()
    yaml.dump(root, stream)
    return stream.getvalue()


# ---------------------------------------------------------------------------------- what is there


def _entries(root: Node) -> Iterator[tuple[tuple[str, str], Node]]:
    for service_name, service in root["services"].items():
        for resource_name, resource in service["resources"].items():
            for method in resource["methods"].values():
                yield (service_name, resource_name), method


def _methods_for(
    root: Node,
    service: DraftService,
    resource: DraftResource,
    mapped: Mapping[str, tuple[str, str]],
) -> Node:
    """The methods of the resource that has most of the drafted resource's operations, else of the
    one that is called as it; none where there is no such resource yet.
    """
    homes = Counter(mapped[one.operation] for one in resource.methods if one.operation in mapped)
    if homes:
        service_name, resource_name = homes.most_common(1)[0][0]
        return cast(Node, root["services"][service_name]["resources"][resource_name]["methods"])
    there = root["services"].get(service.name.value, {}).get("resources", {})
    return cast(Node, there.get(resource.name.value, {}).get("methods", Node()))


def _append_new_resource(
    services: Node, service: DraftService, resource: DraftResource, methods: Node
) -> None:
    if service.name.value in services:
        _append_resource(services[service.name.value]["resources"], resource, methods)
    else:
        resources = Node()
        _append_resource(resources, resource, methods)
        _append_service(services, service, resources)


def _free_python(root: Node, method: DraftMethod, last_resort: tuple[str, ...]) -> Guess:
    taken = [tuple(entry["python"].split(".")) for _, entry in _entries(root)]
    wanted = tuple(method.python.value.split("."))
    if all(wanted[: len(other)] != other and other[: len(wanted)] != wanted for other in taken):
        return method.python
    return Guess(".".join(last_resort), "service-resource-method")


def _pagination_for(root: Node, one: DraftPagination) -> str:
    """The name of the file's pagination that does as `one`; it is added where there is none."""
    if "paginations" not in root:
        root.insert(list(root).index("services"), "paginations", Node())
    paginations = root["paginations"]
    for name, entry in paginations.items():
        if dict(entry) == _pagination(one):
            return str(name)
    name = unlike(one.name.value, paginations)
    _append_pagination(paginations, name, one)
    return name
