"""Builds tables of fields, parameters and properties: headers, and cells of encoded Markdown.

A property that holds an unnamed object is followed by rows for the object's parts. `pages` and
`methods` decide which tables a page has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.escape import json_text, markdown_cell, markdown_code, markdown_text
from generator.json_types import JsonValue
from generator.model.methods import Field, Param
from generator.model.types import (
    Array,
    Const,
    Map,
    NamedType,
    Nullable,
    Object,
    Place,
    Property,
    Ref,
    Type,
    Union,
    Variant,
)
from generator.views.mkdocs.type_sections import has_further, has_parts
from generator.views.mkdocs.type_words import (
    Markdown,
    Reader,
    condition_texts,
    limits_text,
    type_text,
    values_text,
)
from generator.views.text.links import resolve_links
from generator.views.text.prose import one_line, paragraphs

_YES = Markdown("yes")
_NO = Markdown("no")
_NONE = Markdown("")


@dataclass(frozen=True, slots=True)
class MarkdownTable:
    headers: tuple[str, ...]
    rows: tuple[tuple[Markdown, ...], ...]


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the cells of a page need to know about it."""

    reader: Reader
    documentation: str  # the vendor's site, or ""

    def cell(self, text: str) -> Markdown:
        """Encodes a description for a single line, such as a table cell or a heading."""
        return Markdown(markdown_cell(one_line(resolve_links(text, self.documentation))))

    def lines(self, text: str) -> Markdown:
        """Encodes a description for a table cell, with a line for each paragraph and list item."""
        parts = paragraphs(resolve_links(text, self.documentation))
        return Markdown("<br>".join(markdown_cell(part) for part in parts))

    def blocks(self, text: str) -> Markdown:
        """Encodes a description as paragraphs, lists and code blocks."""
        return Markdown(markdown_text(resolve_links(text, self.documentation)))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before its table's columns are known. `type` is None in a row about a variant."""

    name: str
    type: Type | None
    nullable: bool = False
    required: bool = False
    default: JsonValue | None = None
    description: str = ""
    notes: tuple[str, ...] = ()
    within: str = ""  # the optional property that holds it


# ------------------------------------------------------------------------------------- tables


def fields_table(fields: Iterable[Field], page: PageContext) -> MarkdownTable:
    """Builds the table of a SELECT's columns, in page order."""
    rows = []
    for field in fields:
        notes = ("**Deprecated.**",) if field.deprecated else ()
        line = _Line(
            field.name,
            field.type,
            nullable=field.nullable,
            description=field.description,
            notes=notes,
        )
        for one in (line, *_inner_lines(field.name, field.type)):
            cells = (_name(one), _type(one, page), _yes_no(one, one.nullable), _text(one, page))
            rows.append(cells)
    return MarkdownTable(("Name", "Type", "Nullable", "Description"), tuple(rows))


def params_table(params: Iterable[Param], page: PageContext) -> MarkdownTable:
    """Builds the table of the arguments outside the body, in spec order."""
    rows = []
    for param in params:
        line = _Line(
            param.name,
            param.type,
            nullable=param.nullable,
            required=param.required,
            default=param.default,
            description=param.description,
            notes=("**Deprecated.**",) if param.deprecated else (),
        )
        place = Markdown(param.place.value)
        cells = (
            _name(line),
            place,
            _type_or_null(line, page),
            _YES if param.required else _NO,
            _default(line),
            _text(line, page),
        )
        rows.append(cells)
        rows.extend(
            (_name(one), place, _type_or_null(one, page), _required(one), _default(one), text)
            for one in _inner_lines(param.name, param.type)
            for text in (_text(one, page),)
        )
    return MarkdownTable(("Name", "In", "Type", "Required", "Default", "Description"), tuple(rows))


def properties_table(properties: Iterable[Property], page: PageContext) -> MarkdownTable:
    """Builds the table of a body's or an object's properties, in spec order."""
    return _table(tuple(_property_lines("", properties)), page)


def describe_type(named: NamedType, page: PageContext) -> tuple[Markdown, MarkdownTable | None]:
    """Describes a named type: what its values are, and a table of its parts."""
    match named.type:
        case Object(properties, extra):
            more = ""
            if extra is not None:
                more = f"An object; further properties are {type_text(extra, page.reader)}."
            said = (more, *condition_texts(named.conditions))
            return Markdown(_spaced(said)), properties_table(properties, page)
        case Union(variants, discriminator, exclusive):
            one_of = "Exactly one of these" if exclusive else "One of these"
            chosen = f", chosen by {markdown_code(discriminator)}" if discriminator else ""
            said = (f"{one_of}{chosen}.", *condition_texts(named.conditions))
            return Markdown(_spaced(said)), _variants_table(variants, discriminator, page)
        case of:
            whole = f"{type_text(of, page.reader)}."
            values = values_text(of, page.reader)
            said = (whole[0].upper() + whole[1:], values, *condition_texts(named.conditions))
            lines = tuple(_inner_lines("", of))
            return Markdown(_spaced(said)), _table(lines, page) if lines else None


def _variants_table(
    variants: tuple[Variant, ...], discriminator: str, page: PageContext
) -> MarkdownTable:
    tagged = any(variant.tags for variant in variants)
    rows = []
    for variant in variants:
        tags = ", ".join(markdown_code(json_text(tag)) for tag in variant.tags)
        line = _Line("", variant.type, description=_variant_text(variant, page))
        cells = (_type(line, page), Markdown(tags), _text(line, page))
        rows.append(cells if tagged else (cells[0], cells[2]))
        for inner in _inner_lines("", variant.type):
            name = Markdown(f"{_name(inner)}: {_type_or_null(inner, page)}")
            cells = (name, _NONE, _text(inner, page))
            rows.append(cells if tagged else (cells[0], cells[2]))
    chooser = markdown_code(discriminator) if discriminator else "Tag"
    headers = ("Variant", chooser, "Description")
    return MarkdownTable(headers if tagged else (headers[0], headers[2]), tuple(rows))


def _variant_text(variant: Variant, page: PageContext) -> str:
    """Returns the union's text for a variant, else the first paragraph of its type."""
    own = variant.description or variant.title
    if own or not isinstance(variant.type, Ref):
        return own
    return page.reader.types[variant.type.name].description.split("\n\n")[0]


def _table(lines: tuple[_Line, ...], page: PageContext) -> MarkdownTable:
    """Rule MT1: null stands with the type, a default with the text: four columns fit a phone."""
    rows = []
    for line in lines:
        is_told = line.default and not isinstance(line.type, Const)
        facts = (f"Default: {_default(line)}.",) if is_told else ()
        text = _text(line, page, *facts)
        rows.append((_name(line), _type_or_null(line, page), _required(line), text))
    return MarkdownTable(("Name", "Type", "Required", "Description"), tuple(rows))


# -------------------------------------------------------------------------------------- lines


def _property_lines(prefix: str, properties: Iterable[Property]) -> Iterator[_Line]:
    """Yields a line for each property, followed by lines for the unnamed object that it holds."""
    for part in properties:
        notes = (
            "**Deprecated.**" if part.deprecated else "",
            "Read-only." if part.read_only else "",
            "Write-only." if part.write_only else "",
            *condition_texts(part.conditions),
        )
        name = f"{prefix}{part.name}"
        yield _Line(
            name,
            part.type,
            part.nullable,
            part.required,
            part.default,
            part.description,
            tuple(note for note in notes if note),
        )
        for line in _inner_lines(name, part.type):
            yield line if line.within or part.required else replace(line, within=name)


def _inner_lines(name: str, of: Type) -> Iterator[_Line]:
    """Rule MT2: an object's parts are `name.part`, an array's `name[].part`, a map's `name.*.part`.

    If a union has several unnamed objects, each starts with a line of its own.
    """
    match of:
        case Nullable(inner):
            yield from _inner_lines(name, inner)
        case Array():
            yield from _array_lines(name, of)
        case Map(values):
            yield from _inner_lines(f"{name}.*", values)
        case Object():
            yield from _object_lines(name, of)
        case Union(variants):
            objects = [one for one in variants if has_parts(one.type)]
            for number, variant in enumerate(objects, start=1):
                if len(objects) > 1:
                    yield _Line(name, None, description=_variant_title(variant, number))
                yield from _inner_lines(name, variant.type)
        case _:
            return


def _array_lines(name: str, array: Array) -> Iterator[_Line]:
    if not array.places:
        yield from _inner_lines(f"{name}[]", array.items)
    for number, place in enumerate(array.places):
        is_required = number < (array.limits.min_items or 0)
        yield from _place_lines(f"{name}[{number}]", place, is_required)


def _object_lines(name: str, of: Object) -> Iterator[_Line]:
    """Yields the lines of the properties of an object, then the line of its further ones."""
    yield from _property_lines(f"{name}." if name else "", of.properties)
    if of.properties and has_further(of) and of.extra is not None:
        extra = of.extra.of if isinstance(of.extra, Nullable) else of.extra
        further = f"{name}.*" if name else "*"
        is_nullable = isinstance(of.extra, Nullable)
        yield _Line(further, extra, is_nullable, description="Further properties.")
        yield from _inner_lines(further, extra)


def _place_lines(name: str, place: Place, required: bool) -> Iterator[_Line]:
    """Yields the line of one place of an array, and those of an unnamed object that it holds."""
    is_nullable = isinstance(place.type, Nullable)
    of = place.type.of if isinstance(place.type, Nullable) else place.type
    yield _Line(name, of, is_nullable, required, description=place.description)
    yield from _inner_lines(name, of)


def _variant_title(variant: Variant, number: int) -> str:
    known = variant.title or next(iter(variant.tags), "") or _constant(variant.type)
    title = f"Variant {number}, {known}" if known else f"Variant {number}"
    return f"{title}: {variant.description}" if variant.description else f"{title}."


def _constant(of: Type) -> str:
    """Returns the constant that identifies an object variant, such as its `type`."""
    if not isinstance(of, Object):
        return ""
    values = (part.type.value for part in of.properties if isinstance(part.type, Const))
    return next((value for value in values if isinstance(value, str)), "")


# -------------------------------------------------------------------------------------- cells


def _name(line: _Line) -> Markdown:
    return Markdown(markdown_code(line.name)) if line.name else _NONE


def _type(line: _Line, page: PageContext) -> Markdown:
    return type_text(line.type, page.reader) if line.type is not None else _NONE


def _type_or_null(line: _Line, page: PageContext) -> Markdown:
    """Returns the type and `or null`, for tables without a column for null."""
    return Markdown(f"{_type(line, page)} or `null`") if line.nullable else _type(line, page)


def _required(line: _Line) -> Markdown:
    """Rule MT4: a required part of an optional property is required where the property is given."""
    if line.type is not None and line.required and line.within:
        return Markdown(f"with {markdown_code(line.within)}")
    return _yes_no(line, line.required)


def _yes_no(line: _Line, answer: bool) -> Markdown:
    if line.type is None:
        return _NONE
    return _YES if answer else _NO


def _default(line: _Line) -> Markdown:
    return Markdown(markdown_code(json_text(line.default.value))) if line.default else _NONE


def _text(line: _Line, page: PageContext, *more: str) -> Markdown:
    """Rule MT3: the spec's description comes first, known values and bounds on the next line."""
    facts = more
    if line.type is not None:
        of = line.type
        facts = (values_text(of, page.reader), limits_text(of, page.reader), *more)
    said = _spaced((*line.notes, page.lines(line.description)))
    return Markdown("<br>".join(part for part in (said, _spaced(facts)) if part))


def _spaced(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
