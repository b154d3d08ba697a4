"""The methods of a resource in, the rows of its page's table of parameters out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from generator.escape import json_text
from generator.json_types import JsonValue
from generator.model.methods import Method
from generator.model.types import Type
from generator.model.walk import NamedTypes
from generator.views.sql.columns import COLUMN_PLACES
from generator.views.text.datatypes import datatype_and_format
from generator.views.text.links import resolved_links
from generator.views.text.prose import paragraphs


@dataclass(frozen=True, slots=True)
class Prose:
    """Makes the vendor's texts lines: lists stay lists, and links lead to the vendor's site."""

    documentation: str  # that site, or ""

    def lines(self, text: str) -> tuple[str, ...]:
        """A line for each paragraph and item."""
        return paragraphs(resolved_links(text, self.documentation))


@dataclass(frozen=True, slots=True)
class ParamLink:
    name: str
    target: str  # percent-encoded: what its row's anchor is


@dataclass(frozen=True, slots=True)
class ParamRow:
    name: str
    anchor: str  # "" where a row above it has the name's
    datatype: str
    description: tuple[str, ...]  # a line for each paragraph and item
    default: str  # JSON; "" where there is none
    methods: tuple[str, ...]  # for which it holds, where another row of the name differs


@dataclass(frozen=True, slots=True)
class _Meaning:
    datatype: str
    description: tuple[str, ...]
    default: str


def param_link(name: str) -> ParamLink:
    """The link to a param's row."""
    return ParamLink(name, f"#parameter-{quote(name, safe='')}")


def param_rows(
    methods: Iterable[Method], prefix: str, prose: Prose, types: NamedTypes
) -> tuple[ParamRow, ...]:
    """Rule DC5: a param that means one thing in all methods has a row, else one for each meaning
    that names its methods. Rows are by name.
    """
    found: dict[str, dict[_Meaning, list[str]]] = {}
    for method in methods:
        for name, meaning in _params(method, prefix, prose, types):
            found.setdefault(name, {}).setdefault(meaning, []).append(method.name)
    return tuple(
        ParamRow(
            name=name,
            anchor="" if number else f"parameter-{name}",
            datatype=meaning.datatype,
            description=meaning.description,
            default=meaning.default,
            methods=tuple(used) if len(found[name]) > 1 else (),
        )
        for name in sorted(found)
        for number, (meaning, used) in enumerate(found[name].items())
    )


def _params(
    method: Method, prefix: str, prose: Prose, types: NamedTypes
) -> Iterator[tuple[str, _Meaning]]:
    for param in method.params:
        if param.place in COLUMN_PLACES:
            meaning = _meaning(param.type, param.description, param.default, prose, types)
            yield param.name, meaning
    body = method.body
    if body is None:
        return
    for part in body.properties:
        known = part.property
        meaning = _meaning(known.type, known.description, known.default, prose, types)
        yield prefix + known.name, meaning
    if not body.properties and body.content:
        yield (
            prefix + body.python_name,
            _meaning(body.content[0].type, body.description, None, prose, types),
        )


def _meaning(
    of: Type, description: str, default: JsonValue | None, prose: Prose, types: NamedTypes
) -> _Meaning:
    return _Meaning(
        datatype_and_format(of, types),
        prose.lines(description),
        json_text(default.value) if default else "",
    )
