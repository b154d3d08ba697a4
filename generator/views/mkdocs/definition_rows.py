"""Describes fields, parameters and properties as rows: name, type, flags, text and nested shapes.

Model types come in; encoded Markdown with an id for each row goes out. A shape that has no section
of its own opens in place, inside the row that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.escape import json_text, markdown_cell, markdown_code, markdown_text
from generator.escape.titles import site_title
from generator.json_types import Json, JsonValue
from generator.model.methods import Field, Param, ResponseHeader
from generator.model.types import (
    Array,
    Condition,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Property,
    Ref,
    Scalar,
    Type,
    Union,
    Variant,
)
from generator.model.walk import resolved
from generator.views.code.style_texts import param_style
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.type_sections import has_further
from generator.views.mkdocs.type_words import (
    SHORT_ENUM,
    SHORT_UNION,
    Markdown,
    Reader,
    condition_texts,
    default_variant_text,
    limits_text,
    literal_text,
    type_names,
    type_text,
    value_texts,
    values_text,
)
from generator.views.text.links import resolve_links
from generator.views.text.prose import one_line

_MOST_EXAMPLES = 3
_LONGEST_EXAMPLE = 200  # characters


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the rows of a page need to know about it."""

    reader: Reader
    documentation: str  # the vendor's site, or ""
    anchors: Anchors

    def cell(self, text: str) -> Markdown:
        """Encodes a description for a single line, such as a list item or a heading."""
        return Markdown(markdown_cell(one_line(resolve_links(text, self.documentation))))

    def blocks(self, text: str) -> Markdown:
        """Encodes a description as paragraphs, lists and code blocks."""
        return Markdown(markdown_text(resolve_links(text, self.documentation)))


@dataclass(frozen=True, slots=True)
class Flag:
    """A badge beside a name."""

    text: str
    kind: str  # the class that styles it


REQUIRED = Flag("required", "required")
NULLABLE = Flag("nullable", "nullable")
DEPRECATED = Flag("deprecated", "deprecated")
READ_ONLY = Flag("read-only", "access")
WRITE_ONLY = Flag("write-only", "access")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing with a name, or a variant of a union."""

    term: str  # the name as the spec has it, for the search; "" for a variant
    values: tuple[str, ...]  # known values, for the search
    types: tuple[str, ...]  # names of types that are described here, for the search
    anchor: str
    name: Markdown
    type: Markdown
    flags: tuple[Flag, ...]
    text: Markdown  # blocks: the description, then values, bounds, default and examples
    shapes: tuple[NestedShape, ...]  # open in place


@dataclass(frozen=True, slots=True)
class NestedShape:
    """The parts of a type, which open in place."""

    title: str  # plain text, for a summary
    text: Markdown
    rows: tuple[Row, ...]
    type: str = ""  # the name of the type, if it has one


@dataclass(frozen=True, slots=True)
class _Thing:
    """A row before it is encoded."""

    name: str
    path: str  # to its id
    type: Type
    flags: tuple[Flag, ...]
    description: str
    default: JsonValue | None = None
    examples: tuple[Json, ...] = ()
    reason: str = ""  # of its deprecation
    conditions: tuple[Condition, ...] = ()
    sent: str = ""  # how a request writes it


@dataclass(frozen=True, slots=True)
class Enclosing:
    """What a row is inside of."""

    types: tuple[str, ...] = ()  # names of the types that open around it
    optional: str = ""  # the nearest thing around it that may be left out


OUTERMOST = Enclosing()


# --------------------------------------------------------------------------------------- rows


def field_rows(fields: Iterable[Field], prefix: str, page: PageContext) -> tuple[Row, ...]:
    """Describes the columns of a SELECT, in page order."""
    return tuple(
        _row(
            _Thing(
                name=field.name,
                path=f"{prefix}{field.name}",
                type=field.type,
                flags=_flags((NULLABLE, field.nullable), (DEPRECATED, field.deprecated)),
                description=field.description,
                examples=field.examples,
                conditions=field.conditions,
            ),
            page,
            OUTERMOST,
        )
        for field in fields
    )


def param_rows(params: Iterable[Param], method: str, page: PageContext) -> tuple[Row, ...]:
    """Describes the arguments outside the body, in spec order."""
    return tuple(
        _row(
            _Thing(
                name=param.name,
                path=f"{method}.{param.name}",
                type=param.type,
                flags=_flags(
                    (Flag(param.place.value, "place"), True),
                    (REQUIRED, param.required),
                    (NULLABLE, param.nullable),
                    (DEPRECATED, param.deprecated),
                ),
                description=param.description,
                default=param.default,
                examples=param.examples,
                reason=param.deprecation_reason,
                sent=_sent_text(param, page.reader),
            ),
            page,
            OUTERMOST,
        )
        for param in params
    )


def _sent_text(param: Param, reader: Reader) -> str:
    """Rule ST1: a page says how a parameter is written if that isn't the default of its place."""
    text = param_style(param)
    if text == "json":
        return f"Written as {markdown_code(param.content_type)}."
    is_single = isinstance(resolved(param.type, reader.types), Scalar | Enum | Const)
    if not text or (is_single and param.style in ("form", "simple") and not param.allow_reserved):
        return ""
    exploded = ", exploded" if param.explode else ", not exploded"
    if param.style in ("deepObject", "spaceDelimited", "pipeDelimited") or is_single:
        exploded = ""  # it has no other form, or no parts
    reserved = "; reserved characters stay as they are" if param.allow_reserved else ""
    return f"Style {markdown_code(param.style)}{exploded}{reserved}."


def header_rows(
    headers: Iterable[ResponseHeader], prefix: str, page: PageContext
) -> tuple[Row, ...]:
    """Describes the headers of a response."""
    return tuple(
        _row(
            _Thing(
                name=header.name,
                path=f"{prefix}.{header.name}",
                type=header.type,
                flags=_flags((NULLABLE, header.nullable)),
                description=header.description,
            ),
            page,
            OUTERMOST,
        )
        for header in headers
    )


def property_rows(
    properties: Iterable[Property],
    path: str,
    page: PageContext,
    inside: Enclosing = OUTERMOST,
    *,
    is_sent: bool = False,
) -> tuple[Row, ...]:
    """Describes the properties of a body or an object, in spec order.

    `is_sent` leaves out that a property of a body is write-only.
    """
    return tuple(
        _row(
            _Thing(
                name=part.name,
                path=f"{path}.{part.name}",
                type=part.type,
                flags=_flags(
                    (REQUIRED, part.required),
                    (NULLABLE, part.nullable),
                    (READ_ONLY, part.read_only),
                    (WRITE_ONLY, part.write_only and not is_sent),
                    (DEPRECATED, part.deprecated),
                ),
                description=part.description,
                default=part.default,
                examples=part.examples,
                reason=part.deprecation_reason,
                conditions=part.conditions,
            ),
            page,
            inside,
        )
        for part in properties
    )


def _place_rows(array: Array, path: str, page: PageContext, inside: Enclosing) -> tuple[Row, ...]:
    """Describes the places of an array that has a schema for each of its first items."""
    fewest = array.limits.min_items or 0
    return tuple(
        _row(
            _Thing(
                name=f"[{number}]",
                path=f"{path}.{number}",
                type=_without_null(place.type),
                flags=_flags(
                    (REQUIRED, number < fewest), (NULLABLE, isinstance(place.type, Nullable))
                ),
                description=place.description,
            ),
            page,
            inside,
        )
        for number, place in enumerate(array.places)
    )


def _further_rows(of: Object, path: str, page: PageContext, inside: Enclosing) -> tuple[Row, ...]:
    """Describes the members that an object does not declare, if they have a type."""
    if of.extra is None or not has_further(of):
        return ()
    further = _Thing(
        name="*",
        path=f"{path}.*",
        type=_without_null(of.extra),
        flags=_flags((NULLABLE, isinstance(of.extra, Nullable))),
        description="Further properties.",
    )
    return (_row(further, page, inside),)


def _without_null(of: Type) -> Type:
    return of.of if isinstance(of, Nullable) else of


def _row(thing: _Thing, page: PageContext, inside: Enclosing) -> Row:
    anchor = page.anchors.take(thing.path)
    within = inside if REQUIRED in thing.flags else replace(inside, optional=thing.name)
    return Row(
        term=thing.name,
        values=value_texts(thing.type, page.reader),
        types=type_names(thing.type, page.reader),
        anchor=anchor,
        name=Markdown(markdown_code(thing.name)),
        type=type_text(thing.type, page.reader),
        flags=tuple(_nested_flag(flag, inside) for flag in thing.flags),
        text=_text(page.blocks(_description(thing, page.reader)), _facts(thing, page)),
        shapes=tuple(_shapes(thing.type, thing.path, page, within)),
    )


def _nested_flag(flag: Flag, inside: Enclosing) -> Flag:
    """Rule MT5: a required member of something optional is required with that thing."""
    if flag != REQUIRED or not inside.optional:
        return flag
    return Flag(f"required with {markdown_code(inside.optional)}", flag.kind)


def _flags(*flags: tuple[Flag, bool]) -> tuple[Flag, ...]:
    return tuple(flag for flag, is_set in flags if is_set)


def _description(thing: _Thing, reader: Reader) -> str:
    """Rule MT4: a row without a description has that of the type that it refers to, up to its
    first paragraph; for a union, it lists those of the variants.
    """
    text = thing.description
    if not text.strip():
        text = _named_description(thing.type, reader)
    if thing.reason and thing.reason not in text:
        text = f"{thing.reason}\n\n{text}"
    return text


def _named_description(of: Type, reader: Reader, inside: tuple[str, ...] = ()) -> str:
    match of:
        case Ref(name) if name not in inside:
            named = reader.find(name)
            first = named.description.strip().split("\n\n")[0]
            return first or _named_description(named.type, reader, (*inside, name))
        case Array(inner) | Map(inner) | Nullable(inner):
            return _named_description(inner, reader, inside)
        case Union(variants):
            return _variants_description(variants, reader, inside)
        case _:
            return ""


def _variants_description(
    variants: Iterable[Variant], reader: Reader, inside: tuple[str, ...]
) -> str:
    """Returns the description that all variants share, or a list with those of each."""
    texts = (
        one_line(one.description or _named_description(one.type, reader, inside))
        for one in variants
    )
    told = list(dict.fromkeys(filter(None, texts)))
    return told[0] if len(told) == 1 else "\n".join(f"- {text}" for text in told)


def _facts(thing: _Thing, page: PageContext) -> Markdown:
    """Rule MT3: known values, bounds, default and examples follow the description."""
    of = thing.type
    is_told = thing.default is not None and not isinstance(of, Const)
    default = _code(thing.default.value) if thing.default and is_told else ""
    shown = [value for value in thing.examples if len(json_text(value)) <= _LONGEST_EXAMPLE]
    shown = shown[:_MOST_EXAMPLES]
    listed = ", ".join(dict.fromkeys(map(_code, shown)))
    word = "Example" if len(shown) == 1 else "Examples"
    return spaced(
        values_text(of, page.reader),
        default_variant_text(of, page.reader),
        limits_text(of, page.reader),
        f"Default: {default}." if default else "",
        f"{word}: {listed}." if listed else "",
        thing.sent,
        *condition_texts(thing.conditions),
    )


def _text(description: Markdown, facts: Markdown) -> Markdown:
    parts = [part for part in (description, facts) if part]
    return Markdown("\n\n".join(parts) or "No description.")


def _code(value: Json) -> str:
    return markdown_code(json_text(value))


def spaced(*parts: str) -> Markdown:
    """Joins the sentences that aren't empty."""
    return Markdown(" ".join(part for part in parts if part))


# ------------------------------------------------------------------------------------- shapes


def shapes_of(of: Type, path: str, page: PageContext) -> tuple[NestedShape, ...]:
    """Describes the parts of a type that words name, where no section describes them."""
    return tuple(_shapes(of, path, page, OUTERMOST))


def own_shapes(named: NamedType, path: str, page: PageContext) -> tuple[NestedShape, ...]:
    """Describes the parts of a type, but not those of the named types in it."""
    around = Enclosing(tuple(page.reader.types))
    return tuple(_shapes(named.type, path, page, around, named.name))


def _shapes(
    of: Type, path: str, page: PageContext, inside: Enclosing, name: str = ""
) -> Iterator[NestedShape]:
    """Yields the shapes that open below a row; `name` is that of the type, if it has one.

    Rule MT2: an object without a section opens where it is used; of a union, each variant that is
    such an object.
    """
    match of:
        case Array() if of.places:
            rows = _place_rows(of, path, page, inside)
            yield NestedShape(_count_title(name, len(rows), "place", "places"), _NONE, rows, name)
        case Nullable(inner) | Array(inner) | Map(inner):
            yield from _shapes(inner, path, page, inside, name)
        case Ref(named) if named not in page.reader.links and named not in inside.types:
            kind = page.reader.find(named).type
            around = replace(inside, types=(*inside.types, named))
            yield from _shapes(kind, path, page, around, named)
        case Object(properties) if properties:
            rows = property_rows(properties, path, page, inside)
            rows += _further_rows(of, path, page, inside)
            title = _count_title(name, len(rows), "property", "properties")
            yield NestedShape(title, _NONE, rows, name)
        case Enum(_, values) if len(values) > SHORT_ENUM and name:
            title = _count_title(name, len(values), "value", "values")
            yield NestedShape(title, enum_text(of), (), name)
        case Union(variants, discriminator) if len(variants) > SHORT_UNION and name:
            rows = variant_rows(variants, discriminator, path, page, inside)
            title = _count_title(name, len(rows), "variant", "variants")
            yield NestedShape(title, _NONE, rows, name)
        case Union(variants):
            for number, variant in enumerate(variants, start=1):
                title = variant_title(variant, number, page.reader)
                for shape in _shapes(variant.type, f"{path}", page, inside, name):
                    yield NestedShape(title, page.cell(variant.description), shape.rows, shape.type)


_NONE = Markdown("")


def _count_title(name: str, count: int, one: str, many: str) -> str:
    counted = f"{count} {one if count == 1 else many}"
    return f"{name}: {counted}" if name else counted


def enum_text(of: Enum) -> Markdown:
    """Lists all values of an enum."""
    listed = ", ".join(map(literal_text, of.values))
    return Markdown(f"{listed}; others are accepted." if of.open else f"{listed}.")


def variant_title(variant: Variant, number: int, reader: Reader) -> str:
    """Returns what tells a variant from the others, for a title in quotes."""
    known = variant.title or next(iter(variant.tags), "") or _constant(variant.type, reader)
    if not known and isinstance(variant.type, Ref):
        known = variant.type.name
    shown = markdown_cell(site_title(known))
    return f"Variant {number}: {shown}" if shown else f"Variant {number}"


def _constant(of: Type, reader: Reader) -> str:
    """Returns the constant that identifies an object variant, such as its `type`."""
    if isinstance(of, Ref):
        of = reader.find(of.name).type
    if not isinstance(of, Object):
        return ""
    values = (part.type.value for part in of.properties if isinstance(part.type, Const))
    return next((value for value in values if isinstance(value, str)), "")


def variant_rows(
    variants: Sequence[Variant],
    discriminator: str,
    path: str,
    page: PageContext,
    inside: Enclosing = OUTERMOST,
) -> tuple[Row, ...]:
    """Describes the variants of a union, each with its tag and with its own rows."""
    rows = []
    for number, variant in enumerate(variants, start=1):
        label = next(iter(variant.tags), "") or variant.title or str(number)
        chosen = Markdown(_choice_text(variant, discriminator))
        rows.append(_variant_row(variant, f"{path}.{label}", chosen, page, inside))
    return tuple(rows)


def _choice_text(variant: Variant, discriminator: str) -> str:
    """Returns the values of the discriminator that select a variant."""
    if not discriminator:
        return ""
    tags = [_code(tag) for tag in variant.tags]
    if variant.is_default:
        tags.append("any other value, or none")
    return f"{markdown_code(discriminator)} {' or '.join(tags)}" if tags else ""


def _variant_row(
    variant: Variant, path: str, chosen: Markdown, page: PageContext, inside: Enclosing
) -> Row:
    of = variant.type
    own = variant.description or variant.title or _named_description(of, page.reader)
    facts = spaced(values_text(of, page.reader), limits_text(of, page.reader))
    return Row(
        term="",
        values=value_texts(of, page.reader),
        types=type_names(of, page.reader),
        anchor=page.anchors.take(path),
        name=type_text(of, page.reader),
        type=chosen,
        flags=(),
        text=_text(page.blocks(own), facts),
        shapes=tuple(_shapes(of, path, page, inside)),
    )


def describe_type(named: NamedType, path: str, page: PageContext) -> tuple[Markdown, NestedShape]:
    """Describes a named type: a sentence on what its values are, and its parts."""
    inside = Enclosing((named.name,))
    match named.type:
        case Object(properties, extra):
            more = ""
            rows = property_rows(properties, path, page, inside)
            further = _further_rows(named.type, path, page, inside)
            if any(row.shapes for row in further):
                rows += further
            elif extra is not None:
                more = f"Further properties are {type_text(extra, page.reader)}."
            said = spaced(more, *condition_texts(named.conditions))
            return said, NestedShape("", _NONE, rows)
        case Union(variants, discriminator, exclusive):
            one_of = "Exactly one of these" if exclusive else "One of these"
            chosen = f", chosen by {markdown_code(discriminator)}" if discriminator else ""
            rows = variant_rows(variants, discriminator, path, page, inside)
            said = spaced(f"{one_of}{chosen}.", *condition_texts(named.conditions))
            return said, NestedShape("", _NONE, rows)
        case of:
            whole = f"{type_text(of, page.reader)}."
            values = values_text(of, page.reader)
            told = condition_texts(named.conditions)
            said = spaced(whole[0].upper() + whole[1:], values, *told)
            shapes = tuple(_shapes(of, path, page, inside))
            return said, NestedShape("", _NONE, shapes[0].rows if shapes else ())
