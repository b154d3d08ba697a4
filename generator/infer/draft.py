"""Formats a draft as a provider file, or adds its new operations to an edited provider file.

A draft and YAML text in, YAML text out. ruamel.yaml's round trip keeps comments, order and spelling
of the existing text. The command chooses and writes the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

from generator import names
from generator.infer.model import (
    Draft,
    DraftKey,
    DraftMethod,
    DraftPagination,
    DraftResource,
    DraftService,
    DraftSplit,
    DraftStackql,
    Guess,
)
from generator.infer.naming import make_distinct_name
from generator.mapping.client_section import client_defaults
from generator.openapi.model import Source
from generator.vocabulary import SqlVerb
from generator.yaml_editing import format_yaml, new_yaml, yaml_like

YamlMapping = CommentedMap
_Drafted: TypeAlias = tuple[DraftService, DraftResource, DraftMethod]

_INTRODUCTION = """\
Drafted by `generate infer`. The comment after a value names the rule that guessed it.
Edit it as you like: the next `infer` keeps this text and adds the spec's new operations.
"""
_SERVICE, _SPLIT, _RESOURCE, _METHOD_PART = 2, 4, 6, 12  # indentation that `infer` writes


@dataclass(frozen=True, slots=True)
class MergeResult:
    """A provider file after a further `infer`."""

    text: str  # unchanged if nothing is new
    added: tuple[str, ...]  # operationIds that had no entry, in spec order
    vanished: tuple[str, ...]  # operationIds that the spec no longer has; their entries are kept
    renamed: tuple[tuple[str, str], ...] = ()  # an entry's operationId before and after


def format_provider_file(draft: Draft, source: Source, overlay: str, schema: str) -> str:
    """Returns the text of a new provider file. `schema` is the path of its JSON Schema, or ""."""
    client = client_defaults(draft.name, draft.title)
    root = YamlMapping({"provider": draft.name, "title": draft.title, "source": _source(source)})
    if overlay:
        root["overlay"] = overlay
    root["client"] = YamlMapping(
        {
            "package": client.package,
            "class": _class_name(draft),
            "api_key_env": client.api_key_env,
            "base_url_env": client.base_url_env,
        }
    )
    if draft.keys:
        root["client"]["keys"] = _build_keys(draft.keys)
    if draft.stackql:
        root["stackql"] = _build_stackql(draft.stackql)
    if draft.paginations:
        root["paginations"] = YamlMapping()
        for one in draft.paginations:
            _append_pagination(root["paginations"], one.name.value, one)
    root["services"] = YamlMapping()
    for service in draft.services:
        resources = YamlMapping()
        for resource in service.resources:
            methods = YamlMapping(
                {one.name: _method(one, one.python, one.pagination) for one in resource.methods}
            )
            _append_resource(resources, resource, methods)
        _append_service(root["services"], service, resources)
    editor = f"yaml-language-server: $schema={schema}\n" if schema else ""
    root.yaml_set_start_comment(editor + _INTRODUCTION)
    return format_yaml(root, new_yaml())


def merge_draft(text: str, draft: Draft) -> MergeResult:
    """Adds an entry to `text`, a provider file without errors, for each operation that has none.

    Rule I17: existing entries are kept. A new operation goes to the resource that has the other
    operations of its drafted resource, under a name and a Python path that the file doesn't use
    yet.
    """
    yaml = yaml_like(text)
    root = cast(YamlMapping, yaml.load(text))
    drafted: dict[str, _Drafted] = {
        method.operation: (service, resource, method)
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
    }
    renamed = _follow_renames(root, drafted)
    mapped = {method["operation"]: where for where, method in _entries(root)}
    known = (*mapped, *_excluded(root))
    vanished = tuple(dict.fromkeys(one for one in known if one not in drafted))
    new = tuple(operation for operation in drafted if operation not in known)
    if not new and not renamed:
        return MergeResult(text, (), vanished)
    paginations = {one.name.value: one for one in draft.paginations}
    for operation in new:
        service, resource, method = drafted[operation]
        pagination = method.pagination
        if pagination:
            known_as = _find_or_add_pagination(root, paginations[pagination.value])
            pagination = Guess(known_as, pagination.rule)
        methods = _find_methods(root, service, resource, mapped)
        name = make_distinct_name(method.name, methods)
        python = _choose_python_path(root, method, (service.name.value, resource.name.value, name))
        entry = _method(method, python, pagination)
        if methods:
            _append(methods, name, entry)
        else:
            _append_new_resource(root["services"], service, resource, YamlMapping({name: entry}))
    return MergeResult(format_yaml(root, yaml), new, vanished, tuple(renamed.items()))


def name_overlay(text: str, overlay: str) -> str:
    """Returns a provider file that names an overlay, after its source."""
    yaml = yaml_like(text)
    root = cast(YamlMapping, yaml.load(text))
    root.insert(list(root).index("source") + 1, "overlay", overlay)
    return format_yaml(root, yaml)


# ----------------------------------------------------------------------------------------- writing


def _source(source: Source) -> YamlMapping:
    parts: dict[str, str | dict[str, str]] = {
        "package": source.package,
        "resource": source.resource,
        "file": source.file,
        "url": source.url,
        "sha256": source.sha256,
        "files": YamlMapping(dict(source.files)),
    }
    return YamlMapping({key: value for key, value in parts.items() if value})


def _class_name(draft: Draft) -> str:
    """Returns the name of the client's class.

    Rule I22: the class has the provider's name, in the title's spelling if the title is that name.
    """
    spelled = client_defaults(draft.name, draft.title).class_name
    if names.snake_case(spelled).replace("_", "") == draft.name.replace("_", ""):
        return spelled
    return client_defaults(draft.name, draft.name).class_name


def _build_keys(keys: tuple[DraftKey, ...]) -> YamlMapping:
    entry = YamlMapping()
    for one in keys:
        entry[one.argument.value] = YamlMapping({"scheme": one.scheme, "env": one.env})
        _add_rule_comment(entry, one.argument.value, "", one.argument.rule, _SPLIT)
    return entry


def _build_stackql(draft: DraftStackql) -> YamlMapping:
    entry = YamlMapping()
    if draft.body_columns:
        entry["body_columns"] = draft.body_columns.value
        columns = draft.body_columns
        _add_rule_comment(entry, "body_columns", columns.value, columns.rule, _SERVICE)
    if draft.providers:
        entry["providers"] = YamlMapping()
        append_splits(entry["providers"], draft.providers)
    return entry


def append_splits(providers: YamlMapping, splits: Iterable[DraftSplit]) -> None:
    """Appends StackQL providers to the `stackql: providers:` of a file."""
    for one in splits:
        _append(providers, one.name.value, YamlMapping({"scheme": one.scheme}))
        if not providers.fa.flow_style():
            _add_rule_comment(providers, one.name.value, "", one.name.rule, _SPLIT)


def _append_service(services: YamlMapping, service: DraftService, resources: YamlMapping) -> None:
    entry = YamlMapping({"title": service.title} if service.title else {})
    entry["resources"] = resources
    _append(services, service.name.value, entry)
    _add_rule_comment(services, service.name.value, "", service.name.rule, _SERVICE)


def _append_resource(resources: YamlMapping, resource: DraftResource, methods: YamlMapping) -> None:
    _append(resources, resource.name.value, YamlMapping({"methods": methods}))
    _add_rule_comment(resources, resource.name.value, "", resource.name.rule, _RESOURCE)


def _method(method: DraftMethod, python: Guess, pagination: Guess | None) -> YamlMapping:
    entry = YamlMapping({"operation": method.operation})
    guesses = {
        "verb": method.verb,
        "python": python,
        "items": method.items,
        "pagination": pagination,
    }
    for key, guess in guesses.items():
        if guess:
            entry[key] = str(guess.value)
            _add_rule_comment(entry, key, guess.value, guess.rule, _METHOD_PART)
    return entry


def _append_pagination(paginations: YamlMapping, name: str, one: DraftPagination) -> None:
    _append(paginations, name, YamlMapping(one.keys))
    _add_rule_comment(paginations, name, "", one.name.rule, _SERVICE)


def _add_rule_comment(entries: YamlMapping, key: str, value: str, rule: str, indent: int) -> None:
    """Adds the rule as a comment after a key and its value, with two spaces before it."""
    entries.yaml_add_eol_comment(rule, key, column=indent + len(f"{key}: {value}".rstrip()) + 2)


def _append(entries: YamlMapping, key: str, value: YamlMapping) -> None:
    """Appends an entry, and moves the comment above the next key behind it.

    ruamel.yaml stores that comment with the last value before it.
    """
    above_next = _cut_comment(*_last_leaf(entries)) if entries else ""
    entries[key] = value
    if above_next:
        _add_comment(*_last_leaf(entries), above_next)


def _last_leaf(entries: YamlMapping) -> tuple[YamlMapping, str]:
    key = next(reversed(entries))
    value = entries[key]
    return _last_leaf(value) if isinstance(value, YamlMapping) and value else (entries, key)


def _cut_comment(entries: YamlMapping, key: str) -> str:
    """Removes the lines after the first one from the comment of `key`, and returns them."""
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


def _add_comment(entries: YamlMapping, key: str, rest: str) -> None:
    parts = entries.ca.items.get(key)
    if parts and parts[2]:
        parts[2].value = parts[2].value.rstrip("\n") + "\n" + rest
    else:
        entries.ca.items[key] = [None, None, CommentToken("\n" + rest, CommentMark(0)), None]


# ----------------------------------------------------------------------------------------- reading


def _entries(root: YamlMapping) -> Iterator[tuple[tuple[str, str], YamlMapping]]:
    for service_name, service in root["services"].items():
        for resource_name, resource in service["resources"].items():
            for method in resource["methods"].values():
                yield (service_name, resource_name), method


def _excluded(root: YamlMapping) -> tuple[str, ...]:
    return tuple(entry["operation"] for entry in root.get("exclude", None) or ())


def _follow_renames(root: YamlMapping, drafted: Mapping[str, _Drafted]) -> dict[str, str]:
    """Writes the new operationId into each entry whose operation has another one now.

    Rule I24: an entry without an operation belongs to a new operation whose drafted Python path is
    the entry's, because the path and the HTTP verb make that name. Else it belongs to the only new
    operation with its SQL verb in its resource, unless the verb is exec, if no other entry there
    could belong to it.
    """
    gone = {
        entry["operation"]: entry
        for _, entry in _entries(root)
        if entry["operation"] not in drafted
    }
    mapped = {entry["operation"]: where for where, entry in _entries(root)}
    known = {*mapped, *_excluded(root)}
    new = {one: parts for one, parts in drafted.items() if one not in known}
    by_path = {entry["python"]: operation for operation, entry in gone.items()}
    renamed = {
        by_path[method.python.value]: operation
        for operation, (_, _, method) in new.items()
        if method.python.value in by_path
    }
    left = {one: parts for one, parts in new.items() if one not in renamed.values()}
    renamed |= _pair_in_resources(root, {*gone} - {*renamed}, left, mapped)
    for before, after in renamed.items():
        _rename_operation(gone[before], after)
    return renamed


def _pair_in_resources(
    root: YamlMapping,
    gone: Collection[str],
    new: Mapping[str, _Drafted],
    mapped: Mapping[str, tuple[str, str]],
) -> dict[str, str]:
    """Pairs operations that are the only ones of their SQL verb in a resource of the file."""
    pairs: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    for operation, (service, resource, method) in new.items():
        methods = _find_methods(root, service, resource, mapped)
        verb = method.verb.value
        entries = [
            entry["operation"]
            for entry in methods.values()
            if entry["operation"] in gone and entry["verb"] == verb
        ]
        if verb != SqlVerb.EXEC:
            pairs.setdefault((id(methods), verb), (entries, []))[1].append(operation)
    return {
        before[0]: after[0] for before, after in pairs.values() if len(before) == len(after) == 1
    }


def _rename_operation(entry: YamlMapping, operation: str) -> None:
    """Replaces the operationId of an entry. A comment after it keeps its distance."""
    comment = entry.ca.items.get("operation")
    if comment and comment[2]:
        comment[2].start_mark.column += len(operation) - len(entry["operation"])
    entry["operation"] = operation


def _find_methods(
    root: YamlMapping,
    service: DraftService,
    resource: DraftResource,
    mapped: Mapping[str, tuple[str, str]],
) -> YamlMapping:
    """Returns the methods of the resource that a drafted resource's operations belong to.

    That is the resource with most of its operations, else the one with its name; an empty mapping
    if there is none.
    """
    homes = Counter(mapped[one.operation] for one in resource.methods if one.operation in mapped)
    if homes:
        service_name, resource_name = homes.most_common(1)[0][0]
        return cast(
            YamlMapping, root["services"][service_name]["resources"][resource_name]["methods"]
        )
    there = root["services"].get(service.name.value, {}).get("resources", {})
    return cast(YamlMapping, there.get(resource.name.value, {}).get("methods", YamlMapping()))


def _append_new_resource(
    services: YamlMapping, service: DraftService, resource: DraftResource, methods: YamlMapping
) -> None:
    if service.name.value in services:
        _append_resource(services[service.name.value]["resources"], resource, methods)
    else:
        resources = YamlMapping()
        _append_resource(resources, resource, methods)
        _append_service(services, service, resources)


def _choose_python_path(
    root: YamlMapping, method: DraftMethod, last_resort: tuple[str, ...]
) -> Guess:
    taken = [tuple(entry["python"].split(".")) for _, entry in _entries(root)]
    wanted = tuple(method.python.value.split("."))
    if all(wanted[: len(other)] != other and other[: len(wanted)] != wanted for other in taken):
        return method.python
    return Guess(".".join(last_resort), "service-resource-method")


def _find_or_add_pagination(root: YamlMapping, one: DraftPagination) -> str:
    """Returns the name of the file's pagination that equals `one`; adds it if there is none."""
    if "paginations" not in root:
        root.insert(list(root).index("services"), "paginations", YamlMapping())
    paginations = root["paginations"]
    for name, entry in paginations.items():
        if dict(entry) == dict(one.keys):
            return str(name)
    name = make_distinct_name(one.name.value, paginations)
    _append_pagination(paginations, name, one)
    return name
