"""Decodes texts by type: paths, queries, headers and forms carry only text.

Names and texts come in. `text_splitting` splits them into trees, and the type says how to read each
text. A text that doesn't fit stays a text, and validation rejects it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar
from urllib.parse import unquote_plus

from generator.examples.validators import FILE, Use, Validators
from generator.json_types import Json, JsonObject
from generator.mock.sent_json import parse_json
from generator.mock.text_splitting import (
    FilePart,
    Leaf,
    Pairs,
    StyledValue,
    StyleMismatch,
    Tree,
    build_tree,
    split_path_text,
    take_pairs,
)
from generator.model.methods import Content, Param
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

_INTEGER = re.compile(r"[+-]?\d{1,400}")
_NUMBER = re.compile(r"[+-]?(\d++\.?\d*+|\.\d++)([eE][+-]?\d{1,3})?")
_Split = TypeVar("_Split", Tree, Tree | None)


class TextDecoder:
    """Decodes texts by the types of one provider."""

    def __init__(self, validators: Validators, use: Use) -> None:
        self._validators = validators
        self._use = use

    def decode(self, kind: Type, tree: Tree) -> Json:
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

    def decode_texts(
        self, params: Iterable[Param], texts: Mapping[str, str]
    ) -> tuple[JsonObject, tuple[str, ...]]:
        """Returns the values of path, header or cookie parameters, and what is wrong with them."""
        values: JsonObject = {}
        wrong: list[str] = []
        for param in params:
            if param.name in texts:
                of = StyledValue.of_param(param)
                split = partial(split_path_text, of, text=texts[param.name])
                try:
                    values[param.name] = self._decode_param(param, self._choose_tree(of, split))
                except StyleMismatch as mismatch:
                    wrong.append(str(mismatch))
        return values, tuple(wrong)

    def decode_query(
        self, params: Iterable[Param], pairs: Pairs
    ) -> tuple[JsonObject, tuple[str, ...], tuple[str, ...]]:
        """Returns the values by parameter, the names that no parameter has, and what is wrong."""
        rest = list(pairs)
        values: JsonObject = {}
        wrong: list[str] = []
        for param in sorted(params, key=self._takes_any_name):
            try:
                tree, rest = self._take(StyledValue.of_param(param), rest)
            except StyleMismatch as mismatch:
                wrong.append(str(mismatch))
                rest = [pair for pair in rest if pair[0] != param.name]
                continue
            if tree is not None:
                values[param.name] = self._decode_param(param, tree)
        return values, tuple(dict.fromkeys(name for name, _ in rest)), tuple(wrong)

    def decode_form(self, content: Content, pairs: Pairs, *, is_percent_encoded: bool) -> Json:
        """Returns the value of a form. Raises StyleMismatch."""
        rest = list(pairs)
        found: dict[str, Tree] = {}
        for encoding in content.encodings:
            kind = self._members(content.type).get(encoding.name)
            if encoding.style and kind is not None:
                of = StyledValue.of_member(encoding, kind, is_percent_encoded=is_percent_encoded)
                tree, rest = self._take(of, rest)
                if tree is not None:
                    found[encoding.name] = tree
        plain = [
            (name, unquote_plus(leaf) if is_percent_encoded and isinstance(leaf, str) else leaf)
            for name, leaf in rest
        ]
        return self.decode(content.type, {**build_tree(plain), **found})

    def _members(self, kind: Type) -> dict[str, Type]:
        """Returns the types of an object's members, or of all variants' members."""
        match self._validators.resolve(kind):
            case Object(properties):
                return {one.name: one.type for one in properties}
            case UnionType(variants):
                found: dict[str, Type] = {}
                for variant in reversed(variants):
                    found.update(self._members(variant.type))
                return found
        return {}

    def _takes_any_name(self, param: Param) -> bool:
        """Does the parameter take every name left over? An exploded map does."""
        return isinstance(self._validators.resolve(param.type), Map)

    def _decode_param(self, param: Param, tree: Tree) -> Json:
        if param.content_type and isinstance(tree, str):
            return _read_json(tree)
        if param.nullable and tree == "null":
            return None
        return self.decode(param.type, tree)

    def _take(
        self, of: StyledValue, pairs: list[tuple[str, Leaf]]
    ) -> tuple[Tree | None, list[tuple[str, Leaf]]]:
        """Returns the texts of a parameter or member, by its style, and the remaining pairs."""
        rest = pairs

        def split(kind: Type) -> Tree | None:
            nonlocal rest
            is_map = isinstance(kind, Map)
            names = None if is_map else {*self._members(kind)}
            tree, rest = take_pairs(of, kind, pairs, names)
            return tree

        return self._choose_tree(of, split), rest

    def _choose_tree(self, of: StyledValue, split: Callable[[Type], _Split]) -> _Split:
        """Returns the texts split as the type, or as the first variant of it that they fit."""
        kind = self._validators.resolve(of.type)
        if not isinstance(kind, UnionType) or of.is_json:
            return split(Scalar(ScalarKind.STRING) if of.is_json else kind)
        for variant in kind.variants:
            try:
                inner = replace(of, type=variant.type)
                tree = self._choose_tree(inner, split)
            except StyleMismatch:
                continue
            if tree is not None:
                value = self.decode(variant.type, tree)
                if self._validators.fits(variant.type, self._use, value):
                    return tree
        return split(Scalar(ScalarKind.STRING))


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


def _read_json(text: str) -> Json:
    """Returns JSON text as its value; a text that isn't JSON stays a text."""
    try:
        return parse_json(text)
    except ValueError:
        return text


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
