"""Describes the bodies of a method: what it sends, what it returns, and its errors.

A method comes in; Markdown and rows for its section go out. `rows` builds the rows, and
`type_words` the words for types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.escape import json_text, markdown_code
from generator.model.methods import (
    Body,
    Content,
    ContentKind,
    Failure,
    Method,
    PathInResponse,
    ResponsePlace,
)
from generator.views.code.error_classes import error_name
from generator.views.mkdocs.definition_rows import (
    NestedShape,
    PageContext,
    Row,
    header_rows,
    property_rows,
    shapes_of,
)
from generator.views.mkdocs.type_sections import answer_types, row_union
from generator.views.mkdocs.type_words import Markdown, type_text
from generator.vocabulary import SqlVerb, StreamFormat

_ITEMS = {
    None: "",
    StreamFormat.EVENTS: "",
    StreamFormat.LINES: ", each on a line of its own",
    StreamFormat.RECORDS: ", each a record (RFC 7464)",
}


@dataclass(frozen=True, slots=True)
class OtherBody:
    """Another form of the same body, with the properties in which it differs."""

    sent: Markdown
    rows: tuple[Row, ...]


def body_text(body: Body, prefix: str, page: PageContext) -> Markdown:
    """Returns the content types of the body, and whether it is required."""
    if not body.content:
        return Markdown("")
    sent = " or ".join(markdown_code(content.content_type) for content in body.content)
    need = "required" if body.required else "optional"
    choice = _choice_text(body)
    if body.properties:
        named = f" Columns have the prefix `{prefix}`." if prefix else ""
        return Markdown(f"{sent}, {need}.{named}{choice}")
    content = body.content[0]
    whole = type_text(content.whole, page.reader)
    column = markdown_code(f"{prefix}{body.python_name}")
    told = f"The column {column} is the whole of it: {whole}{_ITEMS[content.stream_format]}."
    return Markdown(f"{sent}, {need}. {told}{choice}")


def _choice_text(body: Body) -> str:
    """Rule BC4: the page tells how a Python call chooses among the media types of a body."""
    if not body.media_argument:
        return ""
    chooser, main = map(markdown_code, (body.media_argument, body.content[0].content_type))
    told = f" A Python call sends {main}, unless {chooser} names another."
    if body.wholes:
        wholes = " or ".join(markdown_code(one.content_type) for one in body.wholes)
        told += f" The argument {markdown_code(body.python_name)} is the whole body as {wholes}."
    return told


def body_shapes(body: Body, method: str, page: PageContext) -> tuple[NestedShape, ...]:
    """Returns the parts of a body that is one argument."""
    if body.properties or not body.content:
        return ()
    return shapes_of(body.content[0].type, f"{method}.{body.python_name}", page)


def other_bodies(body: Body, method: str, page: PageContext) -> Iterator[OtherBody]:
    """Rule MB1: a further form of the body shows the properties that the preferred form lacks, or
    has with another type.
    """
    known = {part.property.name: part.property.type for part in body.properties}
    for other in body.other_members:
        differing = [part for part in other.properties if known.get(part.name) != part.type]
        if differing:
            sent = Markdown(markdown_code(other.content_type))
            yield OtherBody(sent, property_rows(differing, method, page, is_sent=True))


def returns_text(method: Method, page: PageContext) -> Markdown:
    """Rule MB2: the page shows every form of the answer, each type once with its content types.

    Rule AN5: the other successes follow with their statuses; one without a body returns nothing.
    """
    told = list(_contents_texts(method.answer.content, method, page)) or ["nothing"]
    for other in method.other_answers:
        found = list(_contents_texts(other.content, method, page)) or ["nothing"]
        told += [f"with status {other.status}, {words}" for words in found]
    text = "; or ".join(dict.fromkeys(told))
    return Markdown(f"{text[:1].upper()}{text[1:]}.")


def answer_shapes(method: Method, page: PageContext) -> tuple[NestedShape, ...]:
    """Returns the parts of what a method returns, each type once.

    Rule MB5: a type without a section opens below the words that name it. The fields of the page
    describe the rows of a SELECT, unless the rows are of several types.
    """
    shown = dict.fromkeys(answer_types(method, page.reader.types))
    path = f"{method.name}.{method.answer.status}"
    return tuple(shape for of in shown for shape in shapes_of(of, path, page))


def _contents_texts(
    contents: Sequence[Content], method: Method, page: PageContext
) -> Iterator[str]:
    sent: dict[str, list[str]] = {}
    for content in contents:
        words = f"{_condition(content, method)}{_content_text(content, method, page)}"
        sent.setdefault(words, []).append(markdown_code(content.content_type))
    for words, types in sent.items():
        yield f"{words}, as {' or '.join(types)}"


def _condition(content: Content, method: Method) -> str:
    """Returns how a call asks for a stream, if another response is the default."""
    by = method.stream_by
    if by is None or content.kind is not ContentKind.STREAM:
        return ""
    return f"where {markdown_code(by.name)} is {markdown_code(json_text(by.value))}, "


def _content_text(content: Content, method: Method, page: PageContext) -> str:
    """Rule MB3: rows of several types name each of them."""
    words = type_text(content.type, page.reader)
    if content.kind is ContentKind.STREAM:
        null = " or `null`" if content.nullable else ""
        return f"a stream of {words}{null}{_ITEMS[content.stream_format]}"
    # A page shows fields only for the rows of a SELECT. Other rows are described by their type.
    if method.verb is SqlVerb.SELECT and content.kind is ContentKind.JSON:
        union = row_union(method, content, page.reader.types)
        each = f", each {type_text(union, page.reader)}" if union is not None else ""
        rows = method.items or method.item
        if rows and rows.steps:
            what = "rows" if method.items else "row"
            return f"the {what} at {path_text(rows)} of the answer{each if method.items else ''}"
    return f"{words} or `null`" if content.nullable else words


def place_text(place: ResponsePlace) -> str:
    """Writes a place in a response: a path, or a header."""
    if isinstance(place, PathInResponse):
        return path_text(place)
    return f"the header {markdown_code(place.name)}"


def path_text(path: PathInResponse) -> str:
    """Writes a place in a response: `data[-1].id`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path.steps)
    return markdown_code("".join(parts).removeprefix("."))


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A documented failure of a call."""

    status: Markdown
    error: str  # the class that the client raises
    description: Markdown
    type: Markdown
    headers: tuple[Row, ...]
    shapes: tuple[NestedShape, ...]


def error_rows(method: Method, page: PageContext) -> Iterator[ErrorRow]:
    """Rule MB4: each documented failure has its status, its class in the client and its type."""
    for failure in method.failures:
        yield ErrorRow(
            status=Markdown(markdown_code(failure.status)),
            error=error_name(failure.status),
            description=page.cell(failure.description),
            type=_failure_type(failure, page),
            headers=header_rows(failure.headers, f"{method.name}.{failure.status}", page),
            shapes=_failure_shapes(failure, f"{method.name}.{failure.status}", page),
        )


def _failure_shapes(failure: Failure, path: str, page: PageContext) -> tuple[NestedShape, ...]:
    types = dict.fromkeys(content.type for content in failure.content)
    return tuple(shape for of in types for shape in shapes_of(of, path, page))


def _failure_type(failure: Failure, page: PageContext) -> Markdown:
    told = dict.fromkeys(type_text(content.type, page.reader) for content in failure.content)
    return Markdown(" or ".join(told))
