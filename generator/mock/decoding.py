"""Decodes texts by type: paths, queries, headers and forms carry only text.

Names and texts come in. Names with brackets (`range[from]`, `tags[]`) become a tree, and the
type says how to read each text. A text that doesn't fit stays a text, and validation rejects it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, Union

from generator.examples.validators import FILE, Use, Validators
from generator.json_types import Json, JsonObject
from generator.mock.sent_json import parse_json
from generator.model.methods import Param
from generator.model.types import (
    Anything,
    Array,
    Const,
    Enum,
    Map,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
)
from generator.model.types import Union as UnionType

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_BRACKETED = re.compile(r"([^\[\]]*)((?:\[[^\[\]]*\])+)")
_INTEGER = re.compile(r"[+-]?\d{1,400}")
_NUMBER = re.compile(r"[+-]?(\d++\.?\d*+|\.\d++)([eE][+-]?\d{1,3})?")
_SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True, slots=True)
class FilePart:
    """Stands for a file part in a tree of texts."""


Leaf: TypeAlias = str | FilePart
Tree: TypeAlias = Union[Leaf, "list[Tree]", "dict[str, Tree]"]
Pairs: TypeAlias = Iterable[tuple[str, Leaf]]


class TextDecoder:
    """Decodes texts by the types of one provider."""

    def __init__(self, validators: Validators, use: Use) -> None:
        self._validators = validators
        self._use = use

    def decode(self, kind: Type, tree: Tree) -> Json:  # noqa: C901 - one case a kind of type
        """Returns the value of a text, or of a tree of texts, as a `kind`."""
        match kind:
            case Nullable(of):
                return None if tree == "null" else self.decode(of, tree)
            case Ref(name):
                return self.decode(self._validators.types[name].type, tree)
            case UnionType(variants):
                for variant in variants:
                    found = self.decode(variant.type, tree)
                    if self._validators.fits(variant.type, self._use, found):
                        return found
            case Array(items):
                if isinstance(tree, str) and isinstance(read := _try_json(tree), list):
                    return read
                inner = tree if isinstance(tree, list) else [tree]
                return [self.decode(items, one) for one in inner]
            case Object() | Map():
                return self._decode_object(kind, tree)
            case Scalar(scalar) | Enum(scalar) if isinstance(tree, str):
                return _decode_literal(scalar, tree)
            case Const(value) if isinstance(tree, str):
                return value if tree == _text_of(value) else tree
        return _plain_value(tree)

    def _decode_object(self, kind: Object | Map, tree: Tree) -> Json:
        if isinstance(tree, str) and isinstance(read := _try_json(tree), dict):
            return read
        if not isinstance(tree, dict):
            return _plain_value(tree)
        if isinstance(kind, Map):
            return {name: self.decode(kind.values, inner) for name, inner in tree.items()}
        known = {one.name: one for one in kind.properties}
        return {
            name: self._decode_member(known[name], inner)
            if name in known
            else self.decode(kind.extra or Anything(), inner)
            for name, inner in tree.items()
        }

    def _decode_member(self, one: Property, tree: Tree) -> Json:
        return None if one.nullable and tree == "null" else self.decode(one.type, tree)

    def decode_params(
        self, params: Iterable[Param], pairs: Pairs
    ) -> tuple[JsonObject, tuple[str, ...]]:
        """Returns the values by parameter, and the names that no parameter has."""
        rest = list(pairs)
        values: JsonObject = {}
        for param in sorted(params, key=self._takes_any_name):
            tree, rest = self._take(param, rest)
            if tree is not None:
                values[param.name] = self._decode_param(param, tree)
        return values, tuple(dict.fromkeys(name for name, _ in rest))

    def _takes_any_name(self, param: Param) -> bool:
        """Does the parameter take every name left over? An exploded map does."""
        return isinstance(self._validators.resolve(param.type), Map)

    def _decode_param(self, param: Param, tree: Tree) -> Json:
        if param.content_type and isinstance(tree, str):
            read = _try_json(tree)
            return tree if read is None else read
        if param.nullable and tree == "null":
            return None
        return self.decode(param.type, tree)

    def _take(
        self, param: Param, pairs: list[tuple[str, Leaf]]
    ) -> tuple[Tree | None, list[tuple[str, Leaf]]]:
        """Returns the texts of a parameter, by its style, and the remaining pairs."""
        kind = self._validators.resolve(param.type)
        own = [leaf for name, leaf in pairs if name == param.name]
        rest = [(name, leaf) for name, leaf in pairs if name != param.name]
        if param.style == "deepObject":
            nested = [pair for pair in rest if _is_below(pair[0], param.name)]
            if nested:
                rest = [pair for pair in rest if not _is_below(pair[0], param.name)]
                mine = [(param.name, leaf) for leaf in own]
                return build_tree([*mine, *nested]).get(param.name), rest
        if isinstance(kind, Object | Map) and param.explode and param.style == "form" and not own:
            names = {name for name, _ in rest}
            if isinstance(kind, Object):
                names = {one.name for one in kind.properties}
            spread: dict[str, Tree] = {name: leaf for name, leaf in rest if name in names}
            return spread or None, [pair for pair in rest if pair[0] not in names]
        if not own:
            return None, rest
        if not param.explode and len(own) == 1 and isinstance(own[0], str):
            return _split_text(kind, own[0], _SEPARATORS.get(param.style, ",")), rest
        return (own[0] if len(own) == 1 else list(own)), rest


def _split_text(kind: Type, text: str, separator: str) -> Tree:
    """Splits an array or an object that was sent as one text."""
    match kind:
        case Array():
            return list(text.split(separator))
        case Object() | Map():
            words = text.split(separator)
            return dict(zip(words[::2], words[1::2], strict=False))
    return text


def build_tree(pairs: Pairs) -> dict[str, Tree]:
    """Builds objects and arrays from names with brackets. A repeated name makes an array.

    >>> build_tree([("range[from]", "1"), ("tags[]", "a"), ("tags[]", "b")])
    {'range': {'from': '1'}, 'tags': ['a', 'b']}
    """
    root: dict[str, Tree] = {}
    for name, leaf in pairs:
        found = _BRACKETED.fullmatch(name)
        steps = [found[1], *_BRACKETS.findall(found[2])] if found else [name]
        _insert(root, steps, leaf)
    return {name: _lists_from_indexes(tree) for name, tree in root.items()}


def _insert(into: dict[str, Tree], steps: list[str], leaf: Leaf) -> None:
    first, *rest = steps
    if not rest:
        if first not in into:
            into[first] = leaf
        elif isinstance(known := into[first], list):
            known.append(leaf)
        else:
            into[first] = [known, leaf]
        return
    if rest == [""]:
        known = into.setdefault(first, [])
        if isinstance(known, list):
            known.append(leaf)
        else:
            into[first] = [known, leaf]
        return
    inner = into.setdefault(first, {})
    if rest[0] == "":  # `items[][name]`: a repeated name starts the next item
        rows = inner if isinstance(inner, list) else []
        into[first] = rows
        last = rows[-1] if rows else None
        if not isinstance(last, dict) or rest[1] in last:
            last = {}
            rows.append(last)
        _insert(last, rest[1:], leaf)
    elif isinstance(inner, dict):
        _insert(inner, rest, leaf)


def _lists_from_indexes(tree: Tree) -> Tree:
    """Turns objects with the keys `0`, `1`, … into arrays: `tags[0]`, `tags[1]`."""
    if isinstance(tree, list):
        return [_lists_from_indexes(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    inner = {name: _lists_from_indexes(one) for name, one in tree.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner


def _is_below(name: str, param: str) -> bool:
    return name.startswith(f"{param}[") and name.endswith("]")


def _decode_literal(kind: ScalarKind, text: str) -> Json:
    if kind is ScalarKind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind in (ScalarKind.INTEGER, ScalarKind.NUMBER) and _INTEGER.fullmatch(text):
        return int(text)
    if kind is ScalarKind.NUMBER and _NUMBER.fullmatch(text):
        return float(text)
    return text


def _text_of(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _try_json(text: str) -> Json:
    if not text.lstrip().startswith(("{", "[", '"')):
        return None
    try:
        return parse_json(text)
    except ValueError:
        return None


def _plain_value(tree: Tree) -> Json:
    match tree:
        case FilePart():
            return FILE
        case list():
            return [_plain_value(one) for one in tree]
        case dict():
            return {name: _plain_value(one) for name, one in tree.items()}
    return tree
