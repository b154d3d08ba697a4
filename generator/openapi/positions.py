"""Finds the position of each node of a text: libyaml's events in, positions by JSON pointer out.

The values themselves come from yaml_rs, which is eight times faster and gives no positions. Only
diagnostics, and the few texts whose YAML needs a closer look, need this second pass. It reads JSON
as YAML.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

import yaml

from generator.diagnostics import Location
from generator.openapi.pointers import is_index, steps

Span: TypeAlias = tuple[int, int]  # start and end, counted in characters from 0

_MAX_EXCERPT = 240  # characters; no excerpt is shown for longer lines
# Characters that control a terminal or reorder its text.
_UNSAFE_TO_SHOW = re.compile("[^\t\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ufefe\uff00-\U0010ffff]")
# libyaml reads YAML 1.1, where these end a line. In YAML 1.2 and JSON they are ordinary text.
_OTHER_LINE_ENDS = ("\x85", "\u2028", "\u2029")
# JSON's escape for a character above U+FFFF, which libyaml refuses.
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PRIVATE_USE = range(0x10F000, 0x10FFFE)


class TextNode:
    """A node of the text. A mapping has `entries` (key → key's span, value), a list has `items`."""

    __slots__ = ("entries", "is_block_text", "items", "number_like", "span")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.number_like = (
            ""  # text of a plain scalar that YAML 1.2 and yaml_rs may read differently
        )
        self.is_block_text = False
        self.entries: dict[str, tuple[Span, TextNode]] | None = None
        self.items: list[TextNode] | None = None


@dataclass(frozen=True, slots=True)
class TextNodes:
    """All nodes of a text."""

    root: TextNode | None
    duplicates: tuple[tuple[str, Span], ...]  # the second and later occurrences of a key


@dataclass(frozen=True, slots=True)
class Oddities:
    """Constructs that yaml_rs accepts without an error."""

    tags: tuple[tuple[str, Span], ...]  # explicit tags that aren't in the core schema
    recursive_aliases: tuple[Span, ...]  # aliases inside the node that they refer to


_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
)
_ODD_NUMBER = re.compile(r"[-+]?(?:0b|0[xo]\w*_|[\d.]*(?:[eE][-+]?\d*)?_)")


def read_nodes(text: str) -> TextNodes:
    """Returns the nodes of `text`, up to the first syntax error that libyaml finds."""
    readable = _make_readable(text)
    builder = _Builder(readable.as_written)
    for event in _events(readable.text):
        builder.add(event)
    return TextNodes(builder.root, tuple(builder.duplicates))


def read_oddities(text: str) -> Oddities:
    """Returns the oddities of `text`, in half the time of `read_nodes`."""
    tags: list[tuple[str, Span]] = []
    recursive: list[Span] = []
    anchors: list[str | None] = []  # of the open collections
    for event in _events(_make_readable(text).text):
        if isinstance(event, yaml.CollectionEndEvent):
            anchors.pop()
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor in anchors:
                recursive.append(_span(event))
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.tag is not None and event.tag not in _CORE_TAGS:
                tags.append((event.tag, _span(event)))
            if isinstance(event, yaml.CollectionStartEvent):
                anchors.append(event.anchor)
    return Oddities(tuple(tags), tuple(recursive))


def _events(text: str) -> Iterator[yaml.Event]:
    """Yields libyaml's events, up to the first syntax error."""
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return  # the events so far still have positions


@dataclass(frozen=True, slots=True)
class _Readable:
    """A text with replacements for the characters that libyaml refuses."""

    text: str  # as long as the original
    as_written: dict[int, str | None]  # replacement → original, for `str.translate`


def _make_readable(text: str) -> _Readable:
    unused = (chr(code) for code in _PRIVATE_USE if chr(code) not in text)
    filler = next(unused, "\ufffd")  # a text that uses all of them loses some positions
    as_written: dict[int, str | None] = {ord(filler): None}

    def unescaped(match: re.Match[str]) -> str:
        high, low = (int(half, 16) for half in match.groups())
        character = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        return character + filler * (len(match.group()) - 1)

    same_length = _SURROGATES.sub(unescaped, text)
    for line_end in _OTHER_LINE_ENDS:
        stand_in = next(unused, "\ufffd")
        as_written[ord(stand_in)] = line_end
        same_length = same_length.replace(line_end, stand_in)
    return _Readable(same_length, as_written)


class _Builder:
    """Builds nodes from events. It uses a stack, as the text decides how deep it nests."""

    def __init__(self, as_written: dict[int, str | None]) -> None:
        self._as_written = as_written
        self.root: TextNode | None = None
        self.duplicates: list[tuple[str, Span]] = []
        self._open: list[TextNode] = []  # the open collections
        self._keys: list[tuple[str, Span] | None] = []  # for each: the key that has no value yet
        self._anchors: dict[str, TextNode] = {}

    def add(self, event: yaml.Event) -> None:
        """Processes the next event. Only the first document counts."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._add_scalar(cast("yaml.ScalarEvent", event))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._start(cast("yaml.CollectionStartEvent", event))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._open.pop()
            self._keys.pop()
        elif kind is yaml.AliasEvent:
            self._add_alias(cast("yaml.AliasEvent", event))

    def _add_scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.anchor is None and self._keys and self._keys[-1] is None:
            entries = self._open[-1].entries
            if entries is not None:
                self._add_key(entries, text, _span(event))  # most scalars; needs no node
                return
        node = TextNode(_span(event))
        if event.style in ("|", ">"):
            node.is_block_text = True
        elif not event.style and _ODD_NUMBER.match(text):
            node.number_like = text
        self._note(event, node)
        self._place(node, text)

    def _add_key(self, entries: Collection[str], text: str, span: Span) -> None:
        name = text if text.isascii() else text.translate(self._as_written)
        self._keys[-1] = (name, span)
        if name in entries:
            self.duplicates.append((name, span))

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        node = TextNode(_span(event))
        if isinstance(event, yaml.MappingStartEvent):
            node.entries = {}
        else:
            node.items = []
        self._note(event, node)
        self._place(node, "")
        self._open.append(node)
        self._keys.append(None)

    def _add_alias(self, event: yaml.AliasEvent) -> None:
        aliased = self._anchors.get(event.anchor or "")
        if any(opened is aliased for opened in self._open):
            aliased = None
        self._place(aliased or TextNode(_span(event)), "")

    def _note(self, event: yaml.NodeEvent, node: TextNode) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _place(self, node: TextNode, text: str) -> None:
        if not self._open:
            self.root = self.root or node
            return
        container = self._open[-1]
        if container.items is not None:
            container.items.append(node)
            return
        entries = container.entries
        key = self._keys[-1]
        if entries is None:
            return
        if key is None:
            self._add_key(entries, text, node.span)
        else:
            entries[key[0]] = (key[1], node)
            self._keys[-1] = None


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0, end.index if end else 0)


class Positions:
    """Converts pointers and offsets of one text to locations. It reads the nodes on first use."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        self._nodes: TextNodes | None = None
        self._lines: list[int] | None = None

    @property
    def nodes(self) -> TextNodes:
        """The text's nodes."""
        if self._nodes is None:
            self._nodes = read_nodes(self._text)
        return self._nodes

    def of_value(self, pointer: str) -> Location:
        """Returns where the value at `pointer` starts; its nearest container if it is missing."""
        node, key_span, found_all = self._find(pointer)
        if not found_all and key_span is not None:
            return self.at(key_span)
        if node is None:
            return self.at((0, 1))
        if node.entries or node.items or node.is_block_text:
            return self.at((node.span[0], node.span[0] + 1))
        return self.at(node.span)

    def of_key(self, pointer: str) -> Location:
        """Returns where the key of `pointer` is; for a list's element, where its value is."""
        node, key_span, _ = self._find(pointer)
        if key_span is not None:
            return self.at(key_span)
        return self.at(node.span if node is not None else (0, 1))

    def keys_at(self, pointer: str) -> list[str]:
        """Returns the keys of the mapping at `pointer`, in their original spelling and order."""
        node, _, found_all = self._find(pointer)
        return list(node.entries or ()) if node is not None and found_all else []

    def _find(self, pointer: str) -> tuple[TextNode | None, Span | None, bool]:
        """Returns the deepest node towards `pointer`, its key's span, and whether it was found."""
        node = self.nodes.root
        key_span: Span | None = None
        if node is None:
            return None, None, False
        for step in steps(pointer):
            if node.entries is not None and step in node.entries:
                key_span, node = node.entries[step]
            elif node.items is not None and is_index(step) and int(step) < len(node.items):
                key_span = None
                node = node.items[int(step)]
            else:
                return node, key_span, False
        return node, key_span, True

    def at(self, span: Span) -> Location:
        """Returns the location of a span. Only its first line is underlined."""
        starts = self._line_starts()
        start = min(span[0], len(self._text))
        line = bisect_right(starts, start)
        line_start = starts[line - 1]
        line_end = starts[line] if line < len(starts) else len(self._text)
        excerpt = self._text[line_start : min(line_end, line_start + _MAX_EXCERPT + 2)]
        excerpt = _UNSAFE_TO_SHOW.sub("\ufffd", excerpt.rstrip("\r\n"))
        column = start - line_start + 1
        length = max(1, min(span[1], line_start + len(excerpt)) - start)
        if len(excerpt) > _MAX_EXCERPT:
            excerpt = ""
        return Location(self.file, line, column, length, excerpt)

    def at_line(self, line: int, column: int) -> Location:
        """Returns the location of another parser's line and column, counted from 1."""
        starts = self._line_starts()
        start = starts[min(max(line, 1), len(starts)) - 1] + max(column, 1) - 1
        return self.at((start, start + 1))

    def _line_starts(self) -> list[int]:
        if self._lines is None:
            self._lines = [0, *_after_line_ends(self._text)]
        return self._lines


def _after_line_ends(text: str) -> Iterator[int]:
    """Yields where each line but the first starts (YAML 1.2 §5.4: LF, CR LF or CR ends one)."""
    for match in re.finditer(r"\r\n|\n|\r", text):
        yield match.end()
