"""Builds the rows of a resource page's parameter table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from generator.escape import json_text
from generator.json_types import JsonValue
from generator.model.methods import Method
from generator.model.types import Anything, Array, Condition, Object, Type
from generator.model.walk import NamedTypes, resolved
from generator.views.sql.columns import COLUMN_PLACES
from generator.views.text.conditions import condition_sentences
from generator.views.text.datatypes import datatype, datatype_and_format
from generator.views.text.links import resolve_links
from generator.views.text.prose import paragraphs


@dataclass(frozen=True, slots=True)
class Prose:
    """Lays out the vendor's texts as lines. Lists stay lists; links lead to the vendor's site."""

    documentation: str  # that site, or ""

    def lines(self, text: str) -> tuple[str, ...]:
        """Returns a line for each paragraph and list item."""
        return paragraphs(resolve_links(text, self.documentation))

    def sentence(self, text: str) -> str:
        """Returns the first line, or ""."""
        return next(iter(self.lines(text)), "")


@dataclass(frozen=True, slots=True)
class ParamLink:
    name: str
    target: str  # percent-encoded: what its row's anchor is


@dataclass(frozen=True, slots=True)
class Note:
    """A meaning of a parameter, and the methods that it applies to."""

    methods: tuple[str, ...]  # for which it means this, where it means something else for others
    lines: tuple[str, ...]  # a line for each paragraph and item


@dataclass(frozen=True, slots=True)
class ParamRow:
    name: str
    anchor: str
    datatype: str
    notes: tuple[Note, ...]
    default: str  # JSON; "" where there is none


@dataclass(frozen=True, slots=True)
class _Kind:
    """The properties that the parameters of a row share."""

    name: str
    datatype: str
    default: str
    place: str  # of the param; "body" for a property


def shape_sentences(
    of: Type, conditions: Iterable[Condition], types: NamedTypes
) -> tuple[str, ...]:
    """Returns what a datatype doesn't say: the places of a tuple, further members, conditions.

    Rule DC6: a field and a property of a body have a line for each of these.
    """
    found: list[str] = []
    match resolved(of, types):
        case Array(places=places) if places:
            found += [
                f"Place {number}: {datatype(one.type, types)}. {one.description}".strip()
                for number, one in enumerate(places, start=1)
            ]
        case Object(extra=extra) if extra is not None and not isinstance(extra, Anything):
            found.append(f"Further properties are {datatype(extra, types)}.")
    return (*found, *condition_sentences(conditions, _code))


def _code(text: str) -> str:
    """Writes a text as a code span, which can't hold a backtick."""
    return text if "`" in text else f"`{text}`"


def param_link(name: str) -> ParamLink:
    """Returns the link to a parameter's row."""
    return ParamLink(name, f"#parameter-{quote(name, safe='')}")


def param_rows(
    methods: Iterable[Method], prefix: str, prose: Prose, types: NamedTypes
) -> tuple[ParamRow, ...]:
    """Rule DC5: parameters with the same name, type, place and default share a row with each of
    their meanings. Of several meanings, each names its methods. Rows are in the order of first use.
    """
    found: dict[_Kind, dict[str, list[str]]] = {}
    for method in methods:
        for kind, description in _params(method, prefix, types):
            found.setdefault(kind, {}).setdefault(description, []).append(method.name)
    count: Counter[str] = Counter()
    rows = []
    for kind, meanings in found.items():
        count[kind.name] += 1
        number = f"-{count[kind.name]}" if count[kind.name] > 1 else ""
        notes = tuple(
            Note(tuple(used) if len(meanings) > 1 else (), prose.lines(text))
            for text, used in meanings.items()
        )
        anchor = f"parameter-{kind.name}{number}"
        rows.append(ParamRow(kind.name, anchor, kind.datatype, notes, kind.default))
    return tuple(rows)


def _params(method: Method, prefix: str, types: NamedTypes) -> Iterator[tuple[_Kind, str]]:
    """Yields each parameter and body property with its description."""

    def kind(name: str, of: Type, default: JsonValue | None, place: str) -> _Kind:
        shown = json_text(default.value) if default else ""
        return _Kind(name, datatype_and_format(of, types), shown, place)

    for param in method.params:
        if param.place in COLUMN_PLACES:
            yield kind(param.name, param.type, param.default, param.place), param.description
    body = method.body
    if body is None:
        return
    for part in body.properties:
        known = part.property
        more = shape_sentences(known.type, known.conditions, types)
        described = "\n\n".join((*filter(None, (known.description,)), *more))
        yield kind(prefix + known.name, known.type, known.default, "body"), described
    if not body.properties and body.content:
        name = prefix + body.python_name
        yield kind(name, body.content[0].type, None, "body"), body.description
