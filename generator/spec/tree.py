"""Parses YAML 1.2 or JSON text into a tree that knows the place of each node.

In: a file's name and bytes. Out: JSON values under string keys, with places by JSON pointer. The
text is hostile: size, number of nodes and depth are bounded before anything recurses. What a
document means is left to others.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, cast

import yaml_rs

from generator.diagnostics import Location, Problems, Refused
from generator.jsontypes import Json, JsonObject
from generator.spec.marks import Node, Places
from generator.spec.pointers import child

MAX_BYTES = 32 * 1024 * 1024
MAX_SEPARATORS = 1_500_000  # a node needs at least one, so this bounds memory (about 300 MB)
MAX_DEPTH = 200  # levels of mappings and lists; the real specs have 22
_MAX_ALIASED = 200_000  # nodes that aliases may add

_SEPARATORS = (",", "\n", "\r", "[", "{")
# yaml_rs recurses without a limit in block style. A level there costs a column, of indentation or
# of indicators on one line, so these bound its stack; depth itself is counted afterwards.
_DEEP_LINES = (
    re.compile(r"\n[ \t]{2000}"),
    re.compile(rf"\n[ \t]*(?:[-?:][ \t]+){{{MAX_DEPTH}}}"),
)
_NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)  # YAML 1.2 §5.1
# Where one of these is found, the text's YAML gets a closer look. Each starts with a literal: fast.
_ANCHOR = re.compile(r"&(?<=[\s,\[{:\-?]&)([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*(?<=[\s,\[{:\-?]\*)([^\s,\[\]{}]+)")
_TAG = re.compile(r"!(?<=[:\-?,\[{]\s!)[^\s=]*(?=\s)|!(?<=[\n,\[{]!)[^\s=]*(?=\s)|!!")
_ODD_NUMBERS = (
    re.compile(r"(?m)_(?<=[\s\d+.\-,:\[]_)[\d_.eE+\-]*[ \t]*(?:$|[,\]}#])"),
    re.compile(r"0(?<=[\s+\-,:\[]0)(?:b|[xo][\da-fA-F]*_)[\da-fA-F_]*[ \t]*(?:$|[,\]}#])"),
)
_NUMBER_START = re.compile(r"(?:[\s,:\[]|^)[-+]?[\d._]*\Z")
_CORE_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z"
    r"|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z"
)  # YAML 1.2 §10.3.2
# RFC 8259 §8.2: escapes come in pairs; half of one is nothing that UTF-8 can hold.
_SURROGATES = re.compile(
    r"(?<!\\)(?:\\\\)*(?:(?:\\u[dD][89abAB]..\\u[dD][c-fC-F]..)+"
    r"|(?P<half>\\u[dD][89a-fA-F]..))"
)
_JSON_START = re.compile(r'\s*\{\s*"')
_PARSER_PLACE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document. Values are shared with whoever reads them, and frozen by agreement."""

    file: str
    root: JsonObject
    places: Places = field(compare=False, repr=False)  # of the text; ask `locate` instead

    def locate(self, pointer: str) -> Location:
        """Where the value at `pointer` stands, or what comes nearest."""
        return self.places.of_value(pointer)

    def locate_key(self, pointer: str) -> Location:
        """Where the key stands that holds the value at `pointer`; for list elements, the value."""
        return self.places.of_key(pointer)

    def overlaid_by(self, pointer: str) -> str:  # noqa: ARG002 (an overlaid tree has an answer)
        """The reason of the overlay action that changed the node at `pointer`; here none did."""
        return ""


def parse(file: str, raw: bytes, problems: Problems) -> Tree:
    """The tree of `raw`. Raises `Refused` where it can't be read as one mapping of JSON values.

    Rule P1: YAML 1.2 core schema; JSON is read as the YAML that it is.
    Rule P2: keys become strings (`200:` is "200"), and a key stands once in its mapping.
    Rule P3: merge keys (`<<`) are expanded; tags outside the core schema are refused.
    """
    text = _decode(file, raw, problems)
    places = Places(file, text)
    _refuse_unreadable(text, places, problems)
    value = _parse_text(text, places, problems)
    if _needs_closer_look(text):
        value = _look_closer(value, places, problems)
    if not isinstance(value, dict):
        what = {str: "a text", list: "a list, or several YAML documents", type(None): "nothing"}
        problems.error(
            "not-a-mapping",
            f"the document holds {what.get(type(value), 'a scalar')}; it must be one mapping",
            places.at((0, 1)),
            "start the file with a key, such as `openapi:`",
        )
        raise Refused
    root = _normalise(value, places, problems)
    return Tree(file, root, places)


def _decode(file: str, raw: bytes, problems: Problems) -> str:
    if len(raw) > MAX_BYTES:
        problems.error(
            "file-too-large",
            f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read",
            Location(file, 1, 1),
            "split the description, or cut what isn't needed with a tool of its own",
        )
        raise Refused
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        before = raw[: broken.start].decode("utf-8-sig")
        problems.error(
            "not-utf-8",
            f"byte {raw[broken.start]:#04x} is not UTF-8",
            Places(file, before).at((len(before), len(before) + 1)),
            "save the file as UTF-8",
        )
        raise Refused from None


def _refuse_unreadable(text: str, places: Places, problems: Problems) -> None:
    if sum(text.count(separator) for separator in _SEPARATORS) > MAX_SEPARATORS:
        problems.error(
            "file-too-large",
            f"the file may hold more than {MAX_SEPARATORS:,} values",
            places.at((0, 1)),
            "split the description, or cut what isn't needed with a tool of its own",
        )
        raise Refused
    for deep in _DEEP_LINES:
        if found := deep.search(f"\n{text}"):
            _refuse_depth(places.at((found.end() - 2, found.end() - 1)), problems)
    if odd := _NOT_PRINTABLE.search(text):
        problems.error(
            "control-character",
            f"character U+{ord(odd.group()):04X} may not stand in YAML or JSON",
            places.at(odd.span()),
            "write it as an escape in a double-quoted string, or remove it",
        )
        raise Refused


def _refuse_depth(location: Location, problems: Problems) -> NoReturn:
    problems.error(
        "nested-too-deep",
        f"mappings and lists nest deeper than {MAX_DEPTH} levels",
        location,
        "move inner parts to components and refer to them by $ref",
    )
    raise Refused


def _parse_text(text: str, places: Places, problems: Problems) -> Json:
    limits = yaml_rs.AliasLimits(max_total_replayed_events=_MAX_ALIASED)
    try:
        return cast("Json", yaml_rs.loads(text, parse_datetime=False, alias_limits=limits))
    except yaml_rs.YAMLDecodeError as error:
        message = str(error)
    if _JSON_START.match(text) and "line" in message:
        return _parse_json(text, places, problems)
    _report(message, places, problems)
    raise Refused


def _parse_json(text: str, places: Places, problems: Problems) -> Json:
    """Rule P1: what JSON allows and YAML doesn't (tabs after a colon, keys of any length) is read.

    And where it isn't JSON either, that parser knows the place better.
    """
    repeated: list[str] = []

    def mapping(pairs: list[tuple[str, Json]]) -> JsonObject:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key, count in Counter(keys).items() if count > 1)
        return dict(pairs)

    try:
        value = cast("Json", json.loads(text, object_pairs_hook=mapping))
    except json.JSONDecodeError as error:
        problems.error(
            "broken-syntax",
            f"not valid JSON: {error.msg}",
            places.at((error.pos, error.pos + 1)),
            "correct the syntax here or just above",
        )
        raise Refused from None
    except RecursionError:
        _refuse_depth(places.at((0, 1)), problems)
    for key in repeated:
        _duplicate_key(key, places.at((0, 1)), problems)
    for escape in _SURROGATES.finditer(text):
        if escape["half"]:
            problems.error(
                "lone-surrogate",
                f"{escape['half']} is half of a character",
                places.at(escape.span("half")),
                "write the other half too, or remove it",
            )
    problems.stop_if_errors()
    return value


def _report(message: str, places: Places, problems: Problems) -> None:
    """Puts a parser's message as one diagnostic, or one for each key that stands twice."""
    if message.startswith("duplicate mapping key"):
        for key, span in places.marks.duplicates:
            _duplicate_key(key, places.at(span), problems)
        if not places.marks.duplicates:  # 1 and "1", or libyaml stopped before it
            problems.error("duplicate-key", message, places.at((0, 1)), "keep one of them")
        return
    reason = message.splitlines()[-1]
    if "replay" in reason:
        problems.error(
            "too-many-aliases",
            "the document's aliases expand to too many values",
            places.at((0, 1)),
            "write the values out, or refer to components by $ref",
        )
        return
    if "recursion limit" in reason or "depth" in reason:
        found = _PARSER_PLACE.search(message)
        where = places.at_line(*map(int, found.groups())) if found else places.at((0, 1))
        _refuse_depth(where, problems)
    found = _PARSER_PLACE.search(message)
    problems.error(
        "broken-syntax",
        f"not valid YAML or JSON: {reason}",
        places.at_line(*map(int, found.groups())) if found else places.at((0, 1)),
        "correct the syntax here or just above",
    )


def _duplicate_key(key: str, location: Location, problems: Problems) -> None:
    problems.error(
        "duplicate-key",
        f'key "{key}" stands twice in this mapping',
        location,
        "keep one of them",
    )


def _needs_closer_look(text: str) -> bool:
    aliases = {match.group(1) for match in _ALIAS.finditer(text)}
    return (
        bool(aliases and any(match.group(1) in aliases for match in _ANCHOR.finditer(text)))
        or bool(_TAG.search(text))
        or any(
            _NUMBER_START.search(text, max(0, match.start() - 40), match.start())
            for odd in _ODD_NUMBERS
            for match in odd.finditer(text)
        )
    )


def _look_closer(value: Json, places: Places, problems: Problems) -> Json:
    """`value` with texts that yaml_rs took for numbers restored; odd tags and aliases refused."""
    marks = places.marks
    for tag, span in marks.tags:
        problems.error(
            "unknown-tag",
            f"tag {tag} is not of YAML's core schema",
            places.at(span),
            "remove the tag",
        )
    for span in marks.recursive_aliases:
        problems.error(
            "recursive-alias",
            "this alias stands inside the node that it refers to",
            places.at(span),
            "describe recursion by $ref",
        )
    if marks.tags or marks.recursive_aliases:
        raise Refused
    if marks.root is not None:
        _restore_texts(value, marks.root)
    return value


def _restore_texts(value: Json, root: Node) -> None:
    """Rule P1: `1_000`, `_1` and `0b1` are text in YAML 1.2."""
    waiting: list[tuple[Json, Node]] = [(value, root)]
    while waiting:
        here, node = waiting.pop()
        if isinstance(here, dict):
            for key in here:
                if node.entries is not None and str(key) in node.entries:
                    inner = node.entries[str(key)][1]
                    here[key] = _restored(here[key], inner)
                    waiting.append((here[key], inner))
        elif isinstance(here, list):
            for index, inner in enumerate((node.items or [])[: len(here)]):
                here[index] = _restored(here[index], inner)
                waiting.append((here[index], inner))


def _restored(value: Json, node: Node) -> Json:
    text = node.number_like
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text if is_number and text and not _CORE_NUMBER.match(text) else value


def _normalise(value: JsonObject, places: Places, problems: Problems) -> JsonObject:
    """`value`, changed in place: keys made strings, merge keys expanded, depth bounded."""
    before = _count(problems)
    waiting: list[tuple[dict[object, Json] | list[Json], str, int]] = [
        (cast("dict[object, Json]", value), "", 1)
    ]
    while waiting:
        here, pointer, depth = waiting.pop()
        if depth > MAX_DEPTH:
            _refuse_depth(places.of_key(pointer), problems)
        if isinstance(here, dict):
            if any(type(key) is not str for key in here):
                _stringify_keys(here, pointer, places, problems)
            while "<<" in here:  # what is merged may bring its own
                _merge(here, pointer, places, problems)
            parts: Iterator[tuple[object, Json]] = iter(here.items())
        else:
            parts = iter(enumerate(here))
        for key, part in parts:
            if type(part) is dict or type(part) is list:
                inner = cast("dict[object, Json] | list[Json]", part)
                waiting.append((inner, child(pointer, str(key)), depth + 1))
            elif type(part) is float and not math.isfinite(part):
                problems.error(
                    "not-a-json-number",
                    "a number must be finite and fit 64 bits",
                    places.of_value(child(pointer, str(key))),
                    "write it as text, in quotes, or remove it",
                )
    if _count(problems) > before:
        raise Refused
    return value


def _count(problems: Problems) -> int:
    return sum(1 for _ in problems)


def _stringify_keys(
    mapping: dict[object, Json], pointer: str, places: Places, problems: Problems
) -> None:
    """Rule P2. A key that is no scalar is refused."""
    parts = list(mapping.items())
    mapping.clear()
    for key, part in parts:
        if isinstance(key, tuple | frozenset):
            problems.error(
                "key-not-a-string",
                "a key of this mapping is itself a mapping or list",
                places.of_value(pointer),
                "use a text as key",
            )
            continue
        text = key if isinstance(key, str) else _key_text(key)
        if text in mapping:
            _duplicate_key(text, places.of_key(child(pointer, text)), problems)
        mapping[text] = part


def _key_text(key: object) -> str:
    if key is None:
        return "null"
    return str(key).lower() if isinstance(key, bool) else str(key)


def _merge(mapping: dict[object, Json], pointer: str, places: Places, problems: Problems) -> None:
    """Rule P3: the keys of what `<<` holds come after the mapping's own, which win."""
    merged = mapping.pop("<<")
    sources = merged if isinstance(merged, list) else [merged]
    for source in sources:
        if not isinstance(source, dict):
            problems.error(
                "broken-merge-key",
                "`<<` must hold a mapping, or a list of mappings",
                places.of_key(child(pointer, "<<")),
                "write the keys out",
            )
            continue
        for key, part in source.items():
            mapping.setdefault(key, part)
