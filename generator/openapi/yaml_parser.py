"""Parses YAML 1.2 or JSON text into plain values; refuses broken or ambiguous text.

`source_text` has limited the text before. `tree` makes the keys strings.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import cast

import yaml_rs

from generator.diagnostics import Location, Problems, Refused
from generator.json_types import Json, JsonObject
from generator.openapi.positions import Positions, TextNode, read_oddities
from generator.openapi.source_text import refuse_depth

_MAX_ALIASED = 200_000  # nodes that the expansion of aliases may add

# If one of these matches, the text gets a closer look. Each starts with a literal, for speed.
_ANCHOR = re.compile(r"&(?<=[\s,\[{:\-?]&)([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*(?<=[\s,\[{:\-?]\*)([^\s,\[\]{}]+)")
# A match takes the whole run, so that no character is read twice; its `end` says if it counts.
_TAG = re.compile(r"!(?:(?<=[:\-?,\[{]\s!)|(?<=[\n,\[{]!))[^\s=]*+(?P<end>\s)?")
_ODD_NUMBERS = (
    re.compile(r"(?m)_(?<=[\s\d+.\-,:\[eE]_)[\d_.eE+\-]*+[ \t]*+(?P<end>$|[,\]}#])?"),
    re.compile(
        r"(?m)0(?<=[\s+\-,:\[]0)(?:b|[xo][\da-fA-F]*+_)[\da-fA-F_]*+[ \t]*+(?P<end>$|[,\]}#])?"
    ),
)
_NUMBER_START = re.compile(r"(?:[\s,:\[]|^)[-+]?([\d._]*(?:[eE][-+]?[\d_]*)?)\Z")
_CORE_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z"
    r"|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z"
)  # YAML 1.2 §10.3.2
# RFC 8259 §8.2: surrogate escapes come in pairs; UTF-8 can't encode half of one.
_SURROGATES = re.compile(
    r"(?<!\\)(?:\\\\)*+(?:(?:\\u[dD][89abAB]..\\u[dD][c-fC-F]..)+"
    r"|(?P<half>\\u[dD][89a-fA-F]..))"
)
_JSON_START = re.compile(r'\s*\{\s*"')
_PARSER_PLACE = re.compile(r"at line (\d+), column (\d+)")


def parse_value(text: str, positions: Positions, problems: Problems) -> Json:
    """Returns the value of `text`; its keys may be of any type. Raises Refused.

    Rule P1: YAML 1.2 core schema; JSON is read as the YAML that it is.
    """
    value = _parse_text(text, positions, problems)
    if _has_odd_parts(text):
        _refuse_odd_parts(text, positions, problems)
    if _has_odd_numbers(text) and positions.nodes.root is not None:
        _restore_texts(value, positions.nodes.root)
    return value


def _parse_text(text: str, positions: Positions, problems: Problems) -> Json:
    limits = yaml_rs.AliasLimits(max_total_replayed_events=_MAX_ALIASED)
    try:
        return cast("Json", yaml_rs.loads(text, parse_datetime=False, alias_limits=limits))
    except yaml_rs.YAMLDecodeError as error:
        message = str(error)
    except TypeError:  # a mapping inside a key, which Python can't hash
        message = "a mapping can't be a part of a key"
    if _JSON_START.match(text) and "line" in message:
        return _parse_json(text, positions, problems)
    _report(message, positions, problems)
    raise Refused


def _parse_json(text: str, positions: Positions, problems: Problems) -> Json:
    """Parses JSON that isn't YAML (tabs after a colon, long keys), by rule P1.

    If it isn't JSON either, this parser gives the better position.
    """
    before = problems.errors
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
            positions.at((error.pos, error.pos + 1)),
            "correct the syntax here or just above",
        )
        raise Refused from None
    except RecursionError:
        refuse_depth(positions.at((0, 1)), problems)
    for key in repeated:
        report_duplicate_key(key, positions.at((0, 1)), problems)
    for escape in _SURROGATES.finditer(text):
        if escape["half"]:
            problems.error(
                "lone-surrogate",
                f"{escape['half']} is half of a surrogate pair",
                positions.at(escape.span("half")),
                "write the other half too, or remove it",
            )
    problems.stop_if_errors(before)
    return value


def _report(message: str, positions: Positions, problems: Problems) -> None:
    """Reports a parser's message as one diagnostic, or as one for each repeated key."""
    if message.startswith("duplicate mapping key"):
        for key, span in positions.nodes.duplicates:
            report_duplicate_key(key, positions.at(span), problems)
        if not positions.nodes.duplicates:  # 1 and "1", or libyaml stopped earlier
            problems.error("duplicate-key", message, positions.at((0, 1)), "keep one of them")
        return
    reason = message.splitlines()[-1]
    if "replay" in reason:
        problems.error(
            "too-many-aliases",
            "the document's aliases expand to too many values",
            positions.at((0, 1)),
            "write the values out, or refer to components with $ref",
        )
        return
    if "recursion limit" in reason or "depth" in reason:
        found = _PARSER_PLACE.search(message)
        where = positions.at_line(*map(int, found.groups())) if found else positions.at((0, 1))
        refuse_depth(where, problems)
    found = _PARSER_PLACE.search(message)
    problems.error(
        "broken-syntax",
        f"not valid YAML or JSON: {reason}",
        positions.at_line(*map(int, found.groups())) if found else positions.at((0, 1)),
        "correct the syntax here or just above",
    )


def report_duplicate_key(key: str, location: Location, problems: Problems) -> None:
    """Reports a key that occurs twice in its mapping."""
    problems.error(
        "duplicate-key",
        f'key "{key}" occurs twice in this mapping',
        location,
        "keep one of them",
    )


def _has_odd_parts(text: str) -> bool:
    """May the text have tags, or aliases inside the nodes that they refer to?"""
    aliases = {match.group(1) for match in _ALIAS.finditer(text)}
    has_aliases = any(match.group(1) in aliases for match in _ANCHOR.finditer(text))
    has_tags = "!!" in text or any(match["end"] for match in _TAG.finditer(text))
    return has_aliases or has_tags


def _refuse_odd_parts(text: str, positions: Positions, problems: Problems) -> None:
    odd = read_oddities(text)
    for tag, span in odd.tags:
        problems.error(
            "unknown-tag",
            f"tag {tag} is not in YAML's core schema",
            positions.at(span),
            "remove the tag",
        )
    for span in odd.recursive_aliases:
        problems.error(
            "recursive-alias",
            "this alias is inside the node that it refers to",
            positions.at(span),
            "describe recursion with $ref",
        )
    if odd.tags or odd.recursive_aliases:
        raise Refused


def _has_odd_numbers(text: str) -> bool:
    for odd in _ODD_NUMBERS:
        for match in odd.finditer(text):
            if match["end"] is None:
                continue
            start = _NUMBER_START.search(text, max(0, match.start() - 40), match.start())
            if start and re.search(r"\d", start.group(1) + match.group()):
                return True
    return False


def _restore_texts(value: Json, root: TextNode) -> None:
    """Restores `1_000`, `_1` and `0b1`, which are strings in YAML 1.2 (rule P1)."""
    waiting: list[tuple[Json, TextNode]] = [(value, root)]
    while waiting:
        here, node = waiting.pop()
        if isinstance(here, dict):
            for key in here:
                if node.entries is not None and str(key) in node.entries:
                    inner = node.entries[str(key)][1]
                    here[key] = _restore_text(here[key], inner)
                    waiting.append((here[key], inner))
        elif isinstance(here, list):
            for index, inner in enumerate((node.items or [])[: len(here)]):
                here[index] = _restore_text(here[index], inner)
                waiting.append((here[index], inner))


def _restore_text(value: Json, node: TextNode) -> Json:
    text = node.number_like
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text if is_number and text and not _CORE_NUMBER.match(text) else value
