"""Joins a document with the files that it refers to: several trees in, one tree out.

A schema of another file becomes a component; every other part replaces the reference to it. Each
node keeps its position in its own file. A reference to a file that isn't among the trees stays
unchanged, and `refs` reports it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NoReturn
from urllib.parse import unquote

from generator.diagnostics import Problems, Refused
from generator.json_types import Json, JsonObject
from generator.openapi.derived_tree import derive_tree
from generator.openapi.json_parts import mapping
from generator.openapi.overlaid_tree import NodeOrigin
from generator.openapi.pointers import (
    NoSuchPlace,
    child,
    from_fragment,
    last_step,
    resolve,
    steps,
)
from generator.openapi.source_text import MAX_DEPTH, refuse_depth
from generator.openapi.tree import Tree

_MAX_NODES = 2_000_000  # of the joined document
_MAX_OPEN = 30  # references that are written out inside one another
_IS_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


class _Kind(Enum):
    """What a node is, as far as references in it are concerned."""

    SCHEMA = auto()
    SCHEMAS = auto()  # a mapping or list of schemas
    OBJECT = auto()  # another object of OpenAPI
    NAMED = auto()  # a mapping or list of such objects
    DISCRIMINATOR = auto()
    VALUE = auto()  # JSON that holds no references: an example, a default, an extension


_SCHEMA_KEYS: Mapping[str, _Kind] = {
    **dict.fromkeys(
        (
            *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
            *("allOf", "anyOf", "oneOf", "prefixItems"),
        ),
        _Kind.SCHEMAS,
    ),
    **dict.fromkeys(
        (
            *("items", "additionalProperties", "not", "if", "then", "else", "contains"),
            *("propertyNames", "unevaluatedProperties", "unevaluatedItems", "contentSchema"),
        ),
        _Kind.SCHEMA,
    ),
    "discriminator": _Kind.DISCRIMINATOR,
}
_OBJECT_KEYS: Mapping[str, _Kind] = {
    **dict.fromkeys(("schema", "itemSchema"), _Kind.SCHEMA),
    **dict.fromkeys(("schemas", "definitions"), _Kind.SCHEMAS),
    **dict.fromkeys(
        (
            *("paths", "webhooks", "pathItems", "callbacks", "parameters", "responses"),
            *("requestBodies", "headers", "content", "mediaTypes", "links", "encoding"),
            *("examples", "securitySchemes", "securityDefinitions", "additionalOperations"),
        ),
        _Kind.NAMED,
    ),
    **dict.fromkeys(("example", "default", "enum", "value", "security"), _Kind.VALUE),
}


def find_referenced_files(tree: Tree, path: str) -> list[str]:
    """Returns the paths of the files that the file `path` refers to, relative to the same folder.

    A path that leads out of the folder is left out.
    """
    found: dict[str, None] = {}
    waiting: list[tuple[Json, _Kind]] = [
        (tree.root, kind) for kind in (_Kind.OBJECT, _Kind.SCHEMA, _Kind.SCHEMAS)
    ]  # the file may be any of them
    while waiting:
        value, kind = waiting.pop()
        if kind is _Kind.VALUE:
            continue
        if isinstance(value, dict):
            refs = [value.get("$ref")]
            if kind is _Kind.DISCRIMINATOR:
                refs += [*mapping(value.get("mapping")).values(), value.get("defaultMapping")]
            for ref in refs:
                target = _target_path(path, ref) if isinstance(ref, str) else None
                if target is not None and target != path:
                    found[target] = None
            waiting.extend((part, _kind_below(kind, key)) for key, part in value.items())
        elif isinstance(value, list):
            waiting.extend((part, _kind_below(kind, "")) for part in value)
    return list(found)


def join_files(main: Tree, path: str, others: Mapping[str, Tree], problems: Problems) -> Tree:
    """Returns one tree of the file `path` and the other files, by their paths in its folder.

    Rule JF1: a relative reference to one of the files is followed. A schema becomes a component of
    the name that it has in its file, or of the file's name; other parts are written out.
    Rule JF2: a component that is nothing but a reference to another file is the schema there.
    """
    joiner = _Joiner(main, path, others, problems)
    joined = joiner.join()
    for unused in others.keys() - joiner.used:
        problems.note(
            "unused-source-file",
            f'no reference leads to "{unused}", which `source.files` lists',
            main.locate(""),
            "remove it from the provider file",
        )
    return joined


@dataclass(frozen=True, slots=True)
class _Place:
    """A node in one of the files, and its kind."""

    file: str
    pointer: str
    kind: _Kind

    def below(self, key: str | int) -> _Place:
        kind = _kind_below(self.kind, key if isinstance(key, str) else "")
        return replace(self, pointer=child(self.pointer, key), kind=kind)


class _Joiner:
    """Copies the main file, and every part that a reference brings in."""

    def __init__(
        self, main: Tree, path: str, others: Mapping[str, Tree], problems: Problems
    ) -> None:
        self.used: set[str] = set()
        self._main = path
        self._trees = {**others, path: main}
        self._problems = problems
        is_swagger = "openapi" not in main.root and "swagger" in main.root
        self._schemas_at = "/definitions" if is_swagger else "/components/schemas"
        self._names: dict[tuple[str, str], str] = {}  # file and pointer → name of the component
        self._taken: set[str] = set()
        self._waiting: list[tuple[_Place, str]] = []
        self._origins: dict[str, NodeOrigin] = {}
        self._open: list[tuple[str, str]] = []  # the references that are being written out
        self._nodes = 0

    def join(self) -> Tree:
        """Returns the joined document."""
        main = self._trees[self._main]
        self._name_own_components(main)
        root = mapping(self._copy(main.root, _Place(self._main, "", _Kind.OBJECT), ""))
        added: JsonObject = {}
        while self._waiting:
            place, name = self._waiting.pop(0)
            at = child(self._schemas_at, name)
            added[name] = self._bring_in(place, at)
        if added:
            _add_schemas(root, steps(self._schemas_at), added)
        return derive_tree(main, root, self._origins)

    def _name_own_components(self, main: Tree) -> None:
        """Names the targets of the components that are only references (rule JF2)."""
        try:
            own = mapping(resolve(main.root, self._schemas_at))
        except NoSuchPlace:
            own = {}
        self._taken.update(own)
        for name, part in own.items():
            ref = mapping(part).get("$ref")
            if isinstance(ref, str) and len(mapping(part)) == 1:
                target = self._find(self._main, ref)
                if target is not None and target[0] != self._main:
                    self._names.setdefault(target, name)

    def _copy(self, value: Json, place: _Place, at: str) -> Json:
        """Returns the node at `place` as it is at the pointer `at` of the joined document."""
        if place.kind is _Kind.VALUE or not isinstance(value, dict | list):
            return value
        self._nodes += len(value)
        if self._nodes > _MAX_NODES:
            self._refuse_size(place)
        if at.count("/") > MAX_DEPTH:
            refuse_depth(self._tree(place).locate_key(place.pointer), self._problems)
        if isinstance(value, list):
            return [
                self._copy(part, place.below(index), child(at, index))
                for index, part in enumerate(value)
            ]
        ref = value.get("$ref")
        if isinstance(ref, str) and place.kind in (_Kind.SCHEMA, _Kind.OBJECT):
            return self._follow(ref, value, place, at)
        if place.kind is _Kind.DISCRIMINATOR:
            return self._copy_discriminator(value, place)
        return self._copy_entries(value, place, at)

    def _copy_entries(
        self, value: JsonObject, place: _Place, at: str, but: Container[str] = ()
    ) -> JsonObject:
        return {
            key: self._copy(part, place.below(key), child(at, key))
            for key, part in value.items()
            if key not in but
        }

    def _follow(self, ref: str, value: JsonObject, place: _Place, at: str) -> Json:
        """Returns what stands for the reference at `place` in the joined document."""
        target = self._find(place.file, ref)
        if target is None or (place.file == self._main and target[0] == self._main):
            return self._copy_entries(value, place, at)
        file, pointer = target
        self.used.add(file)
        siblings = self._copy_entries(value, place, at, but=("$ref",))
        there = _Place(file, pointer, place.kind)
        if not self._exists(there):
            self._report_missing(ref, place)
            return siblings
        if file == self._main:
            return {"$ref": f"#{pointer}", **siblings}
        if place.kind is _Kind.SCHEMA:
            name = self._name(there)
            if at != child(self._schemas_at, name) or place.file != self._main:
                return {"$ref": f"#{child(self._schemas_at, name)}", **siblings}
        found = self._bring_in(there, at)
        return {**found, **siblings} if isinstance(found, dict) else found

    def _bring_in(self, place: _Place, at: str) -> Json:
        """Returns the node at `place` of another file, written out at the pointer `at`."""
        key = (place.file, place.pointer)
        tree = self._tree(place)
        if key in self._open or len(self._open) >= _MAX_OPEN:
            self._problems.error(
                "reference-without-end",
                f"this part refers to itself, or in more than {_MAX_OPEN} steps to others",
                tree.locate_key(place.pointer),
                "write out one of the parts",
            )
            return {}
        self._origins[at] = NodeOrigin(tree, place.pointer)
        self._open.append(key)
        found = self._copy(resolve(tree.root, place.pointer), place, at)
        self._open.pop()
        return found

    def _copy_discriminator(self, value: JsonObject, place: _Place) -> JsonObject:
        made = {**value}
        if "mapping" in value:
            made["mapping"] = {
                tag: self._copy_mapped(ref, place) for tag, ref in mapping(value["mapping"]).items()
            }
        if "defaultMapping" in value:
            made["defaultMapping"] = self._copy_mapped(value["defaultMapping"], place)
        return made

    def _copy_mapped(self, ref: Json, place: _Place) -> Json:
        """Returns the reference of a discriminator as it reads in the joined document."""
        target = self._find(place.file, ref) if isinstance(ref, str) else None
        there = _Place(*target, _Kind.SCHEMA) if target is not None else None
        is_other = there is not None and (place.file, there.file) != (self._main, self._main)
        if there is None or not is_other or not self._exists(there):
            return ref
        if there.file == self._main:
            return f"#{there.pointer}"
        self.used.add(there.file)
        return f"#{child(self._schemas_at, self._name(there))}"

    def _name(self, place: _Place) -> str:
        """Returns the name of the component that the schema at `place` becomes."""
        key = (place.file, place.pointer)
        if key not in self._names:
            stem = posixpath.basename(place.file).partition(".")[0]
            wanted = _NOT_IN_NAMES.sub("_", last_step(place.pointer) or stem) or "schema"
            name, number = wanted, 2
            while name in self._taken:
                name, number = f"{wanted}_{number}", number + 1
            self._taken.add(name)
            self._names[key] = name
            self._waiting.append((place, name))
        return self._names[key]

    def _find(self, file: str, ref: str) -> tuple[str, str] | None:
        """Returns file and pointer of the reference's target; None if no listed file has it."""
        path = file if ref.startswith("#") else _target_path(file, ref)
        if path is None or path not in self._trees:
            return None
        fragment = ref.partition("#")[2]
        pointer = from_fragment(f"#{fragment}")
        if pointer is None:
            return None if path == self._main == file else (path, f"/#{fragment}")
        return path, pointer

    def _exists(self, place: _Place) -> bool:
        try:
            resolve(self._tree(place).root, place.pointer)
        except NoSuchPlace:
            return False
        return True

    def _tree(self, place: _Place) -> Tree:
        return self._trees[place.file]

    def _report_missing(self, ref: str, place: _Place) -> None:
        self._problems.error(
            "dangling-reference",
            f'"{ref[:200]}" leads to nothing in that file',
            self._tree(place).locate(child(place.pointer, "$ref")),
            "add it, or correct the reference",
        )

    def _refuse_size(self, place: _Place) -> NoReturn:
        self._problems.error(
            "file-too-large",
            f"the joined files have more than {_MAX_NODES:,} values",
            self._tree(place).locate_key(place.pointer),
            "let references lead to schemas, which are not written out again for each",
        )
        raise Refused


def _kind_below(kind: _Kind, key: str) -> _Kind:
    """Returns the kind of the part at `key`; the key is empty for the elements of a list."""
    if kind is _Kind.SCHEMAS:
        return _Kind.SCHEMA
    if kind is _Kind.NAMED:
        return _Kind.OBJECT
    if kind is _Kind.SCHEMA:
        return _SCHEMA_KEYS.get(key, _Kind.VALUE) if key else kind
    if kind is _Kind.OBJECT and not key.startswith("x-"):
        return _OBJECT_KEYS.get(key, _Kind.OBJECT)
    return _Kind.VALUE


def _target_path(file: str, ref: str) -> str | None:
    """Returns the path of a reference from `file`; None if it is no path inside the folder."""
    path = unquote(ref.partition("#")[0])
    if not path or _IS_URL.match(path) or path.startswith("/") or "\\" in path:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    return None if joined == ".." or joined.startswith("../") else joined


def _add_schemas(root: JsonObject, place: tuple[str, ...], added: JsonObject) -> None:
    """Adds schemas to the components of a tree that the joiner made."""
    here = root
    for step in place:
        inner = mapping(here.get(step))
        here[step] = inner
        here = inner
    here.update(added)
