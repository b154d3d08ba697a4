"""Reads a parsed OpenAPI document, after its overlay, into a `SpecDoc`.

Reports the problems that make the document unusable here: references, operationIds, path parameters
and names. `validate` reports whether the document is valid OpenAPI; this module ignores parts of a
wrong type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator import names
from generator.diagnostics import Defect, Problems, Refused
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.callbacks import CallbackReader
from generator.openapi.content import ContentReader
from generator.openapi.further_methods import read_further
from generator.openapi.model import (
    Operation,
    Parameter,
    SecurityScheme,
    SentRequest,
    SpecDoc,
    Tag,
)
from generator.openapi.pointers import NoSuchPlace, child, resolve
from generator.openapi.refs import References
from generator.openapi.samples import read_deprecation, read_samples
from generator.openapi.schemas import SchemaReader
from generator.openapi.servers import choose_servers, read_servers
from generator.openapi.tree import Tree
from generator.openapi.version import read_version
from generator.vocabulary import HttpVerb, ParamPlace, Server

_VERBS = frozenset(HttpVerb)
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def read_spec(tree: Tree, sha256: str, problems: Problems) -> SpecDoc:
    """Reads the document. Raises `Refused` if its version isn't 3.0, 3.1 or 3.2.

    Other problems are added to `problems`, and the result lacks the parts that have them. Call
    `problems.stop_if_errors` before you use it.
    """
    if read_version(tree, problems) is None:
        raise Refused
    root = tree.root
    refs = References(tree, problems)
    schemas = SchemaReader(tree, refs, problems)
    components = json_parts.mapping(root.get("components"))
    for pointer, _, _ in json_parts.entries("/components/schemas", components.get("schemas")):
        schemas.add_target(pointer)
    content = ContentReader(tree, refs, schemas, problems)
    callbacks = CallbackReader(refs, content)
    reader = _OperationReader(tree, refs, content, callbacks, problems)
    operations = reader.read()
    sent = (*callbacks.read_webhooks(root.get("webhooks")), *reader.callbacks)
    security_schemes = _security_schemes(refs, components.get("securitySchemes"))
    _check_security(tree, operations, {scheme.name for scheme in security_schemes}, problems)
    targets = schemas.read_targets()
    refs.report_outside()
    about = json_parts.mapping(root.get("info"))
    return SpecDoc(
        file=tree.file,
        sha256=sha256,
        title=json_parts.text(about.get("title")),
        version=json_parts.text(about.get("version")),
        description=json_parts.text(about.get("description")),
        servers=read_servers(root.get("servers")),
        tags=_tags(tree, problems),
        security=_security(root.get("security")) or (),
        security_schemes=security_schemes,
        operations=operations,
        sent_requests=sent,
        schemas=targets,
        locate=tree.locate,
    )


@dataclass(frozen=True, slots=True)
class _Route:
    """What an operation has from its path item."""

    path: str
    verb: HttpVerb
    shared_list: str  # the pointer of the path item's parameters
    shared: list[Parameter]


class _OperationReader:
    """Reads the operations of all paths, and remembers their operationIds."""

    def __init__(
        self,
        tree: Tree,
        refs: References,
        content: ContentReader,
        callbacks: CallbackReader,
        problems: Problems,
    ) -> None:
        self.callbacks: list[SentRequest] = []  # of the operations read so far
        self._callbacks = callbacks
        self._tree = tree
        self._refs = refs
        self._content = content
        self._problems = problems
        self._seen_items: dict[str, str] = {}
        self._seen_ids: dict[str, str] = {}
        self._seen_names: dict[str, str] = {}
        self._seen_routes: dict[tuple[str, HttpVerb], str] = {}

    def read(self) -> tuple[Operation, ...]:
        """Returns all operations, in document order."""
        found: list[Operation] = []
        for at, path, value in json_parts.entries("/paths", self._tree.root.get("paths")):
            item = None if path.startswith("x-") else self._refs.follow(at, value)
            if item is not None and self._is_first_use(at, item[0]):
                found.extend(self._operations(path, *item))
        if not found and not self._refs.has_outside:
            self._problems.error(
                "no-operations",
                "the document has no operations, so there is nothing to generate",
                self._tree.locate_key("/paths"),
                "add paths with operations, or name another source",
            )
        return tuple(found)

    def _is_first_use(self, at: str, item: str) -> bool:
        """Reports a path item that two paths share, as its operationIds occur twice."""
        first = self._seen_items.setdefault(item, at)
        if first != at:
            self._problems.error(
                "path-item-used-twice",
                "another path refers to the same path item, so its operationIds occur twice",
                self._tree.locate_key(at),
                "write out the operations of one of the two paths",
            )
        return first == at

    def _operations(self, path: str, pointer: str, item: JsonObject) -> list[Operation]:
        parameters = child(pointer, "parameters")
        shared = self._read_parameters(parameters, item.get("parameters"))
        own = [one for one in json_parts.entries(pointer, item) if one[1] in _VERBS]
        found: list[Operation] = []
        for at, verb, value in (*own, *read_further(pointer, item, self._tree, self._problems)):
            place = self._refs.follow(at, value)
            if place is not None:
                route = _Route(path, HttpVerb(verb), parameters, shared)
                operation = self._operation(place[0], route, place[1])
                found.append(self._with_surroundings(operation, place[1], item))
        return found

    def _with_surroundings(
        self, operation: Operation, value: JsonObject, item: JsonObject
    ) -> Operation:
        """Returns the operation with its servers, and keeps its callbacks."""
        self.callbacks += self._callbacks.read_callbacks(operation, value.get("callbacks"))
        return replace(operation, servers=self._own_servers(value, item))

    def _own_servers(self, operation: JsonObject, item: JsonObject) -> tuple[Server, ...]:
        found = choose_servers(operation.get("servers"), item.get("servers"))
        return () if found == read_servers(self._tree.root.get("servers")) else found

    def _read_parameters(self, pointer: str, value: Json) -> list[Parameter]:
        """Reads a list of parameters, and reports each that the list has twice."""
        found = self._content.read_parameters(pointer, value)
        if len({(one.name, one.place) for one in found}) < len(found):
            self._report_repeated(pointer, value)
        return found

    def _report_repeated(self, pointer: str, value: Json) -> None:
        seen: set[tuple[Json, Json]] = set()
        for at, part in json_parts.elements(pointer, value):
            place = self._refs.follow(at, part)
            key = (place[1].get("name"), place[1].get("in")) if place else None
            if key in seen:
                self._problems.error(
                    "repeated-parameter",
                    f'the list already has a {key[1]} parameter "{key[0]}"',
                    self._tree.locate(at),
                    "remove one of the two",
                    Defect(at),
                )
            elif key:
                seen.add(key)

    def _operation(self, pointer: str, route: _Route, value: JsonObject) -> Operation:
        own_list = child(pointer, "parameters")
        own = self._read_parameters(own_list, value.get("parameters"))
        parameters = {(parameter.name, parameter.place): parameter for parameter in reversed(own)}
        ordered = {(p.name, p.place): parameters[p.name, p.place] for p in own}
        for parameter in route.shared:
            ordered.setdefault((parameter.name, parameter.place), parameter)
        path, verb = route.path, route.verb
        self._check_path(pointer, path, (own_list, route.shared_list), tuple(ordered.values()))
        identifier = json_parts.text(value.get("operationId"))
        self._check_id(pointer, path, verb, identifier)
        self._check_route(pointer, path, verb)
        is_deprecated, reason = read_deprecation(value)
        requests, responses = read_samples(value)
        return Operation(
            pointer=pointer,
            id=identifier,
            verb=verb,
            path=path,
            tags=json_parts.texts(value.get("tags")),
            summary=json_parts.text(value.get("summary")),
            description=json_parts.text(value.get("description")),
            deprecated=is_deprecated,
            deprecation_reason=reason,
            parameters=tuple(ordered.values()),
            body=self._content.read_body(child(pointer, "requestBody"), value.get("requestBody")),
            responses=self._content.read_responses(
                child(pointer, "responses"), value.get("responses")
            ),
            security=_security(value.get("security")),
            samples=requests,
            sample_responses=responses,
        )

    def _check_path(
        self, pointer: str, path: str, lists: tuple[str, ...], parameters: tuple[Parameter, ...]
    ) -> None:
        """Rule O1: the path's placeholders and the operation's path parameters are the same."""
        if set("{}") & set(_TEMPLATE.sub("", path)):
            self._problems.error(
                "broken-path",
                f'the braces of path "{path[:200]}" don\'t match',
                self._tree.locate_key(child("/paths", path)),
                "write each parameter as {name}",
            )
            return
        declared = {p.name: p for p in parameters if p.place is ParamPlace.PATH}
        in_path = dict.fromkeys(_TEMPLATE.findall(path))
        for name in in_path:
            if name not in declared:
                self._problems.error(
                    "undeclared-path-parameter",
                    f'the operation does not declare path parameter "{name[:200]}"',
                    self._tree.locate_key(pointer),
                    "declare it with `in: path`, in the operation or in its path item",
                    Defect(pointer, detail=(name, path)),
                )
        for name, parameter in declared.items():
            if name not in in_path:
                self._problems.error(
                    "path-parameter-not-in-path",
                    f'path parameter "{name[:200]}" is not in the path',
                    self._tree.locate(child(parameter.pointer, "name")),
                    f"add {{{name[:200]}}} to the path, or correct its `in`",
                    Defect(self._find_entry(lists, parameter), detail=(name, path)),
                )

    def _find_entry(self, lists: tuple[str, ...], parameter: Parameter) -> str:
        """Returns the pointer of the element that is the parameter or refers to it."""
        for pointer in lists:
            try:
                value = resolve(self._tree.root, pointer)
            except NoSuchPlace:
                continue
            for at, part in json_parts.elements(pointer, value):
                place = self._refs.follow(at, part)
                if place is not None and place[0] == parameter.pointer:
                    return at
        return parameter.pointer

    def _check_route(self, pointer: str, path: str, verb: HttpVerb) -> None:
        """Rule O5: paths that differ only in the names of their parameters are one address.

        The operations can be called, but the server alone knows which of them answers.
        """
        route = (_TEMPLATE.sub("{}", path), verb)
        first = self._seen_routes.setdefault(route, pointer)
        if first != pointer:
            line = self._tree.locate_key(first).line
            self._problems.warning(
                "one-address-twice",
                f"{verb.sent} {path[:200]} has the address of another operation",
                self._tree.locate_key(pointer),
                f"the other is on line {line}; if they are one, remove one of them with an overlay",
            )

    def _check_id(self, pointer: str, path: str, verb: HttpVerb, identifier: str) -> None:
        """Rule O2: each operation has an operationId of its own, also in snake case."""
        if not identifier:
            self._problems.error(
                "no-operation-id",
                f"{verb.sent} {path[:200]} has no operationId",
                self._tree.locate_key(pointer),
                "add one to the document, or with an overlay",
                Defect(pointer, detail=(verb, path)),
            )
            return
        at = child(pointer, "operationId")
        first = self._seen_ids.setdefault(identifier, at)
        if first != at:
            self._problems.error(
                "duplicate-operation-id",
                f'another operation already has operationId "{identifier[:200]}"',
                self._tree.locate(at),
                f"the other is on line {self._tree.locate(first).line}; rename one of them, "
                "here or with an overlay",
            )
            return
        first = self._seen_names.setdefault(names.snake_case(identifier), at)
        if first != at:
            other = self._tree.locate(first)
            self._problems.error(
                "operation-ids-collide",
                f'operationId "{identifier[:200]}" gives the same name in snake case as another',
                self._tree.locate(at),
                f"the other is on line {other.line}; rename one of them, here or with an overlay",
            )


def _tags(tree: Tree, problems: Problems) -> tuple[Tag, ...]:
    """Returns the tags. Each name occurs once (OpenAPI 3.1 §4.8.1)."""
    found: dict[str, Tag] = {}
    for at, tag in json_parts.elements("/tags", tree.root.get("tags")):
        name = json_parts.text(tag.get("name")) if isinstance(tag, dict) else ""
        if name in found:
            problems.error(
                "repeated-tag",
                f'the list already has a tag "{name[:200]}"',
                tree.locate(at),
                "remove one of the two",
                Defect(at),
            )
        elif isinstance(tag, dict) and name:
            found[name] = Tag(name, json_parts.text(tag.get("description")))
    return tuple(found.values())


def _check_security(
    tree: Tree, operations: tuple[Operation, ...], known: set[str], problems: Problems
) -> None:
    """Rule O4: each scheme that a `security` names is in components/securitySchemes."""
    given = [("/security", tree.root.get("security"))]
    for operation in operations:
        if operation.security is not None:
            at = child(operation.pointer, "security")
            given.append((at, resolve(tree.root, at)))
    declared = ", ".join(sorted(known)) or "none"
    for pointer, value in given:
        for at, alternative in json_parts.elements(pointer, value):
            for place, name, _ in json_parts.entries(at, alternative):
                if name not in known:
                    problems.error(
                        "unknown-security-scheme",
                        f'security scheme "{name[:200]}" is not in components/securitySchemes',
                        tree.locate_key(place),
                        f"declared are: {declared}",
                        Defect(at),
                    )


def _token_url(scheme: JsonObject) -> str:
    flows = json_parts.mapping(scheme.get("flows"))
    return json_parts.text(json_parts.mapping(flows.get("clientCredentials")).get("tokenUrl"))


def _security(value: Json) -> tuple[tuple[str, ...], ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(tuple(scheme) for scheme in value if isinstance(scheme, dict))


def _security_schemes(refs: References, value: Json) -> tuple[SecurityScheme, ...]:
    found: list[SecurityScheme] = []
    for at, name, part in json_parts.entries("/components/securitySchemes", value):
        place = refs.follow(at, part)
        if place is not None:
            scheme = place[1]
            found.append(
                SecurityScheme(
                    name=name,
                    type=json_parts.text(scheme.get("type")),
                    scheme=json_parts.text(scheme.get("scheme")).lower(),
                    place=json_parts.text(scheme.get("in")),
                    parameter=json_parts.text(scheme.get("name")),
                    description=json_parts.text(scheme.get("description")),
                    token_url=_token_url(scheme),
                )
            )
    return tuple(found)
