"""Splits the texts of parameters and of form members by their style.

The styles are those of OpenAPI 3.1 §4.8.12 and RFC 6570. Texts as they were sent come in; trees of
decoded texts go out, which `decoding` types. The client's encoder is not used here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias, Union
from urllib.parse import unquote, unquote_plus

from generator.model.methods import Param, PartEncoding
from generator.model.types import Array, Map, Object, Type
from generator.vocabulary import ParamPlace

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_BRACKETED = re.compile(r"([^\[\]]*)((?:\[[^\[\]]*\])+)")


@dataclass(frozen=True, slots=True)
class FilePart:
    """Stands for a file part in a tree of texts."""


Leaf: TypeAlias = str | FilePart
Tree: TypeAlias = Union[Leaf, "list[Tree]", "dict[str, Tree]"]
Pairs: TypeAlias = Iterable[tuple[str, Leaf]]
"""Decoded names, and texts as they were sent."""


class StyleMismatch(ValueError):
    """A text is not in the style of its parameter; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class StyledValue:
    """A parameter, or a form member with a style, and how its texts are decoded."""

    name: str
    type: Type
    style: str
    explode: bool
    decode: Callable[[str], str]
    is_json: bool = False

    @classmethod
    def of_param(cls, param: Param) -> StyledValue:
        """Returns how a parameter is read. Headers and cookies are not percent-encoded."""
        decode = {ParamPlace.PATH: unquote, ParamPlace.QUERY: unquote_plus}.get(param.place, _keep)
        is_json = bool(param.content_type)
        if is_json and param.place is ParamPlace.COOKIE:
            decode = unquote
        return cls(param.name, param.type, param.style, param.explode, decode, is_json)

    @classmethod
    def of_member(
        cls, encoding: PartEncoding, kind: Type, *, is_percent_encoded: bool
    ) -> StyledValue:
        """Returns how a form member with a style is read."""
        decode = unquote_plus if is_percent_encoded else _keep
        return cls(encoding.name, kind, encoding.style, encoding.explode, decode)


def split_path_text(of: StyledValue, kind: Type, text: str) -> Tree:
    """Splits a path segment, a header or a cookie as a `kind`. Raises StyleMismatch."""
    match of.style:
        case "label":
            if not text.startswith("."):
                raise StyleMismatch(f'"{of.name}" has the style label: it starts with "."')
            return _split_parts(of, kind, text[1:], "." if of.explode else ",", of.explode)
        case "matrix":
            return _split_matrix(of, kind, text)
    return _split_parts(of, kind, text, ",", of.explode)


def _split_matrix(of: StyledValue, kind: Type, text: str) -> Tree:
    pieces = [piece.partition("=") for piece in text.split(";")[1:]]
    pairs = [(of.decode(name), value) for name, _, value in pieces]
    if of.explode and isinstance(kind, Object | Map):
        return {name: of.decode(value) for name, value in pairs}
    is_list = of.explode and isinstance(kind, Array)
    has_other_name = any(name != of.name for name, _ in pairs)
    if not text.startswith(";") or has_other_name or (len(pairs) > 1 and not is_list):
        raise StyleMismatch(f'"{of.name}" has the style matrix: ";{of.name}=…"')
    if is_list:
        return [of.decode(value) for _, value in pairs]
    return _split_parts(of, kind, pairs[0][1], ",", explode=False)


def _split_parts(of: StyledValue, kind: Type, text: str, separator: str, explode: bool) -> Tree:
    """Splits one text into the items of an array or the members of an object."""
    parts = [part.strip() if of.decode is _keep else part for part in text.split(separator)]
    match kind:
        case Array():
            return [of.decode(part) for part in parts]
        case Object() | Map() if explode:
            pairs = [part.partition("=") for part in parts]
            return {of.decode(name): of.decode(value) for name, _, value in pairs}
        case Object() | Map():
            if len(parts) % 2:
                raise StyleMismatch(f'"{of.name}" lists names and values in turn')
            words = [of.decode(part) for part in parts]
            return dict(zip(words[::2], words[1::2], strict=True))
    return of.decode(text)


def take_pairs(
    of: StyledValue, kind: Type, pairs: list[tuple[str, Leaf]], names: set[str] | None
) -> tuple[Tree | None, list[tuple[str, Leaf]]]:
    """Returns what the pairs of a query or form hold of a value, and the remaining pairs.

    `names` are the members that an exploded object may have; None means any. Raises StyleMismatch.
    """
    own = [leaf for name, leaf in pairs if name == of.name]
    rest = [(name, leaf) for name, leaf in pairs if name != of.name]
    if of.style == "deepObject":
        nested = [pair for pair in rest if _is_below(pair[0], of.name)]
        if nested:
            rest = [pair for pair in rest if not _is_below(pair[0], of.name)]
            mine = [(of.name, leaf) for leaf in own]
            decoded = [(name, _decode_leaf(of, leaf)) for name, leaf in (*mine, *nested)]
            return build_tree(decoded).get(of.name), rest
    if isinstance(kind, Object | Map) and of.explode and of.style == "form" and not own:
        taken = [pair for pair in rest if names is None or pair[0] in names]
        spread: dict[str, Tree] = {name: _decode_leaf(of, leaf) for name, leaf in taken}
        return spread or None, [pair for pair in rest if pair not in taken]
    if not own:
        return None, rest
    if of.is_json or of.explode or of.style == "deepObject" or not _is_many(kind):
        texts: list[Tree] = [_decode_leaf(of, leaf) for leaf in own]
        is_list = isinstance(kind, Array) and not of.is_json
        return (texts if is_list or len(texts) > 1 else texts[0]), rest
    [first, *further] = own
    if further or not isinstance(first, str):
        raise StyleMismatch(f'"{of.name}" is sent once, with all values in one text')
    return _split_delimited(of, kind, first), rest


def _split_delimited(of: StyledValue, kind: Type, text: str) -> Tree:
    """Splits a value that isn't exploded. Space and pipe are percent-encoded in a URL."""
    separator = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(of.style)
    if separator is None:
        return _split_parts(of, kind, text, ",", explode=False)
    plain = StyledValue(of.name, of.type, of.style, of.explode, str)
    return _split_parts(plain, kind, of.decode(text), separator, explode=False)


def _is_many(kind: Type) -> bool:
    return isinstance(kind, Array | Object | Map)


def _decode_leaf(of: StyledValue, leaf: Leaf) -> Leaf:
    return of.decode(leaf) if isinstance(leaf, str) else leaf


def _keep(text: str) -> str:
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
